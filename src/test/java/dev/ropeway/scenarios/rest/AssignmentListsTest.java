package dev.ropeway.scenarios.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.scenarios.Scenario;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Lists of assignments: filters, orders, both directions, and everything at once. */
@RopewayTest
class AssignmentListsTest {

  private static final String URL = "/api/v1/assignments";

  @Inject Scenario scenario;

  private final Map<String, UUID> made = new HashMap<>();

  @BeforeEach
  void start() {
    scenario.isNew();
  }

  /** Six that differ in everything that a list is sorted by, with equal ones among them. */
  private void six() {
    String[] rows = {
      "a|critical|ben|10|3", "b|low||5|1", "c|high|Ada|10|2",
      "d|critical|ada||6", "e|informational|zoe|1|5", "f|medium|ben||4"
    };
    for (String row : rows) {
      String[] parts = row.split("\\|");
      UUID id =
          new ListsFixture(scenario)
              .has(
                  parts[0],
                  parts[1],
                  "",
                  """
                  assigned_to = nullif('%s', ''), terms = jsonb_build_object('dueDate', timestamptz '2026-01-01Z' + nullif('%2$s', '')::int * interval '1 day'),
                  due_at = timestamptz '2026-01-01Z' + nullif('%2$s', '')::int * interval '1 day',
                  updated_at = timestamptz '2026-02-01Z' + %3$s * interval '1 day'"""
                      .formatted(parts[2], parts[3], parts[4]));
      made.put(parts[0], id);
    }
  }

  private static Response get(String query) {
    return Scenario.caller().urlEncodingEnabled(false).get(URL + query);
  }

  private static JsonPath page(String query) {
    return get(query).then().statusCode(200).extract().jsonPath();
  }

  private static String names(JsonPath page) {
    return String.join("", page.<String>getList("items.recommendation.id"));
  }

  @Test
  void a_list_has_each_order_in_both_directions_page_by_page() {
    six();
    Map.of(
            "-created",
            "fedcba",
            "created",
            "abcdef",
            "-severity",
            "dacfbe",
            "severity",
            "ebfcad",
            "due",
            "ebacdf",
            "-due",
            "fdcabe",
            "updated",
            "bcafed",
            "-updated",
            "defacb",
            "owner",
            "bcdafe",
            "-owner",
            "efadcb")
        .forEach(AssignmentListsTest::isReadBothWays);
  }

  private static void isReadBothWays(String sort, String expected) {
    assertThat(names(page("?sort=" + sort))).isEqualTo(expected);

    List<String> forth = new ArrayList<>();
    JsonPath page = page("?limit=2&sort=" + sort);
    assertThat(page.getString("previous")).isNull();
    String last = null;
    while (true) {
      forth.add(names(page));
      last = page.getString("previous");
      if (page.getString("next") == null) {
        break;
      }
      page = page("?limit=2&sort=" + sort + "&cursor=" + page.getString("next"));
    }
    assertThat(String.join("", forth)).isEqualTo(expected);

    List<String> back = new ArrayList<>(List.of(forth.get(2)));
    while (last != null) {
      page = page("?limit=2&sort=" + sort + "&cursor=" + last);
      assertThat(page.getString("next")).isNotNull();
      back.add(names(page));
      last = page.getString("previous");
    }
    Collections.reverse(back);
    assertThat(back).isEqualTo(forth);
  }

  @Test
  void a_list_without_an_order_is_newest_first_and_takes_cursors_of_the_version_before() {
    six();
    JsonPath first = page("?limit=4");
    assertThat(names(first)).isEqualTo("fedc");
    String former =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(first.getString("items[3].id").getBytes());
    assertThat(first.getString("next")).isEqualTo(former);
    assertThat(names(page("?cursor=" + former))).isEqualTo("ba");
  }

  @Test
  void what_cannot_be_meant_is_refused() {
    six();
    String cursor = page("?limit=2&sort=owner").getString("next");
    Map.of(
            "sort=colour",
            "must be one of created, -created, due, -due",
            "sort=serverity",
            "did you mean -severity?",
            "dueAfter=yesterday",
            "must be a date and time",
            "cursor=abc",
            "must be the value of next",
            "sort=due&cursor=" + cursor,
            "is of another order",
            "colour=red",
            "assignmentGroup")
        .forEach(
            (query, complaint) ->
                get("?" + query).then().statusCode(400).body("detail", containsString(complaint)));
  }

