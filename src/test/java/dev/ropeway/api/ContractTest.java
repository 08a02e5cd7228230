package dev.ropeway.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ropeway.api.Contract.Breach;
import dev.ropeway.store.Json;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContractTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                                                    | ",
        "{\"assignedTo\": \"heidi\", \"impact\": 1}            | ",
        "{\"remediationTimeframe\": \"P14D\"}                  | ",
        "{\"remediationTimeframe\": \"PT36H\"}                 | ",
        "{\"remediationTimeframe\": \"P1DT12H30M\"}            | ",
        "{\"notify\": {\"owner\": true}}                       | ",
        "{\"impact\": 4}                                       | /impact",
        "{\"urgency\": 0}                                      | /urgency",
        "{\"priority\": 6}                                     | /priority",
        "{\"priority\": \"1\"}                                 | /priority",
        "{\"dueDate\": \"2026-03-15\"}                         | /dueDate",
        "{\"remediationTimeframe\": \"14 days\"}               | /remediationTimeframe",
        "{\"remediationTimeframe\": \"P\"}                     | /remediationTimeframe",
        "{\"remediationTimeframe\": \"P1DT\"}                  | /remediationTimeframe",
        "{\"remediationTimeframe\": \"P-1D\"}                  | /remediationTimeframe",
        "{\"gracePeriod\": \"yes\"}                            | /gracePeriod",
        "{\"notify\": {\"owner\": 1}}                          | /notify/owner"
      })
  void terms_are_held_to_their_constraints(String json, String pointer) {
    assertThat(new Contract("Terms").check(Json.tree(json)).map(Breach::pointer))
        .isEqualTo(Optional.ofNullable(pointer));
  }

  @Test
  void a_term_that_nobody_knows_is_refused_by_name() {
    Breach breach = new Contract("Terms").check(Json.tree("{\"asignedTo\": \"x\"}")).orElseThrow();
    assertThat(breach.pointer()).isEqualTo("/asignedTo");
    assertThat(breach.detail()).endsWith("did you mean assignedTo?");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Rule        | {}                                            | /integration       | is missing
          Rule        | {"integration":"a","match":{"serverity":[]}}  | /match/serverity   | is not a field that can be set here; did you mean severity?
          Rule        | {"integration":"a","ticket-type":"incident"}  | /ticket-type       | is not a field that can be set here; did you mean ticketType?
          Rule        | {"integration":"a","owner":"ada"}             | /owner             | is not a field that can be set here; the fields are enabled, priority, scopes, excludedScopes, match, conditionSets, integration, ticketType, ownerTag, assignedTo, assignmentGroup, caller, remediationTimeframe, dueFrom, gracePeriod, notify, grouping, groupBy, maxNewPerDay, life
          Rule        | {"integration":"a","notify":{"boss":true}}    | /notify/boss       | is not a field that can be set here; the fields are owner, manager
          Rule        | {"integration":"a","priority":"10"}           | /priority          | must be a whole number, not a string
          Rule        | {"integration":"a","priority":-1}             | /priority          | must be from 0 to 1000
          Rule        | {"integration":"a","scopes":"/a"}             | /scopes            | must be a list, not a string
          Rule        | {"integration":"a","match":[]}                | /match             | must be an object, not a list
          Rule        | {"integration":"a","match":{"severity":["Hgh"]}} | /match/severity/0 | must be one of critical, high, medium, low, informational; did you mean high?
          Rule        | {"integration":"a","match":{"severity":[]}}   | /match/severity    | must have at least one item
          Rule        | {"integration":"a","assignedTo":" "}          | /assignedTo        | must not be blank
          Rule        | {"integration":"a","remediationTimeframe":"14 days"} | /remediationTimeframe | must be a duration such as 30m, 7d, P7D or 7.00:00:00
          Condition   | {"property":"severity","operator":"In","value":[]}   | /value             | must be a list of at least one string, none of them blank
          Condition   | {"property":"severity","operator":"Equals","value":3} | /value            | must be a string or a list, not a whole number
          Integration | {"instanceUrl":"acme","auth":{"type":"basic"}} | /instanceUrl      | must be an address such as https://acme.service-now.com
          Integration | {"instanceUrl":"https://a","auth":{"type":"basic","password":""}} | /auth/password | must not be empty
          IntegrationSecrets | {}                                     |                    | must have at least one field
          Mapping     | {"mode":"customized","fields":{"Impact":{}}}  | /fields/Impact     | must be the name of a column: lower-case letters, digits and _
          Terms       | {"dueDate":"tomorrow"}                        | /dueDate           | must be a date and time with a time zone, such as 2026-03-15T12:00:00Z
          PreviewRequest | {}                                         |                    | must have exactly one of these: recommendation, or source and event, or assignment
          """)
  void a_breach_is_said_in_plain_words_of_the_field(
      String schema, String json, String pointer, String detail) {
    Breach breach = new Contract(schema).check(Json.tree(json)).orElseThrow();
    assertThat(breach.pointer()).isEqualTo(pointer == null ? "" : pointer);
    assertThat(breach.detail()).isEqualTo(detail);
  }

  @Test
  void every_pattern_of_the_contract_is_said_in_words() {
    assertThat(WrittenContract.tree().findParents("pattern"))
        .filteredOn(schema -> schema.path("pattern").isTextual())
        .filteredOn(schema -> !schema.path("pattern").asText().equals("\\S"))
        .allSatisfy(schema -> assertThat(schema.path("x-must-be").asText()).isNotBlank());
  }

  @Test
  void what_was_sent_is_not_repeated() {
    for (String json :
        new String[] {
          "{\"auth\":{\"password\":\"hush\\u0000hush\"}}", "{\"auth\":{\"apiKey\":{\"hush\":1}}}"
        }) {
      Breach breach = new Contract("IntegrationSecrets").check(Json.tree(json)).orElseThrow();
      assertThat(breach.detail()).doesNotContain("hush");
    }
  }

  @Test
  void the_detail_is_a_sentence_without_the_place() {
    Breach breach =
        new Contract("Recommendation").check(Json.tree("{\"id\": \"x\"}")).orElseThrow();
    assertThat(breach.pointer()).isEqualTo("/title");
    assertThat(breach.detail()).isEqualTo("is missing");
  }
}
