package dev.ropeway.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ropeway.correlation.Candidate;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.recommendation.Recommendation.Resource;
import dev.ropeway.recommendation.RecommendationState;
import dev.ropeway.recommendation.Severity;
import dev.ropeway.store.Json;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AlertmanagerReaderTest {

  private final AlertmanagerReader reader = new AlertmanagerReader();

  private static JsonNode group() {
    return Payloads.json("alertmanager", "group-fires-and-is-resolved");
  }

  private Recommendation firstOf(JsonNode group) {
    return Payloads.finding(reader.read(group).get(0));
  }

  @Test
  void a_group_is_an_alert_each_whether_it_fires_or_is_resolved() {
    List<Candidate> read = reader.read(group());

    assertThat(read).hasSize(2);
    Recommendation firing = Payloads.finding(read.get(0));
    assertThat(firing.kind()).isEqualTo(Recommendation.Kind.ALERT);
    assertThat(firing.state()).isEqualTo(RecommendationState.UNHEALTHY);
    assertThat(firing.stateChangedAt()).isEqualTo(Instant.parse("2026-02-03T06:12:44.081923Z"));
    assertThat(firing.id()).isEqualTo("alertmanager/5a2f9be0c1d84e77");
    assertThat(firing.title()).isEqualTo("Cable of winch-3 is overloaded");
    assertThat(firing.assessmentKey()).isEqualTo("CableTension");
    assertThat(firing.severity()).isEqualTo(Severity.CRITICAL);
    assertThat(firing.description()).startsWith("The cable of winch-3 holds 131 %");
    assertThat(firing.remediation()).isEqualTo("https://runbooks.example.org/cable-tension");
    assertThat(firing.url()).startsWith("https://prometheus.example.org/graph");
    assertThat(firing.tags()).containsEntry("team", "lifts").containsEntry("job", "winches");
    assertThat(firing.resource())
        .isEqualTo(new Resource(null, "winch-3.example.org", null, "/summit/lifts"));

    Recommendation resolved = Payloads.finding(read.get(1));
    assertThat(resolved.state()).isEqualTo(RecommendationState.HEALTHY);
    assertThat(resolved.stateChangedAt()).isEqualTo(Instant.parse("2026-02-03T06:09:30.5Z"));
    assertThat(resolved.title()).as("without a summary").isEqualTo("CableTension");
    assertThat(resolved.configurationItems()).containsExactly("2001:db8::17");
  }

  @Test
  void an_alert_keeps_itself_and_what_its_group_says_but_not_its_neighbours() {
    JsonNode raw = Json.tree(firstOf(group()).raw());

    assertThat(raw.path("fingerprint")).isEqualTo(group().at("/alerts/0/fingerprint"));
    assertThat(raw.at("/group/receiver").textValue()).isEqualTo("ropeway");
    assertThat(raw.at("/group/truncatedAlerts").intValue()).isEqualTo(3);
    assertThat(raw.path("group").has("alerts")).isFalse();
  }

  @Test
  void alerts_that_were_left_out_are_noted() {
    JsonNode group = group();
    assertThat(firstOf(group).description()).contains("truncatedAlerts");

    ((ObjectNode) group).put("truncatedAlerts", 0);
    assertThat(firstOf(group).description()).doesNotContain("truncatedAlerts");
  }

  @Test
  void grafana_names_its_graph_relative_to_itself() {
    JsonNode group = Payloads.json("alertmanager", "group-from-grafana");
    Recommendation read = firstOf(group);

    assertThat(read.url()).isEqualTo("https://graphs.example.org/?orgId=4");
    assertThat(read.title()).isEqualTo("No water since ten minutes");
    assertThat(read.assessmentKey()).isEqualTo("Snow guns are dry");
    assertThat(read.severity()).isEqualTo(Severity.MEDIUM);
    assertThat(read.configurationItems()).containsExactly("pump-2");

    Payloads.at(group, "/alerts/0").put("panelURL", "https://graphs.example.org/d/1?viewPanel=2");
    assertThat(firstOf(group).url()).endsWith("viewPanel=2");
    Payloads.at(group, "/alerts/0").put("panelURL", "").put("generatorURL", "javascript:alert(1)");
    assertThat(firstOf(group).url()).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "web-1:9100, web-1",
    "web-1, web-1",
    "192.0.2.7:443, 192.0.2.7",
    "[2001:db8::1]:9100, 2001:db8::1",
    "2001:db8::1, 2001:db8::1",
    "https://shop.example.org/health?x=1, shop.example.org",
    "https://shop.example.org:8443/health, shop.example.org",
    ":9100, :9100"
  })
  void a_target_is_known_by_its_host_without_the_port(String instance, String host) {
    JsonNode group = group();
    Payloads.at(group, "/alerts/0/labels").put("instance", instance);
    assertThat(firstOf(group).configurationItems()).containsExactly(host);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "instance=push:9091;exported_instance=batch-7.example.org;job=push | batch-7.example.org,push",
        "instance=10.0.0.9:8080;pod=ksm-0;exported_pod=pay-1 | pay-1,ksm-0,10.0.0.9",
        "instance=push:9091;exported_job=backup;job=push | backup,push",
        "instance=10.0.0.9:8080;pod=pay-1;job=pay | pay-1,10.0.0.9",
        "instance=10.0.0.9:8080;node=worker-1;pod=pay-1 | pay-1,worker-1,10.0.0.9",
        "instance=10.0.0.9:8080;deployment=pay | pay,10.0.0.9",
        "instance=10.0.0.9:8080;node=worker-1 | worker-1,10.0.0.9",
        "instance=10.0.0.9:8080;host=db-1 | db-1,10.0.0.9",
        "instance=10.0.0.9;pod=x-kube-state-metrics-0;job=kube-state-metrics;node=w-1 | w-1,10.0.0.9,x-kube-state-metrics-0",
        "instance=worker-1:9100;pod=node-exporter-x;job=node-exporter | worker-1,node-exporter-x"
      })
  void what_is_ill_goes_before_what_was_asked_for_it(String labels, String items) {
    JsonNode group = group();
    ObjectNode all = Payloads.at(group, "/alerts/0").putObject("labels").put("alertname", "a");
    for (String label : labels.split(";")) {
      all.put(label.substring(0, label.indexOf('=')), label.substring(label.indexOf('=') + 1));
    }
    assertThat(firstOf(group).configurationItems()).containsExactly(items.split(","));
    assertThat(firstOf(group).resource().name()).isEqualTo(items.split(",")[0]);
  }

  @Test
  void an_alert_of_grafana_about_a_query_is_named_by_its_rule() {
    List<Recommendation> read =
        reader.read(Payloads.json("alertmanager", "group-without-data")).stream()
            .map(Payloads::finding)
            .toList();

    assertThat(read)
        .extracting(Recommendation::title)
        .containsExactly(
            "No data for Battery low", "No data for Queue length", "The query of CPU high failed");
    assertThat(read)
        .extracting(Recommendation::assessmentKey)
        .containsExactly("Battery low", "Queue length", "CPU high");
    assertThat(read.get(0).description()).contains("no data", "not known", "Folder: Cars");
    assertThat(read.get(2).description())
        .contains("Error: timeout", "not known")
        .doesNotContain("90 %");
  }

  @ParameterizedTest
  @CsvSource({"NoData, No data for CableTension", "Error, The query of CableTension failed"})
  void an_alert_that_fires_for_want_of_data_claims_nothing_else(String reason, String title) {
    JsonNode group = group();
    Payloads.at(group, "/alerts/0/annotations").put("grafana_state_reason", reason);
    Recommendation read = firstOf(group);
    assertThat(read.title()).isEqualTo(title);
    assertThat(read.assessmentKey()).isEqualTo("CableTension");
    assertThat(read.description()).doesNotContain("131 %");
  }

  @ParameterizedTest
  @CsvSource({
    "MissingSeries, NOT_APPLICABLE",
    "Paused, NOT_APPLICABLE",
    "RuleDeleted, NOT_APPLICABLE",
    "NoData, NOT_APPLICABLE",
    "KeepLast, HEALTHY"
  })
  void an_end_that_nobody_saw_is_none_of_health(String reason, RecommendationState state) {
    JsonNode group = group();
    Payloads.at(group, "/alerts/0").put("status", "resolved");
    Payloads.at(group, "/alerts/0/annotations").put("grafana_state_reason", reason);
    assertThat(firstOf(group).state()).isEqualTo(state);
    assertThat(firstOf(group).stateReason())
        .isEqualTo(state == RecommendationState.HEALTHY ? null : reason);
  }

  @Test
  void an_exported_place_goes_before_that_of_the_exporter() {
    JsonNode group = group();
    Payloads.at(group, "/alerts/0/labels").put("exported_namespace", "payments");
    assertThat(firstOf(group).resource().scope()).isEqualTo("/summit/payments");
  }

  @ParameterizedTest
  @CsvSource({
    "critical, CRITICAL",
    "page, CRITICAL",
    "P2, HIGH",
    "error, HIGH",
    "warning, MEDIUM",
    "info, INFORMATIONAL",
    "none, INFORMATIONAL",
    "whatever, MEDIUM"
  })
  void the_label_severity_is_free_text(String label, Severity severity) {
    JsonNode group = group();
    Payloads.at(group, "/alerts/0/labels").put("severity", label);
    assertThat(firstOf(group).severity()).isEqualTo(severity);
  }

  @Test
  void an_alert_alone_fires_unless_it_says_otherwise() {
    ObjectNode alert = (ObjectNode) group().at("/alerts/0");
    alert.remove("status");
    assertThat(Payloads.only(reader.read(alert)).state()).isEqualTo(RecommendationState.UNHEALTHY);

    alert.putObject("status").put("state", "suppressed");
    assertThat(Payloads.only(reader.read(alert)).state()).isEqualTo(RecommendationState.UNHEALTHY);
  }

  @ParameterizedTest
  @CsvSource({"fingerprint, /alerts/1/fingerprint", "labels, /alerts/1/labels/alertname"})
  void what_is_missing_is_named_by_its_place(String field, String pointer) {
    JsonNode group = group();
    Payloads.at(group, "/alerts/1").remove(field);
    List<Candidate> read = reader.read(group);

    assertThat(read.get(0).isRejected()).isFalse();
    assertThat(read.get(1).rejection().pointer()).isEqualTo(pointer);
  }

  @Test
  void an_unknown_status_is_refused() {
    JsonNode group = group();
    Payloads.at(group, "/alerts/0").put("status", "dreaming");
    assertThat(reader.read(group).get(0).rejection().pointer()).isEqualTo("/alerts/0/status");
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "7", "\"text\"", "[]", "{}", "{\"alerts\":[]}", "{\"alerts\":7}"})
  void what_is_no_group_is_refused(String json) {
    assertThat(Payloads.refusal(reader.read(Json.tree(json))).pointer()).isEqualTo("/alerts");
  }

  @Test
  void texts_that_are_too_long_are_cut_and_labels_that_are_too_many_left_out() {
    JsonNode group = group();
    Payloads.at(group, "/alerts/0/annotations").put("summary", "s ".repeat(3000));
    ObjectNode labels = Payloads.at(group, "/alerts/0/labels");
    for (int i = 0; i < 300; i++) {
      labels.put("label" + i, "v".repeat(2000));
    }
    assertThat(firstOf(group).title()).hasSize(1000);
    assertThat(firstOf(group).tags()).hasSize(200);
  }

  /** Counts the fields that are walked. */
  @SuppressWarnings("unchecked") // of Jackson's own deepCopy
  private static final class Walked extends ObjectNode {
    private static final long serialVersionUID = 1L;

    private int fields;

    Walked() {
      super(JsonNodeFactory.instance);
    }

    @Override
    public Set<Map.Entry<String, JsonNode>> properties() {
      fields += size();
      return super.properties();
    }
  }

  @Test
  void what_a_group_says_is_not_multiplied_by_its_alerts() {
    Walked group = new Walked();
    IntStream.range(0, 3000).forEach(i -> group.put("k" + i, "x".repeat(50)));
    group.put("receiver", "ropeway").put("status", "firing");
    IntStream.range(0, 1000)
        .forEach(
            i ->
                group
                    .withArray("alerts")
                    .addObject()
                    .put("fingerprint", "f" + i)
                    .putObject("labels")
                    .put("alertname", "a"));

    List<Candidate> read = new AlertmanagerReader().read(group);

    assertThat(read).hasSize(1000).noneMatch(Candidate::isRejected);
    assertThat(group.fields).as("fields walked").isLessThan(10 * group.size());
    assertThat(read.stream().mapToLong(one -> one.recommendation().raw().length()).sum())
        .isLessThan(8_000_000);
  }
}
