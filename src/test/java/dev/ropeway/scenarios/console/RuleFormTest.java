package dev.ropeway.scenarios.console;

import static dev.ropeway.scenarios.console.Visitor.OWNER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.scenarios.Scenario;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.TreeMap;
import org.jsoup.Connection;
import org.jsoup.nodes.FormElement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A rule in the form of its page is the rule of the API. */
@RopewayTest
class RuleFormTest {

  private static final String RULE = "/api/v1/rules/whole";

  /** Something of each kind, with and without a field of its own in the form. */
  private static final String WHOLE =
      """
      {"integration":"snow","ticketType":"incident","priority":57,"enabled":false,"scopes":["/a","/b"],
       "excludedScopes":["/a/c"],"match":{"severity":["high","low"],"source":["x, z","y"],"category":["Data"],
       "scopePrefix":"/a","tags":{"team":"blue","env":"prod"}},
       "conditionSets":[{"conditions":[{"property":"kind","operator":"Equals","value":"alert"},
         {"property":"displayName","operator":"Contains","value":"port, open"}]},
         {"conditions":[{"property":"resourceType","operator":"In","value":["vm, small","host"]}]}],
       "ownerTag":"owner","assignmentGroup":"Network","caller":"ropeway","remediationTimeframe":"36h",
       "dueFrom":"detection","gracePeriod":true,"notify":{"owner":true,"manager":false},"maxNewPerDay":12,
       "groupBy":["package","tag:owner"],"life":{"healed":"note"}}""";

  @Inject Scenario scenario;

  @BeforeEach
  void start() {
    scenario.isNew();
  }

  @AfterEach
  void forget() {
    Scenario.caller().delete(RULE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"notify\":{\"owner\":true,\"manager\":false}",
        "\"notify\":{\"owner\":false}",
        "\"assignedTo\":\"ada.fulmer\""
      })
  void saving_what_is_shown_changes_nothing(String notified) {
    Scenario.caller()
        .body(WHOLE.replace("\"notify\":{\"owner\":true,\"manager\":false}", notified))
        .put(RULE)
        .then()
        .statusCode(201);
    Map<String, Object> before = rule();

    FormElement form =
        (FormElement)
            OWNER.page("/rules/whole").selectFirst("form.sheet[action=/rules/whole][method=post]");
    RequestSpecification saved = OWNER.browser().cookie("ropeway-form", "the-token");
    for (Connection.KeyVal field : form.formData()) {
      if (!field.key().equals("_token")) {
        saved.formParam(field.key(), field.value());
      }
    }
    saved
        .formParam("_token", "the-token")
        .formParam("save", "true")
        .post("/rules/whole")
        .then()
        .statusCode(303);

    assertThat(rule()).isEqualTo(before);
  }

  private static Map<String, Object> rule() {
    Map<String, Object> rule =
        new TreeMap<>(
            Scenario.caller().get(RULE).then().statusCode(200).extract().jsonPath().getMap(""));
    rule.keySet().removeIf(field -> field.startsWith("updated"));
    return rule;
  }
}
