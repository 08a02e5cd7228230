package dev.ropeway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.ropeway.assignment.AssignmentSpec;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the contract lets through and a type does not: nothing today, and told as well. */
class JsonFlawTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\"remediationTimeframe\":\"P99999999999999999999D\"} | cannot be \"P99999999999999999999D\"",
        "{\"dueDate\":\"2026-99-99T00:00:00Z\"} | cannot be \"2026-99-99T00:00:00Z\"",
        "{\"dueDate\":\"a\\nb\"}                | cannot be \"a ⏎ b\"",
        "{\"impact\":\"many\"}                  | cannot be \"many\"",
        "{\"impact\":[1]}                       | has the wrong type",
        "{\"notify\":7}                         | has the wrong type"
      })
  void a_value_is_refused_without_a_word_of_Java(String json, String words) {
    JsonProcessingException thrown =
        catchThrowableOfType(
            JsonProcessingException.class,
            () -> Json.MAPPER.treeToValue(Json.tree(json), AssignmentSpec.class));

    assertThat(JsonFlaw.of(thrown)).isEqualTo(words);
  }
}
