package dev.ropeway.mapping;

import dev.ropeway.servicenow.Stamp;
import dev.ropeway.store.Text;
import io.quarkus.qute.EvalContext;
import io.quarkus.qute.Results;
import io.quarkus.qute.ValueResolver;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** What a template can make of a value: the only methods there are. */
final class TextMethods implements ValueResolver {

  /** By name, and how many arguments each takes. */
  static final Map<String, Integer> ARGUMENTS =
      Map.of(
          "or", 1, "lower", 0, "upper", 0, "capital", 0, "text", 0, "line", 0, "cut", 1, "date", 1);

  private static final int LONGEST_PATTERN = 100;

  private static final Set<String> OPERATORS = Set.of("or", "?:");

  /** Before Qute's own {@code or}, for which an empty text is a value. */
  @Override
  public int getPriority() {
    return 10;
  }

  @Override
  public boolean appliesTo(EvalContext context) {
    String name = context.getName();
    return (ARGUMENTS.containsKey(name) || OPERATORS.contains(name))
        && !(context.getBase() instanceof Map<?, ?> map && map.containsKey(name))
        && context.getParams().size() == ARGUMENTS.getOrDefault(name, 1);
  }

  @Override
  public CompletionStage<Object> resolve(EvalContext context) {
    RenderBudget.of(context).does(length(context.getBase()));
    if (OPERATORS.contains(context.getName())) {
      return isNothing(context.getBase())
          ? context.evaluate(context.getParams().get(0))
          : done(context.getBase());
    }
    if (context.getParams().isEmpty()) {
      return done(changed(context, null));
    }
    return context
        .evaluate(context.getParams().get(0))
        .thenApply(argument -> changed(context, argument));
  }

  private static CompletionStage<Object> done(Object value) {
    return io.quarkus.qute.CompletedStage.of(value);
  }

  private static boolean isNothing(Object value) {
    return value == null || Results.isNotFound(value) || written(value).isBlank();
  }

  private static String changed(EvalContext context, Object argument) {
    String text = written(context.getBase());
    return switch (context.getName()) {
      case "lower" -> text.toLowerCase(Locale.ROOT);
      case "upper" -> text.toUpperCase(Locale.ROOT);
      case "capital" ->
          text.isEmpty() ? text : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
      case "text" -> Html.toText(text, RenderBudget.of(context));
      case "line" -> text.replaceAll("\\s+", " ").strip();
      case "cut" -> Text.cut(text, number(argument));
      case "date" -> date(context.getBase(), String.valueOf(argument));
      default -> throw new IllegalStateException(context.getName());
    };
  }

  private static int number(Object argument) {
    if (argument instanceof Integer number && number >= 0) {
      return number;
    }
    throw new IllegalArgumentException("cut takes a number of characters, not " + argument);
  }

  private static String date(Object base, String pattern) {
    if (pattern.length() > LONGEST_PATTERN) {
      // Each bracket of it is a level of the stack.
      throw new IllegalArgumentException(
          "a date pattern can have at most " + LONGEST_PATTERN + " characters");
    }
    if (!(base instanceof Instant instant)) {
      if (written(base).isBlank()) {
        return "";
      }
      throw new IllegalArgumentException("date is for dates, not for \"" + base + "\"");
    }
    try {
      return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH)
          .format(instant.atOffset(ZoneOffset.UTC));
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new IllegalArgumentException("\"" + pattern + "\" is not a date pattern");
    }
  }

  /** About how many characters {@link #written} makes of it, without making them. */
  static int length(Object value) {
    if (value instanceof CharSequence text) {
      return text.length();
    }
    if (value instanceof Collection<?> many) {
      return many.stream().mapToInt(TextMethods::length).sum();
    }
    if (value instanceof Map<?, ?> tags) {
      return tags.entrySet().stream()
          .mapToInt(tag -> length(tag.getKey()) + length(tag.getValue()))
          .sum();
    }
    return 1;
  }

  /** A value as it stands in a record. */
  static String written(Object value) {
    if (value == null) {
      return "";
    }
    if (value instanceof Instant instant) {
      return Stamp.of(instant);
    }
    if (value instanceof Collection<?> many) {
      return String.join(", ", many.stream().map(TextMethods::written).toList());
    }
    if (value instanceof Map<?, ?> tags) {
      return String.join(
          ", ", tags.entrySet().stream().map(tag -> tag.getKey() + "=" + tag.getValue()).toList());
    }
    return String.valueOf(value);
  }
}
