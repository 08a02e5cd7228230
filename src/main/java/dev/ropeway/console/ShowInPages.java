package dev.ropeway.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.qute.TemplateExtension;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How pages show what the API answers: {@code {show:time(rule.createdAt).distance}}. */
@TemplateExtension(namespace = "show")
final class ShowInPages {

  private static final Clock CLOCK = Clock.systemUTC();

  private ShowInPages() {}

  /** A moment; null for what is none. */
  static ShownTime time(Object iso) {
    try {
      return iso == null ? null : ShownTime.of(Instant.parse(iso.toString()), CLOCK.instant());
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  /** A word of the API as a sentence begins: "security-admin" is "Security admin". */
  static String word(Object word) {
    return word == null ? "" : Words.reason(word.toString());
  }

  /** A number with its thousands apart. */
  static String number(Object number) {
    return number instanceof Number value ? "%,d".formatted(value.longValue()) : "";
  }

  /** A link, if it leads where a browser may go. */
  static WebLink link(Object url) {
    return url == null ? null : WebLink.of(url.toString());
  }

  /** The address of a page with what was asked for, and one parameter set to another value. */
  static String address(String path, Map<String, String> asked, String name, Object value) {
    Map<String, String> query = new TreeMap<>(asked);
    query.remove("cursor");
    if (value == null || value.toString().isEmpty()) {
      query.remove(name);
    } else {
      query.put(name, value.toString());
    }
    return query.isEmpty()
        ? path
        : query.entrySet().stream()
            .map(
                entry ->
                    entry.getKey()
                        + "="
                        + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&", path + "?", ""));
  }

  /** What is left of a number. */
  static long minus(Object number, Object other) {
    return number instanceof Number one && other instanceof Number two
        ? Math.max(0, one.longValue() - two.longValue())
        : 0;
  }

  /** The ways to sign in at an instance, the best one first. */
  static List<Map.Entry<String, String>> signInTypes() {
    return List.of(
        Map.entry("oauth-authorization-code", "OAuth: a person of the instance consents"),
        Map.entry("oauth-client-credentials", "OAuth: client credentials"),
        Map.entry("oauth-jwt-bearer", "OAuth: JWT bearer"),
        Map.entry("oauth-password", "OAuth: user name and password"),
        Map.entry("api-key", "API key"),
        Map.entry("certificate", "Client certificate"),
        Map.entry("basic", "Basic: user name and password"));
  }

  /** The columns of a record of ServiceNow with what it shows in them. */
  static Map<String, String> fields(JsonNode columns) {
    Map<String, String> shown = new TreeMap<>();
    columns
        .properties()
        .forEach(
            column ->
                shown.put(
                    column.getKey(),
                    column
                        .getValue()
                        .path("label")
                        .asText(column.getValue().path("value").asText())));
    return shown;
  }

  /** A duration of the API in words. */
  static String timeframe(Object duration) {
    return duration == null ? null : Words.timeframe(Duration.parse(duration.toString()));
  }

  /** A duration of the API as people write it in a form. */
  static String writtenTimeframe(Object duration) {
    String words = timeframe(duration);
    return words == null ? "" : words.replaceFirst("^(\\d+) ([dh]).*", "$1$2");
  }

  static List<String> severities() {
    return List.of("critical", "high", "medium", "low", "informational");
  }

  static List<String> operators() {
    return List.of("Equals", "In", "NotEquals", "Contains", "StartsWith", "EndsWith");
  }

  static List<String> groupings() {
    return List.of(
        "finding",
        "package",
        "recommendation",
        "owner-and-day",
        "category",
        "configuration-item",
        "row");
  }

  static List<String> properties() {
    return List.of(
        "severity",
        "riskLevel",
        "category",
        "assessmentKey",
        "displayName",
        "source",
        "recommendationSource",
        "kind",
        "resourceType",
        "scope",
        "recommendationCategory",
        "cve",
        "package",
        "fixAvailable",
        "exploited");
  }

  static List<String> outcomes() {
    return List.of("done", "skipped", "failed", "waiting");
  }

  /** What a bulk run does, as a heading says it. */
  static String bulkAction(Object action) {
    return switch (String.valueOf(action)) {
      case "retry" -> "Retry";
      case "release" -> "Release";
      case "withdraw" -> "Withdraw";
      case "assign" -> "Assign";
      case "due-date" -> "Change the due date";
      case "note" -> "Write a note";
      default -> "Many at once";
    };
  }

  /** The name of a field of the list's filter, as a sentence has it. */
  static String filterName(String field) {
    return Words.filter(field.substring("filter-".length())).toLowerCase(Locale.ROOT);
  }

  /** A text as the value of a parameter in an address. */
  static String parameter(Object text) {
    return text == null ? "" : URLEncoder.encode(text.toString(), StandardCharsets.UTF_8);
  }

  static String path(String before, Object id) {
    return before + id;
  }

  static long sum(Number... numbers) {
    return Stream.of(numbers).mapToLong(Number::longValue).sum();
  }

  static String decimal(Object number) {
    return number instanceof Number value
        ? String.format(Locale.ROOT, "%.1f", value.doubleValue())
        : "";
  }

  /** The largest count of a list, for bars beside each other. */
  static long largest(List<?> counted) {
    return counted.stream()
        .filter(JsonNode.class::isInstance)
        .mapToLong(one -> ((JsonNode) one).path("count").asLong())
        .max()
        .orElse(1);
  }

  /** A recommendation as the API takes it, of what it shows. */
  static String sendable(JsonNode shown) {
    ObjectNode sent = shown.deepCopy();
    sent.remove(List.of("inheritedTags", "riskLevel"));
    return sent.toString();
  }
}
