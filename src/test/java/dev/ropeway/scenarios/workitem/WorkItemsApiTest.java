package dev.ropeway.scenarios.workitem;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.scenarios.Scenario;
import dev.ropeway.scenarios.SettableClock;
import dev.ropeway.scenarios.TestEnvironment;
import dev.ropeway.store.Json;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Imported records are found, counted and given out as lines, for programs that knew ITSMC too. */
@RopewayTest
class WorkItemsApiTest {

  private static final String NDJSON = "application/x-ndjson";

  @Inject Scenario scenario;
  @Inject WorkItemsFixture items;

  private String first;

  @BeforeEach
  void start() {
    items.isNew();
  }

  @AfterEach
  void forget() {
    items.forget();
  }

  private String sysId(String table, String column, String value) {
    return scenario.servicenow().rows(table).stream()
        .filter(row -> row.get(column).equals(value))
        .findFirst()
        .orElseThrow()
        .get("sys_id");
  }

  private void areImported() {
    String ada = sysId("sys_user", "user_name", "ada.fulmer");
    String network = sysId("sys_user_group", "name", "Network");
    String item = sysId("cmdb_ci_linux_server", "name", "db-7");
    first =
        scenario
            .servicenow()
            .insert(
                "incident",
                Map.of(
                    "short_description",
                    "Gondola stops at host-00042.example.com",
                    "description",
                    "It stops.",
                    "assigned_to",
                    ada,
                    "assignment_group",
                    network,
                    "cmdb_ci",
                    item,
                    "state",
                    "2",
                    "impact",
                    "1",
                    "urgency",
                    "1",
                    "contact_type",
                    "phone",
                    "opened_by",
                    ada));
    SettableClock.advance(Duration.ofMinutes(1));
    String done =
        scenario.servicenow().insert("incident", Map.of("short_description", "Ticket machine"));
    scenario
        .servicenow()
        .update(
            "incident",
            done,
            Map.of("state", "7", "close_code", "Duplicate", "close_notes", "x"),
            "ada.fulmer");
    SettableClock.advance(Duration.ofMinutes(1));
    scenario
        .servicenow()
        .insert(
            "change_request",
            Map.of(
                "short_description",
                "Move the mast",
                "requested_by",
                ada,
                "start_date",
                "2026-07-01 22:30:00",
                "type",
                "normal",
                "risk",
                "3"));
    SettableClock.advance(Duration.ofMinutes(10));
    items.imports(50, "incident", "change_request");
    items.polls();
    items.backfills();
  }

  private static List<String> titles(String query) {
    return WorkItemsFixture.shows(query).getList("items.shortDescription");
  }

  @Test
  void each_filter_takes_what_it_says() {
    areImported();
    String gondola = "Gondola stops at host-00042.example.com";
    assertThat(titles("")).containsExactly("Move the mast", "Ticket machine", gondola);
    assertThat(titles("?integration=made")).hasSize(3);
    assertThat(titles("?integration=snow")).isEmpty();
    assertThat(titles("?type=change_request")).containsExactly("Move the mast");
    assertThat(titles("?state=2")).containsExactly(gondola);
    assertThat(titles("?state=in progress")).containsExactly(gondola);
    assertThat(titles("?active=false")).containsExactly("Ticket machine");
    assertThat(titles("?priority=1")).containsExactly(gondola);
    assertThat(titles("?priority=1 - critical")).containsExactly(gondola);
    assertThat(titles("?assignedTo=ada fulmer")).containsExactly(gondola);
    assertThat(titles("?assignmentGroup=network")).containsExactly(gondola);
    assertThat(titles("?configurationItem=DB-7")).containsExactly(gondola);
    assertThat(titles("?text=gond")).containsExactly(gondola);
    assertThat(titles("?text=host-00042.exam")).containsExactly(gondola);
    assertThat(titles("?text=mast move")).containsExactly("Move the mast");
    assertThat(titles("?text=' | !")).isEmpty();
    assertThat(titles("?ours=true")).isEmpty();
    assertThat(titles("?ours=false&gone=false")).hasSize(3);
    String middle = WorkItemsFixture.shows("").getString("items[1].createdAt");
    assertThat(titles("?createdAfter=" + middle)).containsExactly("Move the mast");
    assertThat(titles("?createdBefore=" + middle)).containsExactly(gondola);
    assertThat(titles("?updatedAfter=" + middle)).containsExactly("Move the mast");
    assertThat(titles("?updatedBefore=" + middle)).containsExactly(gondola);
  }

