package dev.ropeway.scenarios.workitem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import dev.ropeway.sandbox.table.Call;
import dev.ropeway.scenarios.MadeIntegration;
import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.scenarios.Scenario;
import dev.ropeway.scenarios.SettableClock;
import dev.ropeway.workitem.WorkItem;
import jakarta.inject.Inject;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every record of the tables that are named comes here, as it is there. */
@RopewayTest
class WorkItemImportTest {

  @Inject Scenario scenario;
  @Inject WorkItemsFixture items;

  @BeforeEach
  void start() {
    items.isNew();
  }

  @AfterEach
  void forget() {
    items.forget();
  }

  private String incident(String title) {
    return scenario.servicenow().insert("incident", Map.of("short_description", title));
  }

  private void incidents(int count) {
    for (int i = 0; i < count; i++) {
      incident("work " + i);
    }
  }

  private void isEqual(String table) {
    assertThat(items.stored(WorkItemsFixture.COMPARED))
        .isEqualTo(WorkItemsFixture.there(table, WorkItemsFixture.COMPARED));
  }

  private List<String> queries(String table) {
    return scenario.servicenow().calls().stream()
        .filter(call -> table.equals(call.table()) && call.query() != null)
        .map(Call::query)
        .map(query -> URLDecoder.decode(query, StandardCharsets.UTF_8))
        .filter(query -> query.contains("sysparm_display_value=all"))
        .toList();
  }

  @Test
  void records_that_were_there_and_records_that_come_are_imported_as_they_are() {
    incidents(7);
    SettableClock.advance(Duration.ofMinutes(10));
    items.imports(3, "incident");
    items.polls();
    assertThat(items.all()).isEmpty();

    items.backfills();
    assertThat(items.all()).hasSize(7);
    isEqual("incident");

    String later = incident("later");
    scenario.servicenow().update("incident", later, Map.of("state", "2"), "ada.fulmer");
    items.polls();
    assertThat(items.all()).hasSize(8);
    isEqual("incident");
  }

  @Test
  void names_and_labels_come_with_the_values_in_one_call_and_times_are_utc() {
    String ada =
        scenario.servicenow().rows("sys_user").stream()
            .filter(row -> row.get("user_name").equals("ada.fulmer"))
            .findFirst()
            .orElseThrow()
            .get("sys_id");
    String network =
        scenario.servicenow().rows("sys_user_group").stream()
            .filter(row -> row.get("name").equals("Network"))
            .findFirst()
            .orElseThrow()
            .get("sys_id");
    scenario
        .servicenow()
        .insert(
            "change_request",
            Map.of(
                "short_description",
                "Move the gondola",
                "assigned_to",
                ada,
                "assignment_group",
                network,
                "requested_by",
                ada,
                "start_date",
                "2026-07-01 22:30:00",
                "state",
                "-4"));
    SettableClock.advance(Duration.ofMinutes(10));
    items.imports(50, "change_request");
    items.polls();
    long before = scenario.servicenow().calls().size();
    items.backfills();

    // A page and the empty one behind it.
    assertThat(scenario.servicenow().calls()).hasSize((int) before + 2);
    WorkItem change = items.all().get(0);
    assertThat(change.assignedTo()).isEqualTo("Ada Fulmer");
    assertThat(change.assignmentGroup()).isEqualTo("Network");
    assertThat(change.state()).isEqualTo("-4");
    assertThat(change.stateLabel()).isEqualTo("Assess");
    assertThat(change.fields().get("requested_by"))
        .isEqualTo(new WorkItem.Shown(ada, "Ada Fulmer"));
    // The integration user's zone is US/Pacific, and so is what it is shown.
    assertThat(change.fields().get("start_date").value()).isEqualTo("2026-07-01 22:30:00");
    assertThat(change.fields().get("start_date").label()).isNotEqualTo("2026-07-01 22:30:00");
    assertThat(change.ours()).isFalse();
  }

