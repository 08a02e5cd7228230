package dev.ropeway.scenarios.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.oneOf;
import static org.hamcrest.Matchers.startsWith;

import dev.ropeway.sandbox.faults.FaultKind;
import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.scenarios.Scenario;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages by which people watch assignments. */
@RopewayTest
class ConsolePagesTest {

  @Inject Scenario scenario;

  @BeforeEach
  void start() {
    scenario.isNew();
  }

  @Test
  void an_empty_list_says_what_to_do_next() {
    Document page = page("/assignments");

    assertThat(page.select("table")).isEmpty();
    assertThat(page.select("pre").text()).contains("curl ", "/api/v1/recommendations");
  }

  @Test
  void what_was_posted_and_matched_by_no_rule_is_counted_and_said() {
    scenario
        .post(
            "{\"id\":\"u1\",\"title\":\"Nobody wants this\",\"severity\":\"low\",\"source\":\"elsewhere\"}")
        .statusCode(202);

    Document page = page("/assignments");

    assertThat(page.select("#chip-unmatched").text()).isEqualTo("1 recommendation without a rule");
    assertThat(page.select("main h2").text()).isEqualTo("No rule matches the recommendations");
  }

  @Test
  void a_row_shows_the_finding_and_its_ticket() {
    UUID assignment = scenario.hasTicket("p1", "\"resource\":{\"name\":\"vm-1\"}");

    Element row = row(page("/assignments"), assignment);

    String number = scenario.assignment(assignment).getString("ticket.number");
    assertThat(row.text())
        .contains("Open", "High", "MFA should be enabled", "vm-1", "not assigned", "snow");
    Element ticket = row.selectFirst("a.number");
    assertThat(ticket.ownText()).isEqualTo(number);
    assertThat(ticket.attr("href")).contains(scenario.sysId(assignment));
    assertThat(ticket.attr("rel")).contains("noopener");
  }

  @Test
  void a_parked_row_says_why_and_what_to_do() {
    scenario.servicenow().faults().next(FaultKind.DATA_POLICY, 1);
    UUID assignment = scenario.hears("p1");
    scenario.becomes(assignment, "parked");

    Element row = row(page("/assignments?status=parked"), assignment);

    assertThat(row.select(".trouble").text()).contains("Data policy", "What to do:", "then retry.");
    assertThat(page("/assignments/" + assignment).select("section.trouble").text())
        .contains("Parked: Data policy", "What to do:", "1 attempt");
  }

  @Test
  void work_past_its_date_is_marked_overdue_while_it_is_live() {
    UUID late = scenario.hasTicket("p1");
    scenario.waits(Duration.ofDays(16));
    UUID intime = scenario.hasTicket("p2");

    Document page = page("/assignments");

    assertThat(row(page, late).select(".overdue").text()).isEqualTo("2 days overdue");
    assertThat(row(page, intime).select(".overdue")).isEmpty();
  }

  @Test
  void what_the_last_sync_found_odd_is_said_above_the_list() {
    scenario.hasTicket("p1");
    scenario.servicenow().faults().clockShift(Duration.ofDays(3));
    scenario.syncs("snow");
    scenario.syncs("snow");

    assertThat(page("/assignments").select(".notice").eachText())
        .singleElement(as(STRING))
        .startsWith("snow: ")
        .contains("minutes ahead of Ropeway");

    scenario.servicenow().faults().clockShift(Duration.ZERO);
    scenario.syncs("snow");
    assertThat(page("/assignments").select(".notice")).isEmpty();
  }

  @Test
  void the_list_is_filtered_by_status_and_text() {
    UUID open = scenario.hasTicket("p1");
    scenario.servicenow().faults().next(FaultKind.DATA_POLICY, 1);
    UUID parked = scenario.hears("p2");
    scenario.becomes(parked, "parked");

    assertThat(ids(page("/assignments"))).containsExactly(parked, open);
    assertThat(ids(page("/assignments?status=parked"))).containsExactly(parked);
    assertThat(ids(page("/assignments?text=P1"))).containsExactly(open);
    assertThat(ids(page("/assignments?status=parked&text=p1"))).isEmpty();
    assertThat(page("/assignments?status=open").select(".chips [aria-current]").text())
        .isEqualTo("Open 1");
    assertThat(page("/assignments?status=open").select(".chip.parked").text())
        .isEqualTo("Parked 1");
  }

  @Test
  void every_assignment_is_on_exactly_one_page() {
    scenario.servicenow().faults().always(FaultKind.MAINTENANCE);
    scenario
        .post(
            IntStream.range(0, 60)
                .mapToObj(i -> Scenario.finding("p" + i, ""))
                .collect(Collectors.joining(",", "[", "]")))
        .statusCode(202);

    Document first = page("/assignments?status=pending");
    Document second = page(first.selectFirst("#next").attr("href"));

    assertThat(ids(first)).hasSize(50).doesNotContainAnyElementsOf(ids(second));
    assertThat(ids(second)).hasSize(10);
    assertThat(second.select("#next")).isEmpty();
    assertThat(second.selectFirst("#previous")).isNotNull();
  }

  @Test
  void a_remediation_in_HTML_reads_as_in_the_ticket() {
    UUID assignment =
        scenario.hears(
            "p1",
            "\"remediation\":\"<ol><li>Open <b>Entra&nbsp;ID</b>.</li><li>Lock it.</li></ol>\"");

    String read = page("/assignments/" + assignment).text();

    assertThat(read).contains("Open Entra ID. - Lock it.").doesNotContain("<b>", "&nbsp;");
  }

