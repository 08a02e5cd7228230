package dev.ropeway.scenarios;

import static io.restassured.RestAssured.given;

import dev.ropeway.metrics.StoreGauges;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a scrape of the metrics says. */
public record Scrape(List<Sample> samples) {

  private static final Pattern LINE = Pattern.compile("([a-zA-Z_:][\\w:]*)(?:\\{(.*)})? (\\S+)");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

  /** One line of it. */
  public record Sample(String name, Map<String, String> labels, double value) {}

  /** What the application under test says now, after a look into the store. */
  public static Scrape after(StoreGauges gauges, URI management) {
    gauges.look();
    return of(
        given()
            .get(management.resolve("/observe/metrics"))
            .then()
            .statusCode(200)
            .extract()
            .asString());
  }

  public static Scrape of(String text) {
    return new Scrape(
        text.lines()
            .filter(line -> !line.startsWith("#") && !line.isBlank())
            .map(Scrape::sample)
            .toList());
  }

  private static Sample sample(String line) {
    Matcher matcher = LINE.matcher(line);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not a line of a scrape: " + line);
    }
    Map<String, String> labels = new TreeMap<>();
    if (matcher.group(2) != null) {
      Matcher label = LABEL.matcher(matcher.group(2));
      while (label.find()) {
        labels.put(label.group(1), label.group(2));
      }
    }
    return new Sample(matcher.group(1), labels, Double.parseDouble(matcher.group(3)));
  }

  /** The labels that each metric has, by its name. */
  public Map<String, Set<String>> labels() {
    return samples.stream()
        .collect(
            Collectors.toMap(
                Sample::name,
                sample -> new TreeSet<>(sample.labels().keySet()),
                (one, other) -> {
                  one.addAll(other);
                  return one;
                },
                TreeMap::new));
  }

  /** The one sample that has at least these labels, given as name, value, name, value. */
  public double value(String name, String... labels) {
    List<Sample> found =
        samples.stream().filter(one -> one.name().equals(name)).filter(has(labels)).toList();
    if (found.size() != 1) {
      throw new AssertionError(name + " " + List.of(labels) + " is there " + found);
    }
    return found.get(0).value();
  }

  private static java.util.function.Predicate<Sample> has(String... labels) {
    return sample -> {
      for (int i = 0; i < labels.length; i += 2) {
        if (!labels[i + 1].equals(sample.labels().get(labels[i]))) {
          return false;
        }
      }
      return true;
    };
  }
}
