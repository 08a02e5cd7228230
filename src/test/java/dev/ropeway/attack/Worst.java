package dev.ropeway.attack;

import dev.ropeway.intake.Payloads;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Bodies that cost more than others of their length, by what they are made of. */
final class Worst {

  private static final int MEGABYTE = 1_000_000;
  private static final int ALL = 10 * MEGABYTE;

  /** As long as a remediation may be. */
  static final int TEXT = 99_900;

  private Worst() {}

  /** For those who take recommendations. */
  static Map<String, String> recommendations() {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("10 MB of {}", times(3 * MEGABYTE, "{}"));
    all.put("1000 of {}", times(1000, "{}"));
    all.put(
        "600,000 numbers as configurationItems", with("configurationItems", times(600_000, "7")));
    all.put(
        "299,000 numbers as configurationItems", with("configurationItems", times(299_000, "7")));
    all.put(
        "49,000 words as configurationItems", with("configurationItems", times(49_000, "\"x\"")));
    all.put("140,000 tags", with("tags", object(140_000, i -> "\"t" + i + "\":\"v\"")));
    all.put("24,000 tags of numbers", with("tags", object(24_000, i -> "\"t" + i + "\":1")));
    all.put(
        "inheritedTags, 10 × 200 × 1000",
        with("inheritedTags", "[" + many(10, i -> tags(200, 990)) + "]"));
    all.put(
        "inheritedTags, 49,000 objects",
        with("inheritedTags", "[" + many(24_000, i -> tags(1, 1)) + "]"));
    all.put("raw, 299,000 values", with("raw", times(298_000, "7")));
    all.put("raw, 49,900 values", with("raw", times(49_900, "7")));
    all.put(
        "6 with raw of 49,000 values",
        "[" + many(6, i -> finding(i, "raw", times(49_000, "7"))) + "]");
    all.put("raw, 49,000 fields", with("raw", object(24_000, i -> "\"f" + i + "\":{}")));
    all.put(
        "raw, nested 98 deep, as often as 10 MB",
        with("raw", "[" + many(50_000, i -> "[".repeat(95) + "]".repeat(95)) + "]"));
    all.put(
        "raw, nested 98 deep, 1500 times",
        with("raw", "[" + many(1500, i -> "[".repeat(95) + "]".repeat(95)) + "]"));
    all.put("raw, 9.9 MB of \\u0000", with("raw", text("\\u0000", 9_900_000)));
    all.put("raw, 9.9 MB of letters", with("raw", text("x", 9_900_000)));
    all.put("raw, 990 numbers of 9999 digits", with("raw", times(990, "9".repeat(9_999))));
    all.put("raw, 990 fractions of 9999 digits", with("raw", times(990, "0." + "9".repeat(9_990))));
    all.put("raw, 49,000 numbers of 100 digits", with("raw", times(49_000, "9".repeat(100))));
    all.put(
        "names of 1999 letters, 4900 of them",
        with("raw", object(4_900, i -> "\"" + i + "n".repeat(1_990) + "\":1")));
    all.put(
        "1000 of 9 kB of HTML",
        "[" + many(1000, i -> finding(i, "remediation", text("<td>", 9_000))) + "]");
    all.put(
        "98 of 100 kB of HTML",
        "[" + many(98, i -> finding(i, "remediation", text("<td>", TEXT))) + "]");
    all.put(
        "98 of 100 kB without blanks",
        "[" + many(98, i -> finding(i, "description", text("x", TEXT))) + "]");
    all.put("description, one word of 80 kB", with("description", text("x", 80_000)));
    all.put("title of line ends", with("title", text("\\n", 990)));
    html().forEach((name, html) -> all.put("remediation of " + name, with("remediation", html)));
    return all;
  }

  /** What HTML was slow once, or looks as if it could be. */
  static Map<String, String> html() {
    Map<String, String> all = new LinkedHashMap<>();
    for (String piece :
        new String[] {
          "<td>",
          "<table>",
          "<b x='",
          "<a href='http://x'>",
          "<a><b><p>",
          "<b><p></b>",
          "&#",
          "&a",
          "<!--",
          "<",
          "<script>",
          "<li>",
          " ",
          "\\n ",
          "<br> ",
          "</table>"
        }) {
      all.put(piece.replace("|", "/"), text(piece, TEXT));
    }
    return all;
  }

  /** A thousand, or ten megabytes, of each kind of event. */
  static Map<String, String> events(String source) {
    Map<String, String> all = new LinkedHashMap<>();
    for (String file : Payloads.of(source)) {
      String one = new String(Payloads.bytes(source, file), StandardCharsets.UTF_8);
      all.put("as many of " + file, times(Math.min(1000, ALL / (one.length() + 1)), one));
    }
    return all;
  }

