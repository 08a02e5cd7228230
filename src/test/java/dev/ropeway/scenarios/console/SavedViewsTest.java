package dev.ropeway.scenarios.console;

import static dev.ropeway.scenarios.console.Visitor.OWNER;
import static dev.ropeway.scenarios.console.Visitor.READER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.scenarios.Scenario;
import dev.ropeway.store.Json;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** People keep views of the list of assignments for themselves. */
@RopewayTest
class SavedViewsTest {

  private static final String VIEWS = "/api/v1/views";

  @Inject Scenario scenario;

  @BeforeEach
  void start() {
    scenario.isNew();
  }

  private static ValidatableResponse saves(String name, String query) {
    return Scenario.caller()
        .body(Json.write(Map.of("query", query)))
        .put(VIEWS + "/{name}", name)
        .then();
  }

  private static ValidatableResponse views() {
    return Scenario.caller().get(VIEWS).then().statusCode(200);
  }

  @Test
  void a_view_is_saved_changed_listed_and_deleted_by_its_name() {
    saves("Élan, high & late", "status=parked&severity=high")
        .statusCode(201)
        .header("Location", endsWith("/views/%C3%89lan%2C%20high%20%26%20late"))
        .body("query", equalTo("severity=high&status=parked"));
    saves("bygone", "sort=-updated&text=a+b%26c").statusCode(201);
    saves("Élan, high & late", "overdue=true").statusCode(200);

    views()
        .body("items.name", equalTo(List.of("bygone", "Élan, high & late")))
        .body("items.query", equalTo(List.of("sort=-updated&text=a+b%26c", "overdue=true")));

    Scenario.caller().delete(VIEWS + "/{name}", "Élan, high & late").then().statusCode(204);
    Scenario.caller().delete(VIEWS + "/{name}", "Élan, high & late").then().statusCode(404);
    views().body("items.name", equalTo(List.of("bygone")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "stauts=open          | did you mean status?",
        "cursor=abc           | is unknown",
        "status=lost          | must be one of pending, open",
        "severity=awful       | must be one of critical",
        "ticketType=nothing   | ticketType",
        "overdue=perhaps      | must be true or false",
        "createdAfter=today   | must be a date and time",
        "sort=name            | must be one of created",
        "limit=0              | must be a whole number from 1 to 1000",
        "status=              | is empty",
        "status               | is empty",
        "rule=a&rule=b        | is given more than once",
        "text=%zz             | is not encoded"
      })
  void what_the_list_does_not_take_is_not_saved(String query, String complaint) {
    saves("wrong", query)
        .statusCode(400)
        .body("errors[0].pointer", equalTo("/query"))
        .body("detail", containsString(complaint));
    views().body("items", hasSize(0));
  }

  @ParameterizedTest
  @ValueSource(strings = {" ", "...", "a/b", "a\nb", "\u202eabc"})
  void a_name_is_one_that_can_be_read_and_addressed(String name) {
    saves(name, "status=open").statusCode(400).body("errors[0].pointer", equalTo("name"));
  }

  @Test
  void names_queries_and_numbers_have_their_bounds() {
    saves("n".repeat(60), "status=open").statusCode(201);
    saves("n".repeat(61), "status=open").statusCode(400);
    saves("long", "text=" + "x".repeat(1995)).statusCode(201);
    saves("longer", "text=" + "x".repeat(1996)).statusCode(400);
    saves("encoded", "text=" + "é".repeat(500)).statusCode(400);
    saves("none", "").statusCode(400).body("errors[0].pointer", equalTo("/query"));
    for (int i = 2; i < 50; i++) {
      saves("view " + i, "status=open").statusCode(201);
    }
    saves("one more", "status=open")
        .statusCode(409)
        .body("detail", containsString("you have 50 views"));
    saves("view 7", "status=parked").statusCode(200);
    views().body("items", hasSize(50));
  }

  @Test
  void a_view_is_for_nobody_else() {
    saves("mine", "status=open").statusCode(201);

    assertThat(READER.page("/assignments").select("nav[aria-label='Your views']")).isEmpty();
    READER.submit("/views/delete", Map.of("name", "mine")).then().statusCode(404);
    views().body("items", hasSize(1));
  }

  @Test
  void a_reader_saves_what_is_shown_follows_it_and_deletes_it() {
    scenario.hasTicket("p1");
    Document list = READER.page("/assignments?status=open&severity=high&text=mfa");
    Element form = list.selectFirst("form[action='/views']");
    String query = form.select("input[name=query]").val();
    assertThat(query).isEqualTo("severity=high&status=open&text=mfa");

    Response saved = READER.submit("/views", Map.of("name", "Open & high", "query", query));

    assertThat(Visitor.said(saved)).isEqualTo("The view Open & high is saved.");
    assertThat(saved.header("Location")).isEqualTo("/assignments?" + query);
    Element chip = READER.page("/assignments").selectFirst("nav[aria-label='Your views'] a");
    assertThat(chip.text()).isEqualTo("Open & high");
    assertThat(chip.hasAttr("aria-current")).isFalse();
    Document shown = READER.page(chip.attr("href"));
    assertThat(shown.select("tbody tr")).hasSize(1);
    assertThat(shown.select("nav[aria-label='Your views'] [aria-current]").text())
        .isEqualTo("Open & high");
    assertThat(OWNER.page("/assignments").select("nav[aria-label='Your views']")).isEmpty();

    assertThat(shown.select("#view-forgotten option").eachText()).containsExactly("Open & high");
    Response deleted = READER.submit("/views/delete", Map.of("name", "Open & high", "query", ""));
    assertThat(Visitor.said(deleted)).isEqualTo("The view Open & high is deleted.");
    assertThat(deleted.header("Location")).isEqualTo("/assignments");
    assertThat(READER.page("/assignments").select("nav[aria-label='Your views']")).isEmpty();
  }

  @Test
  void what_is_refused_is_told_at_the_list_and_leads_nowhere_else() {
    Response refused =
        READER.submit("/views", Map.of("name", "x", "query", "status=lost\r\nX-Other: 1"));

    assertThat(Visitor.said(refused)).startsWith("!").contains("/query");
    assertThat(refused.header("Location")).isEqualTo("/assignments");
    assertThat(Visitor.said(READER.submit("/views", Map.of("query", "status=open"))))
        .isEqualTo("!Name: must be filled in.");
  }
}