  @Test
  void what_strangers_write_stays_text() {
    String script = "<script>alert(1)</script>\\\"'><img src=x onerror=alert(2)>{config:x}";
    UUID assignment =
        UUID.fromString(
            scenario
                .post(
                    """
                    {"id":"x %1$s","title":"%1$s","description":"%1$s","remediation":"%1$s","severity":"high",
                     "source":"microsoft","category":"%1$s","url":"javascript:alert(3)",
                     "resource":{"name":"%1$s","id":"%1$s","type":"%1$s"},"tags":{"%1$s":"%1$s"}}
                    """
                        .formatted(script))
                .statusCode(202)
                .extract()
                .path("results[0].assignment.id"));

    for (String address :
        List.of("/assignments", "/assignments/" + assignment, "/assignments?text=script")) {
      Document page = page(address);
      assertThat(page.select("script").eachAttr("src")).hasSize(2).doesNotContain("");
      assertThat(page.select("script:not([src])")).isEmpty();
      assertThat(page.select("img").eachAttr("src")).containsOnly("/console/ropeway.svg");
      assertThat(page.select("[href^=javascript]")).isEmpty();
      assertThat(page.select("[onerror]")).isEmpty();
      assertThat(page.text()).contains("<script>alert(1)</script>\"'>", "{config:x}");
    }
    assertThat(page("/assignments/" + assignment).text()).contains("javascript:alert(3)");
  }

  @Test
  void a_web_address_of_a_finding_is_a_link_that_gives_nothing_away() {
    UUID assignment = scenario.hears("p1", "\"url\":\"https://portal.example.com/a?b=1&c=2\"");

    Element link =
        page("/assignments/" + assignment).selectFirst("a[href^=https://portal.example.com]");

    assertThat(link.attr("href")).isEqualTo("https://portal.example.com/a?b=1&c=2");
    assertThat(link.attr("rel")).contains("noopener", "noreferrer");
  }

  @Test
  void one_assignment_shows_its_timeline_newest_first() {
    UUID assignment = scenario.hasTicket("p1", "\"remediation\":\"Turn it on.\"");

    Document page = page("/assignments/" + assignment);

    assertThat(page.select("h1").text()).isEqualTo("MFA should be enabled");
    assertThat(page.select(".prose").text()).contains("Turn it on.");
    assertThat(page.select(".timeline b").eachText()).containsExactly("Ticket created", "Accepted");
  }

  @ParameterizedTest
  @ValueSource(strings = {"01a1fca9-45a4-7c6b-9fc1-742b4ff5032e", "none", "%00", "..%2f"})
  void an_assignment_that_is_not_there_is_a_page_that_says_so(String id) {
    String html =
        reader()
            .urlEncodingEnabled(false)
            .get("/assignments/" + id)
            .then()
            .statusCode(404)
            .contentType("text/html")
            .extract()
            .asString();

    assertThat(Jsoup.parse(html).select("h1").text()).isEqualTo("No assignment has this id");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/assignments?status=lost",
        "/assignments?before=1",
        "/assignments?stauts=open",
        "/assignments/none?status=open"
      })
  void an_address_that_cannot_be_read_is_a_page_that_says_so(String address) {
    reader().accept("text/html").get(address).then().statusCode(400).contentType("text/html");
  }

  @Test
  void a_filter_that_is_misspelt_is_answered_with_the_one_that_was_meant() {
    String html =
        reader()
            .accept("text/html")
            .get("/assignments?stauts=open")
            .then()
            .statusCode(400)
            .extract()
            .asString();

    assertThat(Jsoup.parse(html).select("main").text()).contains("did you mean status?");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/assignments/none"})
  void a_page_runs_nothing_that_was_not_shipped(String address) {
    reader()
        .get(address)
        .then()
        .header("Content-Security-Policy", startsWith("default-src 'none';"))
        .header("Content-Security-Policy", not(containsString("unsafe")))
        .header("X-Content-Type-Options", equalTo("nosniff"))
        .header("Referrer-Policy", equalTo("no-referrer"))
        .header("Cache-Control", equalTo("no-store"));
  }

  @Test
  void everything_a_page_loads_is_there() {
    Document page = page("/assignments");

    List<String> loaded = page.select("script, img").eachAttr("src");
    assertThat(loaded).isNotEmpty();
    loaded.forEach(address -> given().get(address).then().statusCode(200));
    page.select("link").eachAttr("href").forEach(a -> given().get(a).then().statusCode(200));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/assignments/01a1fca9-45a4-7c6b-9fc1-742b4ff5032e"})
  void pages_are_for_those_who_may_read(String address) {
    given().get(address).then().statusCode(401).header("WWW-Authenticate", startsWith("Basic"));
    given()
        .auth()
        .preemptive()
        .basic("any", "producer-key-for-these-tests")
        .get(address)
        .then()
        .statusCode(403);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/assignments/01a1fca9-45a4-7c6b-9fc1-742b4ff5032e"})
  void pages_change_nothing(String address) {
    reader().post(address).then().statusCode(oneOf(403, 405, 415));
    assertThat(page("/assignments").select("main form").eachAttr("method")).containsOnly("get");
  }

  private static io.restassured.specification.RequestSpecification reader() {
    return given().auth().preemptive().basic("any", "reader-key-for-these-tests");
  }

  private static Document page(String address) {
    ValidatableResponse answer = reader().urlEncodingEnabled(false).get(address).then();
    return Jsoup.parse(answer.statusCode(200).contentType("text/html").extract().asString());
  }

  private static Element row(Document page, UUID assignment) {
    Element title = page.getElementById("a-" + assignment);
    assertThat(title).as("the row of " + assignment).isNotNull();
    return title.closest("tr");
  }

  private static List<UUID> ids(Document page) {
    return page.select("tbody th a").eachAttr("id").stream()
        .map(id -> UUID.fromString(id.substring(2)))
        .toList();
  }
}
