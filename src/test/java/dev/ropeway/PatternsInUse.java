package dev.ropeway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.ropeway.api.Contract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every pattern that foreign text may meet, as the sources have it. */
final class PatternsInUse {

  private static final Path CODE = Path.of("src/main/java/dev/ropeway");
  private static final Pattern CALL =
      Pattern.compile(
          "(Pattern\\s*\\.compile|Pattern\\s*\\.matches|\\.matches|\\.replaceAll|\\.replaceFirst|\\.split)\\(");
  private static final Pattern PART = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*+\"|\\w+|[^\\s\\w\"]");
  private static final Pattern CONSTANT =
      Pattern.compile("static final String (\\w+)\\s*=\\s*(\"(?:[^\"\\\\]|\\\\.)*+\");");
  private static final Pattern NAME = Pattern.compile("Pattern (\\w+)\\s*=\\s*$");

  /**
   * One pattern and how it is asked.
   *
   * @param whole whether the text must match from its first to its last character
   */
  record Used(String place, Pattern pattern, boolean whole) {

    @Override
    public String toString() {
      return place + " " + (whole ? "matches " : "finds ") + pattern;
    }
  }

  private PatternsInUse() {}

  static List<Used> all() {
    List<Used> all = new ArrayList<>();
    Contract.paths()
        .fieldNames()
        .forEachRemaining(
            path ->
                all.add(
                    new Used(path, Pattern.compile(path.replaceAll("\\{[^{}]+}", "[^/]+")), true)));
    contract("openapi.yaml", contract(), all);
    try (Stream<Path> files = Files.walk(CODE)) {
      files
          .filter(file -> file.toString().endsWith(".java"))
          .sorted()
          .forEach(file -> code(file, all));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all;
  }

  static JsonNode contract() {
    try {
      return new YAMLMapper().readTree(Path.of("src/main/resources/openapi.yaml").toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Schemas are asked as the validator asks: anywhere in the text. */
  private static void contract(String place, JsonNode json, List<Used> all) {
    json.properties()
        .forEach(
            field -> {
              String at = place + "/" + field.getKey();
              if (field.getKey().equals("pattern") && field.getValue().isTextual()) {
                all.add(new Used(place, Pattern.compile(field.getValue().asText()), false));
              }
              contract(at, field.getValue(), all);
            });
    if (json.isArray()) {
      json.forEach(item -> contract(place, item, all));
    }
  }

  private static void code(Path file, List<Used> all) {
    String source;
    try {
      source = Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Matcher call = CALL.matcher(source);
    while (call.find()) {
      List<String> arguments = arguments(source, call.end());
      String regex = text(arguments.get(0), source);
      String method = call.group(1);
      String place =
          CODE.relativize(file) + ":" + source.substring(0, call.start()).lines().count();
      boolean compiles = method.endsWith("compile");
      boolean replaces = method.startsWith(".replace") && arguments.size() == 2;
      if (regex == null) {
        // The paths of the contract, and of pages, which are made alike.
        boolean known =
            place.startsWith("security/Operations") || place.startsWith("security/Pages");
        if ((compiles || replaces || method.equals(".split")) && !known) {
          throw new AssertionError(place + ": say the pattern in one literal or constants");
        }
      } else if (compiles) {
        int flags =
            (source.substring(call.end(), source.indexOf(';', call.end())).contains("CASE_INSENS")
                ? Pattern.CASE_INSENSITIVE
                : 0);
        all.add(new Used(place, Pattern.compile(regex, flags), isWhole(source, call.start())));
      } else if (replaces || !method.startsWith(".replace")) {
        all.add(new Used(place, Pattern.compile(regex), method.endsWith("matches")));
      }
    }
  }

  /** A constant that is nowhere looked for is only matched. */
  private static boolean isWhole(String source, int start) {
    Matcher name = NAME.matcher(source.substring(Math.max(0, start - 80), start));
    return name.find()
        && !source.contains(".find(")
        && !source.contains(".lookingAt(")
        && !Pattern.compile(name.group(1) + "\\s*\\.matcher\\([^;]*\\)\\s*\\.replace")
            .matcher(source)
            .find();
  }

  private static List<String> arguments(String source, int start) {
    List<String> arguments = new ArrayList<>();
    int depth = 0;
    int from = start;
    for (int at = start; ; at++) {
      char c = source.charAt(at);
      if (c == '"' || c == '\'') {
        for (at++; source.charAt(at) != c; at++) {
          at += source.charAt(at) == '\\' ? 1 : 0;
        }
      } else if (c == '(' || c == '{') {
        depth++;
      } else if (depth == 0 && (c == ')' || c == ',')) {
        arguments.add(source.substring(from, at).strip());
        from = at + 1;
        if (c == ')') {
          return arguments;
        }
      } else if (c == ')' || c == '}') {
        depth--;
      }
    }
  }

  /** Null for what is not made of literals and constants of the same file. */
  private static String text(String expression, String source) {
    Map<String, String> constants =
        CONSTANT
            .matcher(source)
            .results()
            .collect(Collectors.toMap(one -> one.group(1), one -> one.group(2)));
    StringBuilder text = new StringBuilder();
    for (String part : PART.matcher(expression).results().map(MatchResult::group).toList()) {
      String literal = constants.getOrDefault(part, part);
      if (literal.startsWith("\"")) {
        text.append(literal.substring(1, literal.length() - 1).translateEscapes());
      } else if (!part.equals("+")) {
        return null;
      }
    }
    return text.toString();
  }
}