  /** As many fields and tables as a megabyte holds. */
  static Map<String, String> mappings() {
    String needed =
        "\"short_description\":{\"template\":\"x\"},\"assigned_to\":{\"template\":\"x\"},\"caller_id\":{\"template\":\"x\"}";
    Map<String, String> all = new LinkedHashMap<>();
    all.put(
        "197 fields × 4000 letters", mapping(needed + "," + fields(197, "x".repeat(3_990)), ""));
    all.put("197 fields × 4000 of {", mapping(needed + "," + fields(197, "{".repeat(3_990)), ""));
    all.put(
        "197 fields × 170 placeholders",
        mapping(needed + "," + fields(197, "{recommendation.title}".repeat(170)), ""));
    all.put(
        "197 fields, loops in loops",
        mapping(
            needed
                + ","
                + fields(
                    197, "{#for t in recommendation.tags}".repeat(20) + "x" + "{/for}".repeat(20)),
            ""));
    all.put(
        "100 tables × 600",
        mapping(
            needed,
            many(100, t -> "\"t" + t + "\":{" + many(600, i -> "\"k" + i + "\":\"v\"") + "}")));
    all.put(
        "20 × 197 conditions",
        mapping(
            needed
                + ","
                + many(
                    197,
                    i ->
                        "\"u_%d\":{\"value\":\"x\",\"when\":[%s]}"
                            .formatted(i, many(20, c -> condition("Contains", "x".repeat(150))))),
            ""));
    return all;
  }

  static Map<String, String> rules() {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("100 × 100 conditions", rule(100, c -> condition("Contains", "x")));
    all.put("9 conditions of 100 kB", rule(1, 9, c -> condition("Contains", "x".repeat(99_000))));
    all.put(
        "8 lists of 100 kB in a text",
        rule(1, 8, c -> condition("In", "[" + "'x',".repeat(24_000).replace('\'', ' ') + "1]")));
    all.put("9 × 100 kB of commas", rule(1, 9, c -> condition("In", "a,".repeat(49_000))));
    all.put("9 × 100 kB of blanks", rule(1, 9, c -> condition("In", " ".repeat(98_000) + "a")));
    all.put(
        "500 scopes × 1800",
        "{\"integration\":\"x\",\"scopes\":["
            + many(500, i -> "\"/" + "s/".repeat(900) + i + "\"")
            + "]}");
    return all;
  }

  static String rule(int sets, IntFunction<String> condition) {
    return rule(sets, 100, condition);
  }

  private static String rule(int sets, int conditions, IntFunction<String> condition) {
    return "{\"integration\":\"x\",\"priority\":%d,\"conditionSets\":[%s]}"
        .formatted(500, many(sets, s -> "{\"conditions\":[" + many(conditions, condition) + "]}"));
  }

  static String condition(String operator, String value) {
    return "{\"property\":\"displayName\",\"operator\":\"%s\",\"value\":\"%s\"}"
        .formatted(operator, value);
  }

  /** A recommendation with one field more. */
  static String with(String field, String value) {
    return finding(0, field, value);
  }

  static String finding(int number, String field, String value) {
    return field.equals("title")
        ? "{\"id\":\"worst-%d\",\"title\":%s}".formatted(number, value)
        : "{\"id\":\"worst-%d\",\"title\":\"The worst\",\"severity\":\"high\",\"%s\":%s}"
            .formatted(number, field, value);
  }

  static String text(String piece, int length) {
    int escaped = piece.startsWith("\\u") ? 6 : piece.length();
    return '"' + piece.repeat(length / escaped) + '"';
  }

  static String times(int count, String one) {
    return "[" + (one + ",").repeat(count - 1) + one + "]";
  }

  static String many(int count, IntFunction<String> one) {
    return IntStream.range(0, count).mapToObj(one).collect(Collectors.joining(","));
  }

  private static String object(int count, IntFunction<String> field) {
    return "{" + many(count, field) + "}";
  }

  private static String tags(int count, int length) {
    return object(count, i -> "\"t" + i + "\":\"" + "v".repeat(length) + "\"");
  }

  private static String fields(int count, String template) {
    return many(count, i -> "\"u_" + i + "\":{\"template\":\"" + template + "\"}");
  }

  private static String mapping(String fields, String tables) {
    return "{\"mode\":\"customized\",\"fields\":{" + fields + "},\"tables\":{" + tables + "}}";
  }
}