  @Test
  void pages_have_each_record_once_and_the_last_created_first() {
    generated(25, 200);
    List<String> seen = new ArrayList<>();
    String next = "";
    while (next != null) {
      JsonPath page =
          WorkItemsFixture.shows("?limit=7" + (next.isEmpty() ? "" : "&cursor=" + next));
      seen.addAll(page.getList("items.number"));
      next = page.getString("next");
    }

    assertThat(seen).hasSize(25).doesNotHaveDuplicates();
    assertThat(seen).isSortedAccordingTo(java.util.Comparator.reverseOrder());
  }

  @Test
  void one_record_is_shown_with_every_column_that_was_read() {
    areImported();
    JsonPath shown = WorkItemsFixture.shows("/made/incident/" + first);
    assertThat(shown.getString("description")).isEqualTo("It stops.");
    assertThat(shown.getString("stateLabel")).isEqualTo("In Progress");
    assertThat(shown.getString("assignedTo")).isEqualTo("Ada Fulmer");
    assertThat(shown.getString("fields.contact_type.value")).isEqualTo("phone");
    assertThat(shown.getString("fields.contact_type.label")).isEqualTo("Phone");
    assertThat(shown.getString("url")).contains("incident").contains(first);
    Scenario.caller().get(WorkItemsFixture.URL + "/made/problem/" + first).then().statusCode(404);
    Scenario.caller().get(WorkItemsFixture.URL + "/made/incident/none").then().statusCode(404);
  }

  @Test
  void itsmc_finds_its_columns() {
    areImported();
    JsonPath rows = WorkItemsFixture.shows("?columns=itsmc");
    Map<String, String> incident = rows.getMap("items[2]");
    assertThat(incident)
        .containsEntry("ServiceDeskConnectionName_s", "made")
        .containsEntry("ServiceDeskWorkItemType_s", "Incident")
        .containsEntry("IncidentState_s", "In Progress")
        .containsEntry("Urgency_s", "1 - High")
        .containsEntry("Priority_s", "1 - Critical")
        .containsEntry("CreatedBy_s", "Ada Fulmer")
        .containsEntry("Source_s", "Phone")
        .containsEntry("AssignedTo_s", "Ada Fulmer")
        .containsEntry("Description_s", "It stops.")
        .containsEntry("Computer", "db-7")
        .containsKeys(
            "ServiceDeskId_s", "Title_s", "Category_s", "CreatedDate_t", "LastModifiedDate_t");
    Map<String, String> changed = rows.getMap("items[0]");
    assertThat(changed)
        .containsEntry("ServiceDeskWorkItemType_s", "ChangeRequest")
        .containsEntry("CreatedBy_s", "Ada Fulmer")
        .containsEntry("PlannedStartDate_t", "2026-07-01T22:30:00Z")
        .containsKeys("CRState_s", "Type_s", "Risk_s")
        .doesNotContainKey("IncidentState_s");
  }

