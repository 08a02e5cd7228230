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
    assertThat(breach.detail()).contains("asignedTo");
  }

  @Test
  void the_detail_is_a_sentence_without_the_place() {
    Breach breach =
        new Contract("Recommendation").check(Json.tree("{\"id\": \"x\"}")).orElseThrow();
    assertThat(breach.pointer()).isEqualTo("/title");
    assertThat(breach.detail()).contains("title").doesNotStartWith("/").doesNotStartWith(":");
  }
}
