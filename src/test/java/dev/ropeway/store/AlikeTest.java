package dev.ropeway.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlikeTest {

  private static final List<String> WORDS =
      List.of("severity", "source", "ticketType", "clientId", "tags");

  @ParameterizedTest
  @CsvSource({
    "serverity, severity",
    "Severity, severity",
    "ticket-typ, ticketType",
    "ticket_type, ticketType",
    "clientID, clientId",
    "tag, tags",
    "sorce, source"
  })
  void a_slip_is_told_from_the_word_that_was_meant(String given, String meant) {
    assertThat(Alike.to(given, WORDS)).contains(meant);
  }

  @ParameterizedTest
  @CsvSource({"colour", "x", "user", "''"})
  void another_word_is_none_of_them(String given) {
    assertThat(Alike.to(given, WORDS)).isEmpty();
  }

  @Test
  void a_very_long_word_is_not_compared() {
    assertThat(Alike.to("s".repeat(100_000), WORDS)).isEmpty();
  }
}
