package dev.ropeway.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What k8s/ asks of the metrics, by the name of the alert, panel or variable that asks. */
public record Monitoring(Map<String, String> queries) {

  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
  private static final Path BASE = Path.of("k8s/base");
  private static final Pattern LABEL_VALUES = Pattern.compile("label_values\\((\\w+), (\\w+)\\)");

  /** There only where topics or feeds are configured. */
  private static final Pattern OF_KAFKA = Pattern.compile("ropeway_(kafka|feed)_");

  /** Put on every metric by Prometheus as it finds its targets. */
  private static final Set<String> OF_THE_TARGET = Set.of("pod");

  public static Monitoring alerts() throws IOException {
    Map<String, String> alerts = new LinkedHashMap<>();
    for (JsonNode group :
        YAML.readTree(BASE.resolve("prometheusrule.yaml").toFile()).at("/spec/groups")) {
      for (JsonNode rule : group.get("rules")) {
        alerts.put(rule.get("alert").asText(), rule.get("expr").asText());
      }
    }
    return new Monitoring(alerts);
  }

  public static Monitoring dashboard() throws IOException {
    JsonNode dashboard = YAML.readTree(BASE.resolve("grafana/ropeway.json").toFile());
    Map<String, String> queries = new LinkedHashMap<>();
    for (JsonNode panel : dashboard.get("panels")) {
      for (JsonNode target : panel.path("targets")) {
        queries.put(
            panel.get("title").asText() + " " + target.get("refId").asText(),
            target.get("expr").asText());
      }
    }
    for (JsonNode variable : dashboard.at("/templating/list")) {
      Matcher values = LABEL_VALUES.matcher(variable.path("definition").asText());
      if (values.matches()) {
        queries.put(
            "variable " + variable.get("name").asText(),
            "count by (%s) (%s)".formatted(values.group(2), values.group(1)));
      }
    }
    return new Monitoring(queries);
  }

  public Monitoring ofKafka() {
    return only(OF_KAFKA.asPredicate());
  }

  public Monitoring ofTheRest() {
    return only(OF_KAFKA.asPredicate().negate());
  }

  private Monitoring only(Predicate<String> wanted) {
    return new Monitoring(
        queries.entrySet().stream()
            .filter(query -> wanted.test(query.getValue()))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
  }

  /** Every metric and every label that is asked for is there. */
  public void isAnsweredBy(Scrape scrape) {
    Map<String, Set<String>> there = scrape.labels();
    assertThat(queries)
        .allSatisfy(
            (name, expression) -> {
              PromQl asked = PromQl.of(expression);
              assertThat(asked.metrics()).as(name).isNotEmpty();
              Set<String> labels = new TreeSet<>(OF_THE_TARGET);
              asked
                  .metrics()
                  .forEach(
                      (metric, selected) -> {
                        assertThat(there).as(name).containsKey(metric);
                        assertThat(there.get(metric)).as(name).containsAll(selected);
                        labels.addAll(there.get(metric));
                      });
              assertThat(labels).as(name).containsAll(asked.groupings());
            });
  }
}