  @Test
  void the_summary_counts_what_is_open_and_says_how_imports_stand() {
    areImported();
    JsonPath summary = WorkItemsFixture.shows("/summary?days=2");
    assertThat(summary.getList("open.count", Integer.class)).containsExactlyInAnyOrder(1, 1);
    assertThat(summary.getString("open.find { it.type == 'incident' }.stateLabel"))
        .isEqualTo("In Progress");
    assertThat(summary.getInt("perDay.findAll { it.type == 'incident' }.sum { it.created }"))
        .isEqualTo(2);
    assertThat(summary.getInt("perDay.findAll { it.type == 'incident' }.sum { it.closed }"))
        .isEqualTo(1);
    assertThat(summary.getString("configurationItems[0].name")).isEqualTo("db-7");
    assertThat(summary.getString("assignmentGroups[0].name")).isEqualTo("Network");
    assertThat(summary.getString("oldestOpen.sysId")).isEqualTo(first);
    assertThat(summary.getList("imports.type")).containsExactly("change_request", "incident");
    assertThat(summary.getList("imports.complete")).containsExactly(true, true);
    assertThat(Instant.parse(summary.getString("imports[0].lastSync"))).isNotNull();
    assertThat(WorkItemsFixture.shows("/summary?type=change_request").getList("open")).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "?type=incidnt       | did you mean incident",
        "?columns=csv        | must be one of itsmc",
        "?active=yes         | must be true or false",
        "?createdAfter=today | must be a date and time",
        "?limit=0            | must be a whole number",
        "?cursor=abc         | must be the value of next",
        "?status=open        | is unknown",
        "/summary?days=0     | must be a whole number from 1 to 400",
        "/summary?days=x     | must be a whole number"
      })
  void what_cannot_be_meant_is_refused(String query, String complaint) {
    Scenario.caller()
        .get(WorkItemsFixture.URL + query)
        .then()
        .statusCode(400)
        .body("detail", containsString(complaint));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/summary", "/made/incident/x"})
  void who_only_posts_events_reads_nothing(String path) {
    given()
        .header("X-API-Key", "producer-key-for-these-tests")
        .get(WorkItemsFixture.URL + path)
        .then()
        .statusCode(403);
  }

  private List<Map<String, Object>> lines(String query) {
    String body =
        Scenario.caller()
            .accept(NDJSON)
            .get(WorkItemsFixture.URL + query)
            .then()
            .statusCode(200)
            .contentType(equalTo(NDJSON))
            .extract()
            .asString();
    return body.lines().map(line -> JsonPath.from(line).<Map<String, Object>>get("$")).toList();
  }

  @Test
  void lines_are_everything_that_matches_as_lists_show_it() {
    areImported();
    assertThat(lines("")).isEqualTo(WorkItemsFixture.shows("").getList("items"));
    assertThat(lines("?columns=itsmc&type=incident"))
        .isEqualTo(WorkItemsFixture.shows("?columns=itsmc&type=incident").getList("items"));
    assertThat(lines("?text=nothing")).isEmpty();
    Scenario.caller()
        .accept(NDJSON)
        .get(WorkItemsFixture.URL + "?cursor=abc")
        .then()
        .statusCode(400)
        .body("detail", containsString("must be left out"));
  }

  @Test
  void lines_have_more_records_than_a_page_each_once() {
    generated(2600, 10);
    assertThat(lines("").stream().map(line -> line.get("number")))
        .hasSize(2600)
        .doesNotHaveDuplicates();
  }

  /** Rows that were made by a generator, in a table of their own type. */
  private void generated(int count, int titleLength) {
    scenario.run(
        """
        insert into work_item (integration, type, sys_id, created_on, number, state, active, updated_on, mod_count, ours, fields,
          short_description)
        select 'made', 'incident', md5(cast(i as text)), timestamptz '2026-06-01Z' + i * interval '1 second',
          'INC' || lpad(cast(i as text), 7, '0'), '1', true, now(), 0, false, '{}', repeat('x', %d)
        from generate_series(1, %d) as i"""
            .formatted(titleLength, count));
  }

  private static InputStream opened() {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create("http://localhost:" + RestAssured.port + WorkItemsFixture.URL))
            .header("X-API-Key", TestEnvironment.KEY)
            .header("Accept", NDJSON)
            .build();
    try {
      return HttpClient.newHttpClient().send(request, BodyHandlers.ofInputStream()).body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Had they been in memory all at once, what is deleted meanwhile would still come. */
  @Test
  void lines_are_read_from_the_store_while_they_are_written() throws IOException {
    generated(40_000, 900);
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(opened(), StandardCharsets.UTF_8))) {
      assertThat(Json.tree(lines.readLine()).path("number").asText()).isEqualTo("INC0040000");
      scenario.run("truncate work_item");
      try (Stream<String> rest = lines.lines()) {
        assertThat(rest.count()).isLessThan(20_000);
      }
    }
  }

  @Test
  void an_answer_that_cannot_be_completed_does_not_look_complete() throws IOException {
    generated(40_000, 900);
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(opened(), StandardCharsets.UTF_8))) {
      lines.readLine();
      scenario.run("alter table work_item rename to work_item_away");
      assertThatThrownBy(
              () -> {
                while (lines.readLine() != null) {
                  // To the end.
                }
              })
          .isInstanceOf(IOException.class);
    } finally {
      scenario.run("alter table work_item_away rename to work_item");
    }
  }
}
