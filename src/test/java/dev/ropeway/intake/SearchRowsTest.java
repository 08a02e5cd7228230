package dev.ropeway.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ropeway.correlation.Candidate;
import dev.ropeway.correlation.Candidate.Row;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.store.Json;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a log alert found, row by row (E24, E74). */
class SearchRowsTest {

  private static final AzureMonitorReader READER = new AzureMonitorReader();

  private static List<Row> rows(JsonNode event) {
    return READER.read(event).get(0).rows().first(1000);
  }

  private static ObjectNode alert(String tables) {
    ObjectNode event = (ObjectNode) Payloads.json("azure-monitor", "log-v1-fired");
    ((ObjectNode) event.at("/data/alertContext"))
        .putObject("SearchResults")
        .set("tables", Json.tree(tables));
    return event;
  }

  private static final String TABLE =
      """
      [{"name":"PrimaryResult",
        "columns":[{"name":"TimeGenerated","type":"datetime"},{"name":"Computer","type":"string"},
                   {"name":"EventID","type":"int"},{"name":"count_","type":"long"}],
        "rows":[["2026-03-01T10:00:00Z","lift-1",4625,12],["2026-03-01T10:05:00Z","lift-2",4625,3],
                ["2026-03-01T10:10:00Z","lift-1",4625,9]]}]
      """;

  @Test
  void rows_are_told_apart_by_what_they_are_and_not_by_when_and_how_much() {
    List<Row> rows = rows(alert(TABLE));

    assertThat(rows).extracting(Row::name).containsExactly("lift-1, 4625", "lift-2, 4625");
    assertThat(rows).extracting(Row::item).containsExactly("lift-1", "lift-2");
    assertThat(rows.get(0).text())
        .isEqualTo(
            "TimeGenerated: 2026-03-01T10:00:00Z\nComputer: lift-1\nEventID: 4625\ncount_: 12");
  }

  @Test
  void the_next_alert_of_the_rule_finds_the_same_rows_again_and_another_rule_does_not() {
    List<String> ids = rows(alert(TABLE)).stream().map(Row::id).toList();

    ObjectNode next = alert(TABLE.replace("10:00:00Z", "11:00:00Z").replace(",12]", ",99]"));
    ((ObjectNode) next.at("/data/essentials")).put("alertId", "/subscriptions/x/alerts/next");
    assertThat(rows(next)).extracting(Row::id).containsExactlyElementsOf(ids);
    assertThat(ids).allMatch(Recommendation::isKey);

    ((ObjectNode) next.at("/data/essentials")).put("alertRule", "another rule");
    assertThat(rows(next)).extracting(Row::id).doesNotContainAnyElementsOf(ids);
  }

  @Test
  void a_newer_log_alert_and_one_that_measures_have_a_row_for_their_dimensions() {
    assertThat(rows(Payloads.json("azure-monitor", "log-v2-fired"))).hasSize(1);
    assertThat(rows(Payloads.json("azure-monitor", "log-v1-with-dimensions")))
        .extracting(Row::text)
        .containsExactly("ClientIP: 198.51.100.7");
  }

  @Test
  void an_alert_without_its_results_has_no_rows_and_other_alerts_have_none() {
    assertThat(rows(alert("[]"))).isEmpty();
    assertThat(READER.read(Payloads.json("azure-monitor", "metric-fired")))
        .extracting(Candidate::rows)
        .containsOnlyNulls();
  }

  @Test
  void only_as_many_are_read_as_are_wanted_and_odd_tables_hurt_nobody() {
    ObjectNode event = alert(TABLE);
    ArrayNode rows = (ArrayNode) event.at("/data/alertContext/SearchResults/tables/0/rows");
    IntStream.range(0, 5000).forEach(i -> rows.addArray().add("t").add("pc-" + i).add(i).add(1));
    assertThat(READER.read(event).get(0).rows().first(501)).hasSize(501);

    assertThat(rows(alert("[{\"columns\":[{\"name\":null},{}],\"rows\":[[1,2,3],7,null,{}]}]")))
        .isEmpty();
    assertThat(
            rows(
                alert(
                    "[{\"columns\":[{\"name\":\"%s\"}],\"rows\":[[\"%s\"]]}]"
                        .formatted("c".repeat(9999), "v".repeat(9999)))))
        .allMatch(row -> row.text().length() < 600 && row.name().length() <= 100);
  }
}
