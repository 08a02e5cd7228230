package dev.ropeway.scenarios.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ropeway.sandbox.ConsentingPerson;
import dev.ropeway.sandbox.faults.FaultKind;
import dev.ropeway.sandbox.instance.OAuthClient;
import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.scenarios.Scenario;
import dev.ropeway.scenarios.TestEnvironment;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A security admin's day at the console, in a real browser. */
@RopewayTest
class ConsoleInBrowserTest {

  private static final String KEY = "owner-key-for-these-tests";
  private static final int MANY = 500;

  @Inject Scenario scenario;

  private Browser browser;

  @BeforeEach
  void start() {
    scenario.isNew();
    browser = Browser.open();
  }

  @AfterEach
  void end() {
    if (browser == null) {
      return;
    }
    List<String> complaints = browser.complaints();
    browser.close();
    Scenario.caller().delete("/api/v1/rules/from-the-console");
    Scenario.caller().delete("/api/v1/integrations/made?assignments=withdraw&rules=keep");
    // What a page is refused with on purpose is a complaint to the browser.
    assertThat(complaints).filteredOn(one -> !one.contains("401")).isEmpty();
  }

  @Test
  void an_admin_connects_an_instance_with_consent_and_tests_it() {
    TestEnvironment.sandbox()
        .register(
            "app",
            OAuthClient.withSecret("app-secret")
                .withRedirectUris("http://ropeway.test/oauth/callback"));
    signIn();
    browser.goTo("/connections");
    browser.click("#new");
    browser.fill("#name", "made");
    browser.fill("#instanceUrl", TestEnvironment.sandbox().url().toString());
    browser.fill("#clientId", "app");
    browser.fill("#clientSecret", "app-secret");
    browser.fill("#username", "ada.fulmer");
    browser.isAccessible();
    browser.click("button.primary");
    browser.awaitPlace("/connections/made");

    String authorize = browser.find("#authorize").getDomAttribute("href");
    URI asked =
        URI.create(
            Scenario.caller()
                .redirects()
                .follow(false)
                .get(authorize)
                .then()
                .statusCode(302)
                .extract()
                .header("Location"));
    browser.goTo(
        new ConsentingPerson("ada.fulmer")
            .allow(asked)
            .toString()
            .replace("http://ropeway.test", Browser.origin()));
    browser.awaitText("main", "ada.fulmer consented");

    browser.goTo("/connections/made");
    browser.click("#test");
    browser.awaitText("#checks", "The login is accepted");
    browser.photograph("connection");
    browser.isAccessible();

    browser.click("#labels-incident summary");
    browser.fill("#labels-incident input[name=value-0]", "2");
    browser.fill("#labels-incident input[name=label-0]", "Being worked on");
    browser.photograph("labels");
    browser.isAccessible();
    browser.click("#labels-incident button");
    browser.awaitText(".said", "The labels are saved");
  }

  @Test
  void an_admin_makes_a_rule_after_a_dry_run_and_a_ticket_appears() {
    scenario
        .post(
            "{\"id\":\"b1\",\"title\":\"Nobody took this\",\"severity\":\"low\",\"source\":\"console\"}")
        .statusCode(202);
    signIn();
    browser.goTo("/rules/new");
    browser.fill("#name", "from-the-console");
    browser.fill("#source", "console");
    browser.choose("#integration", "snow");
    browser.fill("#priority", "37");
    browser.click("#try");
    browser.awaitText("#dry-run", "It takes 1 of");
    browser.photograph("rule");
    browser.isAccessible();
    browser.click("#save");
    browser.awaitPlace("/rules/from-the-console");
    browser.click("details.act summary");
    browser.click("form[action$='/apply'] button");
    browser.awaitText(".said", "Ropeway applies the rule");

    await().until(() -> count("open") == 1);
    browser.goTo("/assignments?rule=from-the-console");
    browser.awaitText("a.number", "INC");
  }

