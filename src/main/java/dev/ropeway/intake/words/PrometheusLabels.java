package dev.ropeway.intake.words;

import dev.ropeway.recommendation.Recommendation.Resource;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the labels of a Prometheus alert say that it is about: what is ill, not what was asked for
 * it. Labels of a series that its scraped endpoint has too are renamed {@code exported_…}.
 */
public record PrometheusLabels(CaseBlind labels) {

  private static final String EXPORTED = "exported_";

  /** What a series may be about, the most specific first; the endpoint that was scraped last. */
  private static final List<String> THINGS =
      List.of(
          "pod",
          "persistentvolumeclaim",
          "node",
          "deployment",
          "statefulset",
          "daemonset",
          "replicaset",
          "job_name",
          "cronjob",
          "host",
          "hostname",
          "nodename",
          "fqdn",
          "target",
          "instance");

  /** What names a thing only where nothing else does. */
  private static final List<String> GROUPS = List.of("container", "service", "job");

  /** A scrape target is host:port, at times a whole URL, at times an address in brackets. */
  private static final Pattern HOST =
      Pattern.compile(
          "(?:[a-z][a-z0-9+.-]*://)?(?:\\[([^\\]]+)]|([^:/\\[\\]]+))(?::\\d+)?(?:/.*)?");

  /** What the CI could be called, best first. */
  public List<String> configurationItems() {
    return Stream.of(exported(), things(), exporter())
        .flatMap(names -> names)
        .filter(Objects::nonNull)
        .distinct()
        .toList();
  }

  /** The best of the names, and the cluster and namespace that it lies in. */
  public Resource resource() {
    String name =
        Stream.concat(configurationItems().stream(), GROUPS.stream().map(this::text))
            .filter(Objects::nonNull)
            .findFirst()
            .orElse(null);
    String scope =
        Stream.of("cluster", "namespace")
            .map(place -> CaseBlind.first(labels.at(EXPORTED + place), labels.at(place)))
            .filter(Objects::nonNull)
            .map(place -> "/" + place)
            .reduce(String::concat)
            .orElse(null);
    return new Resource(null, name, null, scope);
  }

  private Stream<String> exported() {
    return Stream.concat(
        THINGS.stream().map(thing -> host(text(EXPORTED + thing))),
        Stream.of("service", "job").map(group -> text(EXPORTED + group)));
  }

  private Stream<String> things() {
    return THINGS.stream()
        .filter(thing -> !thing.equals("pod") || !isExporters(text(thing)))
        .map(thing -> host(text(thing)));
  }

  private Stream<String> exporter() {
    return Stream.of(text("pod")).filter(this::isExporters);
  }

  /** The pod that tells of others: node-exporter of its node, kube-state-metrics of a cluster. */
  private boolean isExporters(String pod) {
    String job = CaseBlind.first(labels.at("job"), labels.at("container"));
    return pod != null
        && job != null
        && (job.contains("exporter") || job.contains("kube-state-metrics"))
        && pod.contains(job);
  }

  private String text(String label) {
    return labels.at(label).text();
  }

  private static String host(String target) {
    Matcher host = HOST.matcher(target == null ? "" : target);
    if (!host.matches()) {
      return target;
    }
    return host.group(1) == null ? host.group(2).strip() : host.group(1);
  }
}
