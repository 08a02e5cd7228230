package dev.ropeway.scenarios.console;

import static dev.ropeway.scenarios.console.Visitor.OWNER;
import static dev.ropeway.scenarios.console.Visitor.READER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ropeway.sandbox.faults.FaultKind;
import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.scenarios.Scenario;
import io.restassured.http.Cookie;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.UUID;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Home tells what happened since somebody was here last. */
@RopewayTest
class LastVisitTest {

  private static final String COOKIE = "ropeway-visit";

  @Inject Scenario scenario;

  @BeforeEach
  void start() {
    scenario.isNew();
  }

  private static Response opens(Visitor visitor, String path, String cookie) {
    return (cookie == null ? visitor.browser() : visitor.browser().cookie(COOKIE, cookie))
        .get(path);
  }

  private static String figure(Document home, String card) {
    return home.select("#" + card + " .figure").text();
  }

  @Test
  void what_happened_since_the_last_visit_is_counted_and_leads_to_its_list() {
    UUID before = scenario.hasTicket("before");
    Response first = opens(OWNER, "/rules", null);
    assertThat(Visitor.shown(opens(OWNER, "/", first.getCookie(COOKIE))).select("#since"))
        .as("there was no visit before")
        .isEmpty();
    scenario.waits(Duration.ofHours(2));
    scenario.servicenow().faults().next(FaultKind.DATA_POLICY, 1);
    UUID parked = scenario.hears("parked");
    scenario.becomes(parked, "parked");
    UUID created = scenario.hasTicket("created");
    Scenario.caller()
        .body(Scenario.finding("before", "\"state\":\"healthy\""))
        .post("/api/v1/recommendations")
        .then()
        .statusCode(202);
    scenario.becomes(before, "closed");

    Response second = opens(OWNER, "/", first.getCookie(COOKIE));

    Document home = Visitor.shown(second);
    assertThat(home.select("#h-since").text()).startsWith("Since your last visit");
    assertThat(figure(home, "card-created")).isEqualTo("2");
    assertThat(figure(home, "card-closed")).isEqualTo("1");
    assertThat(figure(home, "card-parked-since")).isEqualTo("1");
    assertThat(listed(home, "card-created"))
        .contains(parked.toString(), created.toString())
        .doesNotContain(before.toString());
    assertThat(listed(home, "card-closed"))
        .contains(before.toString())
        .doesNotContain(created.toString());
    assertThat(listed(home, "card-parked-since"))
        .contains(parked.toString())
        .doesNotContain(created.toString());

    String cookie = opens(OWNER, "/assignments", second.getCookie(COOKIE)).getCookie(COOKIE);
    assertThat(figure(Visitor.shown(opens(OWNER, "/", cookie)), "card-created"))
        .as("the visit goes on")
        .isEqualTo("2");
    scenario.waits(Duration.ofMinutes(31));
    assertThat(figure(Visitor.shown(opens(OWNER, "/", cookie)), "card-created"))
        .as("the next visit")
        .isEqualTo("0");
  }

  private static String listed(Document home, String card) {
    return OWNER.page(home.selectFirst("#" + card).attr("href")).select("tbody").html();
  }

  @Test
  void a_page_that_updates_itself_is_no_visit() {
    String cookie = opens(OWNER, "/", null).getCookie(COOKIE);

    Response part = OWNER.browser().cookie(COOKIE, cookie).header("HX-Request", "true").get("/");

    part.then().statusCode(200);
    assertThat(part.getCookies()).doesNotContainKey(COOKIE);
  }

  @Test
  void the_cookie_is_for_this_site_and_no_script() {
    Cookie cookie = opens(OWNER, "/", null).getDetailedCookie(COOKIE);

    assertThat(cookie.isHttpOnly()).isTrue();
    assertThat(cookie.getSameSite()).isEqualToIgnoringCase("Lax");
    assertThat(cookie.getPath()).isEqualTo("/");
  }

  @Test
  void another_person_at_the_browser_begins_anew() {
    String cookie = opens(OWNER, "/", null).getCookie(COOKIE);
    scenario.waits(Duration.ofHours(2));

    assertThat(Visitor.shown(opens(OWNER, "/", cookie)).select("#since")).hasSize(1);
    assertThat(Visitor.shown(opens(READER, "/", cookie)).select("#since")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "0000000000000000.1.2", "0.0.0", "1.999999999999.999999999999"})
  void a_cookie_that_somebody_wrote_is_none(String cookie) {
    assertThat(Visitor.shown(opens(OWNER, "/", cookie)).select("#since")).isEmpty();
  }
}
