package dev.ropeway.scenarios.digest;

import static dev.ropeway.scenarios.digest.DigestFixture.ADA;
import static dev.ropeway.scenarios.digest.DigestFixture.mailTo;
import static dev.ropeway.scenarios.digest.DigestFixture.smtp;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.scenarios.Scenario;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How recipients refuse more mails. */
@RopewayTest
class UnsubscribeTest {

  @Inject Scenario scenario;
  @Inject DigestFixture digests;

  private String link;

  @BeforeEach
  void start() {
    digests.isNew();
    digests.isMonday("09:00");
    digests.isOpen("f-1", "ada.fulmer", -1, "high");
    digests.timerFires();
    link = mailTo(ADA).header("List-Unsubscribe").replaceAll("[<>]|http://ropeway.test", "");
  }

  private void nextWeek() {
    smtp().isNew();
    digests.isMonday("09:00");
    digests.timerFires();
  }

  @Test
  void a_look_at_the_link_changes_nothing() {
    given().get(link).then().statusCode(200).body(containsString("Stop these mails?"));
    given().head(link).then().statusCode(200);

    nextWeek();

    assertThat(smtp().mailsTo(ADA)).hasSize(1);
  }

  /** As mail programs send it: without cookies, from anywhere. */
  @Test
  void one_click_stops_mails_of_the_kind_at_once_and_an_owner_can_undo_it() {
    given()
        .header("Origin", "https://mail.example.net")
        .header("Sec-Fetch-Site", "cross-site")
        .formParam("List-Unsubscribe", "One-Click")
        .post(link)
        .then()
        .statusCode(200)
        .body(containsString("You get no more of these mails"));

    nextWeek();

    assertThat(smtp().mailsTo(ADA)).isEmpty();
    digests
        .digests("?digest=owner&digestStatus=suppressed")
        .body("items[0].why", containsString("the recipient unsubscribed"));
    Scenario.caller()
        .get("/api/v1/digests/suppressions")
        .then()
        .body("items[0].kind", equalTo("owner"))
        .body("items[0].reason", equalTo("unsubscribed"));
    digests.preview("owner", ADA).body("withheld", containsString("unsubscribed"));
    Scenario.caller().delete("/api/v1/digests/suppressions/" + ADA).then().statusCode(204);
    nextWeek();
    assertThat(smtp().mailsTo(ADA)).hasSize(1);
  }

  @Test
  void a_mail_program_may_send_the_request_as_parts() {
    given().multiPart("List-Unsubscribe", "One-Click").post(link).then().statusCode(200);

    nextWeek();

    assertThat(smtp().mailsTo(ADA)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "?token=",
        "?token=00000000000000000000000000000000",
        "?token=%00",
        "?token='"
      })
  void a_link_that_nobody_got_stops_nothing(String query) {
    given().get("/unsubscribe" + query).then().statusCode(404);
    given().post("/unsubscribe" + query).then().statusCode(404);

    Scenario.caller().get("/api/v1/digests/suppressions").then().body("items.size()", equalTo(0));
  }
}