  @Test
  void what_ropeway_made_is_told_from_what_others_made() {
    scenario.hasTicket("r1");
    incident("of a person");
    items.imports(50, "incident");
    items.polls();

    assertThat(items.all())
        .extracting(WorkItem::shortDescription, WorkItem::ours)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple("[High] MFA should be enabled", true),
            org.assertj.core.groups.Tuple.tuple("of a person", false));
  }

  @Test
  void a_backfill_is_newest_first_and_ends_with_the_days_that_are_wanted() {
    incidents(3);
    SettableClock.advance(Duration.ofDays(31));
    String middle = incident("middle");
    SettableClock.advance(Duration.ofDays(1));
    String newest = incident("newest");
    SettableClock.advance(Duration.ofMinutes(10));
    items.imports(1, "incident");
    items.polls();
    items.backfills();
    assertThat(items.all()).extracting(WorkItem::sysId).containsExactly(newest, middle);
    List<String> backfill =
        queries("incident").stream().filter(query -> query.contains("ORDERBYDESC")).toList();
    assertThat(backfill.get(0)).contains("ORDERBYDESCsys_updated_on^ORDERBYDESCsys_id");
    assertThat(backfill.get(1)).contains("sys_id<" + newest);

    // More days are read on from where fewer ended.
    MadeIntegration.basic(WorkItemsFixture.settings(10, 120, "incident")).statusCode(200);
    int before = queries("incident").size();
    items.backfills();
    assertThat(items.all()).hasSize(5);
    isEqual("incident");
    assertThat(queries("incident")).hasSize(before + 2);
    items.backfills();
    assertThat(queries("incident")).hasSize(before + 2);
  }

  @Test
  void tables_take_turns_so_that_each_is_useful_soon() {
    incidents(4);
    for (int i = 0; i < 4; i++) {
      scenario.servicenow().insert("change_request", Map.of("short_description", "change " + i));
    }
    SettableClock.advance(Duration.ofMinutes(10));
    items.imports(2, "incident", "change_request");
    items.polls();
    int before = scenario.servicenow().calls().size();
    items.backfills();

    List<String> tables =
        scenario.servicenow().calls().stream().skip(before).map(Call::table).toList();
    assertThat(tables).startsWith("incident", "change_request", "incident", "change_request");
    assertThat(items.all()).hasSize(8);
  }

  @Test
  void a_thousand_changes_of_one_second_are_imported_once_each() {
    items.imports(50, "incident");
    items.polls();
    // Rows of one second lie on several pages.
    incidents(130);
    items.polls();
    assertThat(items.all()).hasSize(130);
    isEqual("incident");
  }

  @Test
  void an_idle_poll_is_one_call_for_each_table() {
    incidents(5);
    items.imports(50, "incident", "change_request");
    items.polls();
    items.backfills();
    SettableClock.advance(Duration.ofMinutes(10));
    items.polls();
    int before = scenario.servicenow().calls().size();
    SettableClock.advance(Duration.ofMinutes(10));
    items.polls();
    items.backfills();

    assertThat(scenario.servicenow().calls()).hasSize(before + 2);
  }

  @Test
  void whatever_is_asked_is_ordered_by_what_is_indexed() {
    incidents(5);
    items.imports(2, "incident");
    items.polls();
    items.backfills();
    items.checks();

    assertThat(queries("incident"))
        .hasSizeGreaterThan(5)
        .allSatisfy(
            query -> {
              Set<String> orders =
                  java.util.regex.Pattern.compile("ORDERBY(?:DESC)?([a-z_]+)")
                      .matcher(query)
                      .results()
                      .map(found -> found.group(1))
                      .collect(Collectors.toSet());
              assertThat(Set.of("sys_updated_on", "sys_id")).containsAll(orders);
            });
  }

  @Test
  void an_older_version_never_takes_the_place_of_a_newer_one() {
    String id = incident("first");
    items.imports(50, "incident");
    items.polls();
    scenario.run(
        "update work_item set mod_count = 99, number = 'newer' where sys_id = '" + id + "'");
    items.polls();

    assertThat(items.all().get(0).number()).isEqualTo("newer");
  }

  @Test
  void another_instance_behind_the_same_name_is_imported_anew() {
    incidents(2);
    items.imports(50, "incident");
    items.polls();
    scenario.run("update work_item_cursor set instance = 'https://other.example.com'");
    scenario.run("update work_item set number = 'of the other'");
    items.polls();

    assertThat(items.all()).extracting(WorkItem::number).hasSize(2).doesNotContain("of the other");
  }

  @Test
  void nothing_is_left_of_an_integration_that_is_deleted() {
    incidents(2);
    items.imports(50, "incident");
    items.polls();
    assertThat(items.all()).hasSize(2);
    MadeIntegration.isGone(scenario);

    assertThat(items.all()).isEmpty();
    assertThat(scenario.count("select count(*) from work_item_cursor%s", "")).isZero();
  }

  @Test
  void without_types_nothing_is_read() {
    incidents(2);
    items.imports(3);
    long before = items.lists("incident");

    items.polls();
    items.backfills();
    items.checks();

    assertThat(items.lists("incident")).isEqualTo(before);
    assertThat(items.all()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'types':['incidnt']              | did you mean incident",
        "'types':['alert']                | must contain only ticket types whose tables extend task",
        "'types':['change_request','standard_change'] | they have one table",
        "'types':['Incident']             | /workItems/types",
        "'lookBackDays':121               | /workItems/lookBackDays",
        "'cron':'every day'               | /workItems/cron"
      })
  void settings_that_mean_nothing_are_refused(String setting, String complaint) {
    MadeIntegration.basic("\"workItems\":{" + setting.replace('\'', '"') + "}")
        .statusCode(400)
        .body(containsString(complaint.strip()));
  }
}
