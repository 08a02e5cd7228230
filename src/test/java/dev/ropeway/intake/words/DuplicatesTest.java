package dev.ropeway.intake.words;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ropeway.store.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DuplicatesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Duplicate",
        "duplicate (see 12)",
        "This is a duplicate.",
        "closed as duplicate",
        "A duplicate of INC7",
        "duplicate incident",
        "Merged into incident 12",
        "merged with #12",
        "It was merged into MO99.",
        "redirected to case 9",
        "Superseded by a newer alert"
      })
  void another_stands_for_it(String text) {
    assertThat(told(text)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "The fix was merged into main",
        "We redirected to the healthy region all traffic",
        "Duplicate rows were removed",
        "it is not a duplicate of 7",
        "no duplicate alert was seen",
        "Solved",
        " "
      })
  void it_ended_by_itself(String text) {
    assertThat(told(text)).isNull();
  }

  @Test
  void a_long_report_is_quoted_from_where_it_says_so() {
    String text = "a ".repeat(500) + "merged into MO99. " + "b ".repeat(500);
    assertThat(told(text)).startsWith("merged into MO99.").hasSize(200);
  }

  private static String told(String text) {
    return Duplicates.told(new CaseBlind(Json.tree(Json.write(text))));
  }
}