  @Test
  void a_cursor_that_somebody_wrote_is_refused() {
    for (String place :
        List.of(
            "due after 01a1fcb3-4c7e-7d21-9a0e-2f6b8c1d5e93 soon",
            "due after 01a1fcb3-4c7e-7d21-9a0e-2f6b8c1d5e93 +99999-01-01T00:00:00Z",
            "severity after 01a1fcb3-4c7e-7d21-9a0e-2f6b8c1d5e93 high",
            "owner after 01a1fcb3-4c7e-7d21-9a0e-2f6b8c1d5e93 a\0b",
            "owner beside 01a1fcb3-4c7e-7d21-9a0e-2f6b8c1d5e93 ada",
            "owner after nobody ada")) {
      String cursor = Base64.getUrlEncoder().withoutPadding().encodeToString(place.getBytes());
      assertThat(get("?sort=" + place.split(" ")[0] + "&cursor=" + cursor).statusCode())
          .as(place)
          .isEqualTo(400);
    }
  }

  private static final String[] FILTERS = {
    "assignedTo=ADA, dc",
    "assignedTo=none, b",
    "assignmentGroup=none, fedcba",
    "dueBefore=2026-01-06T00:00:01Z, eb",
    "dueAfter=2026-01-06T00:00:00Z, fdca",
    "dueAfter=2026-01-02T00:00:00Z&dueBefore=2026-01-11T00:00:00Z, b",
    "createdBefore=2020-01-01T00:00:00Z, ''",
    "createdAfter=2020-01-01T00:00:00Z, fedcba",
    "severity=critical, da",
    "severity=informational, e",
    "source=Microsoft, fedcba",
    "source=defender, ''",
    "category=compute, ''",
    "overdue=true&sort=due, ebac",
    "held=true, ''",
    "rule=nothing, ''"
  };

  @Test
  void filters_narrow_a_list() {
    six();
    all(FILTERS, query -> names(page("?" + query)));
  }

  @Test
  void what_is_closed_is_found_by_when_it_was() {
    six();
    scenario.run("update assignment set created_at = timestamptz '2026-01-01Z'");
    scenario.run(
        "update assignment set ended_at = timestamptz '2026-01-08Z', status = case when id = '%1$s' then 'closed' else 'withdrawn' end where id in ('%1$s', '%2$s')"
            .formatted(made.get("c"), made.get("d")));
    String[] rows = {
      "closedAfter=2020-01-01T00:00:00Z, c",
      "closedAfter=2026-01-08T00:00:00Z, ''",
      "closedBefore=2026-01-08T00:00:01Z, c",
      "closedBefore=2026-01-08T00:00:00Z, ''",
      "closedAfter=2020-01-01T00:00:00Z&status=open, ''"
    };
    all(rows, query -> names(page("?" + query)));
  }

  /** Each row is a query, and what is read for it. */
  private static void all(String[] rows, Function<String, String> reads) {
    for (String row : rows) {
      int comma = row.indexOf(", ");
      String expected = row.substring(comma + 2).replace("'", "");
      assertThat(reads.apply(row.substring(0, comma))).as(row).isEqualTo(expected);
    }
  }

  @Test
  void a_ticket_in_a_group_is_found_by_it_and_not_by_the_wanted_one() {
    six();
    scenario.run(
        "update assignment set ticket_group = 'Lift Team', terms = terms || '{\"assignmentGroup\":\"Hut Team\"}' where id = '"
            + made.get("a")
            + "'");
    scenario.run(
        "update assignment set ticket_group = null, terms = terms || '{\"assignmentGroup\":\"Hut Team\"}' where id = '"
            + made.get("b")
            + "'");
    assertThat(names(page("?assignmentGroup=lift%20team"))).isEqualTo("a");
    assertThat(names(page("?assignmentGroup=hut%20team"))).isEqualTo("b");
    assertThat(names(page("?assignmentGroup=none"))).isEqualTo("fedc");
  }

  private static final String[] TEXTS = {
    "mast%20gondola, m",
    "GONDOLA, cm",
    "cable%20gondola%20hut-7, c",
    "ada%20gondola%20hut, c",
    "gondola%20ada%20lift, ''",
    "gon, cm",
    "gon%20mast, ''",
    "huts, c",
    "%27%20%7C%20%21, ''",
    "inc0010001%20mast, m",
    "inc0010001%20cable, ''"
  };