  @Test
  void an_admin_retries_what_is_parked_and_notes_go_both_ways() {
    scenario.servicenow().faults().next(FaultKind.DATA_POLICY, 1);
    UUID parked = scenario.hears("b1");
    scenario.becomes(parked, "parked");
    signIn();
    browser.awaitText("#card-parked", "1");
    browser.photograph("home");
    browser.click("#card-parked");
    browser.click("#a-" + parked);
    browser.photograph("parked");
    browser.click("#retry");
    browser.awaitText(".said", "tries again");
    scenario.becomes(parked, "open");

    browser.goTo("/assignments/" + parked);
    browser.fill("#note", "We patch on Friday");
    browser.click("form.note button");
    browser.awaitText("#h-notes ~ ol", "We patch on Friday");
    scenario
        .servicenow()
        .update("incident", scenario.sysId(parked), Map.of("comments", "Thank you"), "ada.fulmer");
    scenario.syncs("snow");
    browser.goTo("/assignments/" + parked);
    browser.awaitText("#h-notes ~ ol", "Thank you");
    browser.photograph("assignment");
    browser.isAccessible();
  }

  @Test
  void an_admin_withdraws_many_at_once_and_sees_how_far_that_is() {
    scenario
        .post(
            IntStream.range(0, MANY)
                .mapToObj(i -> Scenario.finding("b" + i, ""))
                .collect(Collectors.joining(",", "[", "]")))
        .statusCode(202);
    await().until(() -> count("open") == MANY);
    signIn();
    browser.goTo("/assignments?status=open");
    browser.photograph("assignments");
    browser.isAccessible();
    browser.click("#all");
    browser.choose("#action", "withdraw");
    browser.click("#bulk");
    browser.click("#try");
    browser.awaitText("#preview", MANY + " assignments will change");
    browser.photograph("bulk");
    browser.isAccessible();
    browser.click("#start");
    browser.awaitPlace("/bulk/");
    browser.awaitText("#run-status", "Ended");
    browser.awaitText("#run-done", MANY + " of " + MANY);
    browser.isAccessible();
    assertThat(count("withdrawn")).isEqualTo(MANY);
  }

  @Test
  void every_page_is_accessible_on_a_desk_and_on_a_phone() {
    UUID assignment = scenario.hasTicket("b1", "\"resource\":{\"name\":\"vm-1\"}");
    scenario.run("insert into saved_view values ('chief', 'Open', 'status=open', now())");
    signIn();
    browser.goTo("/assignments/" + assignment);
    browser.isAccessible();
    browser.goTo("/assignments?status=open");
    browser.click("#act-view");
    browser.photograph("save-view");
    browser.isAccessible();
    // Home has something to tell of the time since.
    scenario.waits(Duration.ofHours(2));
    for (String page :
        List.of(
            "/",
            "/assignments",
            "/assignments?status=open",
            "/recommendations",
            "/owners",
            "/rules",
            "/rules/evaluate",
            "/connections",
            "/connections/snow",
            "/connections/snow/mappings/incident",
            "/work-items",
            "/work-items/summary",
            "/bulk",
            "/callers",
            "/audit",
            "/about",
            "/assignments/nothing")) {
      browser.goTo(page);
      assertThat(browser.all("h1")).as(page).hasSize(1);
      assertThat(browser.all("#since")).as(page).hasSize(page.equals("/") ? 1 : 0);
      browser.photograph(page.equals("/") ? "empty-home" : page.substring(1).replace('/', '-'));
      browser.isAccessible();
    }
    browser.complaints();
  }

  @Test
  void a_session_that_ended_is_told_in_place_and_keys_move_the_focus() {
    scenario.hasTicket("b1");
    signIn();
    browser.goTo("/assignments");
    browser.find("body").sendKeys("j");
    assertThat(browser.find("tbody a:focus").getText()).isNotEmpty();
    browser.find("body").sendKeys("/");
    assertThat(browser.find("input:focus").getDomAttribute("name")).isEqualTo("text");
    browser.find("input:focus").sendKeys(org.openqa.selenium.Keys.TAB);

    scenario.run("delete from console_session");
    browser.awaitText("#stale", "Your session has ended");
    browser.click("#stale a");
    browser.awaitPlace("/sign-in?to=%2Fassignments");
  }

  @Test
  void whoever_signs_out_is_out() {
    signIn();
    browser.click("form[action='/sign-out'] button");
    browser.awaitText("main", "API key");
    browser.goTo("/assignments");
    browser.awaitPlace("/sign-in");
    browser.isAccessible();
    browser.photograph("sign-in");
  }

  private int count(String status) {
    return scenario.count("select count(*) from assignment where status = '%s'", status);
  }

  private void signIn() {
    browser.goTo("/");
    browser.fill("#key", KEY);
    browser.click("form[action='/sign-in'] button");
    browser.awaitPlace("/");
    browser.find(".sections");
  }
}
