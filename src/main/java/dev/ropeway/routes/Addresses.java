package dev.ropeway.routes;

import java.util.Arrays;
import java.util.Collections;
import java.util.Optional;
import java.util.StringTokenizer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.model.EndpointRequiredDefinition;
import org.apache.camel.model.EnrichDefinition;
import org.apache.camel.model.PollEnrichDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RecipientListDefinition;
import org.apache.camel.model.RoutingSlipDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.model.language.ConstantExpression;
import org.apache.camel.model.language.ExpressionDefinition;
import org.apache.camel.model.language.SimpleExpression;

/** The addresses that a step of a route names, as far as they stand in the file. */
final class Addresses {

  private static final Pattern SCHEME = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]*");

  private Addresses() {}

  /** Those that the step sends to or takes from, with their properties still to be put in. */
  static Stream<String> of(ProcessorDefinition<?> step) {
    if (step instanceof EndpointRequiredDefinition sends) {
      return Stream.ofNullable(sends.getEndpointUri());
    }
    if (step instanceof ToDynamicDefinition sends) {
      return Stream.ofNullable(sends.getUri());
    }
    if (step instanceof EnrichDefinition asks) {
      return constant(asks.getExpression()).stream();
    }
    if (step instanceof PollEnrichDefinition asks) {
      return constant(asks.getExpression()).stream();
    }
    if (step instanceof RecipientListDefinition<?> sends) {
      return each(sends.getExpression(), sends.getDelimiter());
    }
    if (step instanceof RoutingSlipDefinition<?> sends) {
      return each(sends.getExpression(), sends.getUriDelimiter());
    }
    return Stream.empty();
  }

  /** Whether all of it stands there: what is made of a message is known only then. */
  static boolean isWhole(String address) {
    return !address.contains("${") && !address.contains("$simple{") && !address.contains("{{");
  }

  /** The component of an address; empty where it is not written down. */
  static Optional<String> scheme(String address) {
    int colon = address.indexOf(':');
    return Optional.of(colon < 0 ? address : address.substring(0, colon))
        .filter(Addresses::isWhole)
        .filter(scheme -> SCHEME.matcher(scheme).matches());
  }

  /** What follows the component, without options. */
  static String path(String address) {
    String path = address.substring(address.indexOf(':') + 1);
    int options = path.indexOf('?');
    String plain = options < 0 ? path : path.substring(0, options);
    return plain.startsWith("//") ? plain.substring(2) : plain;
  }

  /** The value of an option of an address. */
  static Optional<String> option(String address, String name) {
    int options = address.indexOf('?');
    return options < 0
        ? Optional.empty()
        : Arrays.stream(address.substring(options + 1).split("&"))
            .filter(option -> option.startsWith(name + "="))
            .map(option -> option.substring(name.length() + 1))
            .findFirst();
  }

  private static Optional<String> constant(ExpressionDefinition expression) {
    return expression instanceof ConstantExpression || expression instanceof SimpleExpression
        ? Optional.ofNullable(expression.getExpression()).map(String::strip)
        : Optional.empty();
  }

  private static Stream<String> each(ExpressionDefinition expression, String delimiter) {
    return constant(expression).stream()
        .map(all -> new StringTokenizer(all, delimiter == null ? "," : delimiter))
        .flatMap(all -> Collections.list(all).stream())
        .map(String::valueOf)
        .map(String::strip)
        // What an option of an address has behind a comma is none.
        .filter(address -> address.contains(":") && scheme(address).isPresent());
  }
}