  @Test
  void every_word_is_found_in_any_order_wherever_it_stands() {
    new ListsFixture(scenario)
        .has(
            "c",
            "low",
            "{\"title\":\"Gondola cable\",\"resource\":{\"id\":\"/huts/7\",\"name\":\"Hut-7.example.com\"}}",
            "assigned_to = 'ada.fulmer'");
    new ListsFixture(scenario)
        .has("m", "low", "{\"title\":\"Move the gondola mast\"}", "ticket_number = 'INC0010001'");
    all(TEXTS, text -> names(page("?sort=created&text=" + text)));
  }

  private static Response streamed(String type, String query) {
    return Scenario.caller().accept(type).urlEncodingEnabled(false).get(URL + query);
  }

  @Test
  void lines_are_everything_that_matches_as_lists_show_it() {
    six();
    List<Object> lines =
        streamed("application/x-ndjson", "?severity=critical&sort=created&limit=1")
            .then()
            .statusCode(200)
            .contentType("application/x-ndjson")
            .extract()
            .asString()
            .lines()
            .<Object>map(line -> JsonPath.from(line).get("$"))
            .toList();
    assertThat(lines).isEqualTo(page("?severity=critical&sort=created").getList("items"));
    assertThat(lines).hasSize(2);
    streamed("application/x-ndjson", "?cursor=abc")
        .then()
        .statusCode(400)
        .body("detail", containsString("must be left out"));
    assertThat(streamed("application/x-ndjson", "?text=nothing").asString()).isEmpty();
  }

  @Test
  void csv_is_everything_that_matches_without_formulas() {
    six();
    scenario.run(
        "update assignment set assigned_to = '=HYPERLINK(\"http://x\",\"y\")' where id = '"
            + made.get("a")
            + "'");
    String body =
        streamed("text/csv", "?sort=created")
            .then()
            .statusCode(200)
            .contentType(startsWith("text/csv"))
            .extract()
            .asString();
    assertThat(body)
        .startsWith("id,status,severity,title,recommendation,resource,resource id,category,source,")
        .contains(",\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\",")
        .endsWith("\r\n");
    List<String> rows = body.lines().toList();
    assertThat(rows).hasSize(7);
    assertThat(rows.get(2))
        .startsWith(
            made.get("b")
                + ",open,low,MFA should be enabled,b,,,,microsoft,snow,incident,,,,,,all,");
    assertThat(rows.get(2)).contains(",2026-01-06T00:00:00Z,true,");
  }

  @Test
  void streams_have_more_than_a_page_each_once() {
    // A delivery under way would move it between the pages of an order by change.
    scenario.hasTicket("one");
    scenario.run(
        """
        insert into recommendation (key, id, state, state_changed_at, occurred_at, fingerprint, matched, document, created_at, updated_at)
        select sha256(('r' || n)::bytea), 'r' || n, state, state_changed_at, occurred_at, fingerprint, matched,
          document || jsonb_build_object('id', 'r' || n), created_at, updated_at
        from recommendation, generate_series(1, 1200) n""");
    scenario.run(
        """
        insert into assignment (id, recommendation_key, status, integration, ticket_type, rule, severity, terms, created_at, updated_at)
        select gen_random_uuid(), key, 'closed', 'snow', 'incident', 'all', 'high', '{}', created_at, updated_at
        from recommendation where id like 'r%'""");
    String lines = streamed("application/x-ndjson", "?sort=-updated").asString();
    assertThat(lines.lines().map(line -> JsonPath.from(line).getString("id")))
        .hasSize(1201)
        .doesNotHaveDuplicates();
    assertThat(streamed("text/csv", "?status=closed").asString().lines()).hasSize(1201);
  }

  @Test
  void retries_and_releases_take_the_same_filter() {
    six();
    scenario.run("update assignment set status = 'parked', next_delivery_at = null");
    Scenario.caller()
        .post(URL + "/retry?assignedTo=none&source=microsoft&text=mfa")
        .then()
        .statusCode(200)
        .body("retried", equalTo(1));
    Scenario.caller().post(URL + "/release?dueBefore=2020-01-01T00:00:00Z").then().statusCode(200);
  }

  @Test
  void a_page_that_is_empty_has_no_neighbours() {
    Scenario.caller()
        .get(URL)
        .then()
        .body("items", hasSize(0))
        .body("next", nullValue())
        .body("previous", nullValue());
  }
}
