package dev.ropeway.attack;

import static dev.ropeway.attack.Damage.pick;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ropeway.intake.Payloads;
import dev.ropeway.packaged.PackagedApp;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Fills in what the contract leaves open in an address, with what fits and with what does not. */
final class FilledPaths {

  private static final Pattern HOLE = Pattern.compile("\\{(\\w+)}");

  private static final List<String> ODD =
      List.of(
          "%00",
          "a%00b",
          "%ff",
          "%ED%A0%80",
          "%F0%9F%8F%94",
          "%",
          "%zz",
          "..%2f..%2fetc",
          "%2e%2e",
          ".",
          "..",
          "a;b=c",
          "%0d%0aX:%20y",
          "%0a2026-01-01%2000:00:00,000%20ERROR%20forged",
          "%27%3B--",
          "%25",
          "*",
          "%20",
          "+",
          "-1",
          "0",
          "9223372036854775808",
          "1e9",
          "null",
          "true",
          "\u00ff",
          "x".repeat(1_500),
          "%61".repeat(900),
          "a,".repeat(700),
          "%7B%22a%22%3A1%7D",
          "2026-13-45T99:00:00Z",
          "%2B999999999-12-31T23:59:59Z",
          "-999999999-01-01T00:00:00Z",
          "0000-00-00",
          "1");

  private final Random random;

  FilledPaths(Random random) {
    this.random = random;
  }

  String filled(String path, List<String> assignments) {
    return HOLE.matcher(path).replaceAll(hole -> literal(value(hole, assignments)));
  }

  private static String literal(String text) {
    return java.util.regex.Matcher.quoteReplacement(text);
  }

  private String value(MatchResult hole, List<String> assignments) {
    if (random.nextInt(8) == 0) {
      return pick(ODD, random);
    }
    return switch (hole.group(1)) {
      case "source" -> pick(Payloads.sources(), random);
      case "integration" -> PackagedApp.INTEGRATION;
      case "ticketType" -> pick(List.of("incident", "problem", "change_request", "event"), random);
      case "id" ->
          random.nextInt(5) == 0
              ? new UUID(random.nextLong(), random.nextLong()).toString()
              : pick(assignments, random);
      default -> pick(List.of(PackagedApp.INTEGRATION, "all", "tests", "made", "other"), random);
    };
  }

  /** Parameters of an operation, mostly; beginning with the question mark, or empty. */
  String query(List<JsonNode> parameters) {
    StringBuilder query = new StringBuilder();
    for (JsonNode parameter : parameters) {
      if (random.nextInt(3) == 0) {
        query
            .append('&')
            .append(parameter.path("name").asText())
            .append('=')
            .append(one(parameter));
      }
    }
    if (random.nextInt(25) == 0) {
      query.append(
          pick(
              List.of(
                  "&x=1",
                  "&limit=1&limit=2",
                  "&",
                  "&&=&",
                  "&=x",
                  "&%00=1",
                  "&cursor",
                  "&a%5b%5d=1",
                  "&bridgeEndpoint=true&throwExceptionOnFailure=false"),
              random));
    }
    return query.isEmpty() ? "" : "?" + query.substring(1);
  }

  private String one(JsonNode parameter) {
    JsonNode values = parameter.path("schema").path("enum");
    if (random.nextInt(3) == 0) {
      return pick(ODD, random);
    }
    return values.isEmpty()
        ? pick(List.of("true", "false", "1", "50", "high", "2026-01-01T00:00:00Z", "fuzz"), random)
        : values.get(random.nextInt(values.size())).asText();
  }
}
