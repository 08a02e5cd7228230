package dev.ropeway.mapping;

import java.util.List;

/** Says what Qute says of a template to somebody who knows neither Qute nor Java. */
final class QuteWords {

  private QuteWords() {}

  static String plain(String said) {
    String name = between(said, "Key \"", "\" not found in the map with keys [");
    if (name != null) {
      List<String> names = List.of(between(said, "with keys [", "]").split(", "));
      return "the name " + name + " does not exist; the names are " + Templates.names(names);
    }
    name = between(said, "Property \"", "\" not found on the base object");
    if (name != null) {
      return "the name "
          + name
          + " does not exist there; the methods are "
          + Templates.names(TextMethods.ARGUMENTS.keySet());
    }
    name = between(said, "Iteration error - {", "} resolved to ");
    if (name != null) {
      return "#for needs a list, and " + name + " is not a list";
    }
    String end = ofBraces(said);
    return end == null ? said : end;
  }

  /** What is wrong with its braces and sections; null if nothing is. */
  private static String ofBraces(String said) {
    String name = between(said, "unterminated expression: ", "");
    if (name != null) {
      return "{" + name + " has no closing }";
    }
    if (said.contains("unexpected state [COMMENT]")) {
      return "{! has no closing !}";
    }
    name = between(said, "unterminated section [", "]");
    if (name != null) {
      return "{#" + name + "} has no closing {/" + name + "}";
    }
    name = between(said, "no section helper found for {#", "}");
    if (name != null) {
      return "the section {#"
          + name.split(" ")[0]
          + "} does not exist; use #if, #for, #let or #when";
    }
    name = between(said, "section start tag found for {/", "}");
    if (name != null) {
      return "{/" + name + "} does not close a section";
    }
    name = between(said, "mandatory section parameters not declared for {#", "}");
    return name == null ? null : "{#" + name + "} has no parameter";
  }

  /** What stands between two texts, or after the first where the last is empty; null if nothing. */
  private static String between(String said, String first, String last) {
    int begin = said.indexOf(first);
    if (begin < 0) {
      return null;
    }
    begin += first.length();
    int end = last.isEmpty() ? said.length() : said.indexOf(last, begin);
    return end < 0 ? null : said.substring(begin, end);
  }
}
