package dev.ropeway.scenarios;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an expression asks for: which metrics, with which labels. Reads names only; whether the rest
 * of it makes sense, Prometheus must say.
 *
 * @param metrics the labels that each metric is selected by
 * @param groupings the labels that results are grouped or matched by
 */
record PromQl(Map<String, Set<String>> metrics, Set<String> groupings) {

  private static final Pattern GROUPING =
      Pattern.compile("\\b(?:by|without|on|ignoring|group_left|group_right)\\s*\\(([^)]*)\\)");
  private static final Pattern METRIC =
      Pattern.compile(
          "(?<![\\w:])([a-zA-Z_:][\\w:]*)\\s*(\\(|\\{((?:[^}\"]|\"(?:[^\"\\\\]|\\\\.)*\")*)})?");
  private static final Pattern LABEL = Pattern.compile("(\\w+)\\s*(?:=~|!~|!=|=)\\s*\"[^\"]*\"");
  private static final Set<String> WORDS = Set.of("and", "or", "unless", "bool", "offset");

  static PromQl of(String expression) {
    Set<String> groupings = new TreeSet<>();
    Matcher grouping = GROUPING.matcher(expression);
    while (grouping.find()) {
      Arrays.stream(grouping.group(1).split(",")).map(String::strip).forEach(groupings::add);
    }
    String rest = grouping.replaceAll(" ").replaceAll("\\[[^]]*]", " ");
    Map<String, Set<String>> metrics = new TreeMap<>();
    Matcher metric = METRIC.matcher(rest);
    while (metric.find()) {
      boolean function = "(".equals(metric.group(2));
      if (!function && !WORDS.contains(metric.group(1))) {
        metrics
            .computeIfAbsent(metric.group(1), name -> new TreeSet<>())
            .addAll(labels(metric.group(3)));
      }
    }
    groupings.remove("");
    return new PromQl(metrics, groupings);
  }

  private static Set<String> labels(String selector) {
    Set<String> labels = new TreeSet<>();
    Matcher label = LABEL.matcher(selector == null ? "" : selector);
    while (label.find()) {
      labels.add(label.group(1));
    }
    return labels;
  }
}
