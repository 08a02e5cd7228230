package dev.ropeway.scenarios.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.scenarios.Scenario;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.Set;
import java.util.UUID;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each page of the console, without a script. */
@RopewayTest
class EveryPageTest {

  private static final String OWNER = "owner-key-for-these-tests";
  private static final String READER = "reader-key-for-these-tests";

  @Inject Scenario scenario;

  @BeforeEach
  void start() {
    scenario.isNew();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/assignments",
        "/assignments?status=open&sort=due",
        "/recommendations",
        "/owners",
        "/owners?by=group&sort=-open",
        "/rules",
        "/rules/new?severity=high&source=x",
        "/rules/evaluate",
        "/connections",
        "/connections/new",
        "/connections/snow",
        "/connections/snow/mappings/incident",
        "/work-items",
        "/work-items?active=true&text=x",
        "/work-items/summary",
        "/activity",
        "/activity?stream=logins&failed=true",
        "/activity/privileges",
        "/activity/privileges?role=admin",
        "/bulk",
        "/digests",
        "/digests?digestStatus=sent",
        "/digests/preview",
        "/digests/preview?for=nobody",
        "/digests/suppressions",
        "/callers",
        "/audit",
        "/audit?denied=true",
        "/about"
      })
  void a_page_has_one_heading_labels_its_fields_and_refuses_what_it_does_not_know(String path) {
    scenario.hasTicket("p1");

    Document page = page(OWNER, path);

    assertThat(page.select("h1")).hasSize(1);
    assertThat(page.select("main table"))
        .allSatisfy(one -> assertThat(one.select("caption")).hasSize(1));
    assertThat(page.select("script:not([src]), style, [style], [onclick]")).isEmpty();
    assertThat(page.select("form[method=post]"))
        .allSatisfy(form -> assertThat(form.select("input[name=_token]").val()).isNotEmpty());
    assertThat(page.select("main input:not([type=hidden], [type=checkbox], [type=radio])"))
        .allSatisfy(
            field ->
                assertThat(
                        field.hasAttr("aria-label")
                            || !page.select("label[for=" + field.id() + "]").isEmpty())
                    .as(field.outerHtml())
                    .isTrue());
    browser(OWNER)
        .get(path + (path.contains("?") ? "&" : "?") + "misspelt=1")
        .then()
        .statusCode(400)
        .contentType("text/html");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/callers", "/audit", "/activity", "/connections/new", "/rules/new"})
  void what_a_reader_may_not_see_is_neither_linked_nor_shown(String path) {
    Response refused = browser(READER).get(path);

    refused.then().statusCode(403).contentType("text/html");
    assertThat(refused.asString()).contains("You are not allowed to do this");
    assertThat(page(READER, "/assignments").select("a[href=" + path + "]")).isEmpty();
  }

  /** What the API refuses a reader, no page offers. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/assignments",
        "/assignments/{id}",
        "/recommendations",
        "/recommendations?matched=false",
        "/owners",
        "/rules",
        "/rules/urgent",
        "/connections",
        "/connections/snow",
        "/connections/snow/mappings/incident",
        "/work-items",
        "/bulk",
        "/about"
      })
  void a_reader_is_offered_nothing_that_would_be_refused(String path) {
    UUID assignment = scenario.hasTicket("p1");
    scenario.hears("p2", "\"severity\":\"low\"");
    Response answer = browser(READER).get(path.replace("{id}", assignment.toString()));
    if (answer.statusCode() == 403) {
      return;
    }
    Document page = Jsoup.parse(answer.asString());

    assertThat(page.select("main form[method=post]")).isEmpty();
    assertThat(page.select("main input[type=checkbox]")).isEmpty();
    for (String link : Set.copyOf(page.select("main a[href^=/]").eachAttr("href"))) {
      assertThat(browser(READER).get(link).statusCode()).as(link).isNotEqualTo(403);
    }
  }

  @Test
  void the_record_is_beside_what_the_ticket_shows() {
    UUID assignment = scenario.hasTicket("p1");

    assertThat(page(OWNER, "/assignments/" + assignment + "/record").select("main").text())
        .contains("short_description", "MFA should be enabled");
  }

  @Test
  void the_list_is_a_file_whose_cells_are_no_formulas() {
    scenario.hasTicket("p1", "\"title\":\"=HYPERLINK(1)\"");

    Response file = browser(OWNER).get("/export/assignments?status=open");

    file.then().statusCode(200).contentType("text/csv");
    assertThat(file.header("Content-Disposition")).contains("assignments.csv");
    assertThat(file.asString()).contains("'=HYPERLINK(1)");
  }

  @Test
  void what_strangers_sent_is_shown_as_text() {
    String hostile = "<script>alert(1)</script>";
    scenario.hasTicket("p1", "\"title\":\"" + hostile + "\"");

    for (String path :
        new String[] {"/assignments", "/recommendations", "/assignments?text=alert"}) {
      Document page = page(OWNER, path);
      assertThat(page.select("main script")).isEmpty();
      assertThat(page.select("main").text()).contains(hostile);
    }
  }

  private static RequestSpecification browser(String key) {
    return RestAssured.given()
        .auth()
        .preemptive()
        .basic("any", key)
        .accept("text/html")
        .header("Sec-Fetch-Mode", "navigate")
        .redirects()
        .follow(false);
  }

  private static Document page(String key, String path) {
    return Jsoup.parse(
        browser(key)
            .get(path)
            .then()
            .statusCode(200)
            .contentType("text/html")
            .extract()
            .asString());
  }
}
