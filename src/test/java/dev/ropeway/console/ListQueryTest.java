package dev.ropeway.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ropeway.assignment.AssignmentFilter;
import dev.ropeway.assignment.Status;
import dev.ropeway.console.ListQuery.UnreadableException;
import org.junit.jupiter.api.Test;

class ListQueryTest {

  private static final String CURSOR = "01a1fca9-45a4-7c6b-9fc1-742b4ff5032e";

  @Test
  void an_address_says_all_that_was_asked_for_and_is_read_back() {
    ListQuery query = ListQuery.of("parked", " a&b=c <d> ", CURSOR);

    assertThat(query.href()).isEqualTo("/?status=parked&text=a%26b%3Dc+%3Cd%3E&before=" + CURSOR);
    assertThat(query.filter().status()).isEqualTo(Status.PARKED);
    assertThat(query.filter().text()).isEqualTo("a&b=c <d>");
  }

  @Test
  void blank_parameters_ask_for_everything() {
    ListQuery query = ListQuery.of("", " ", "");

    assertThat(query.filter()).isEqualTo(AssignmentFilter.ALL);
    assertThat(query.href()).isEqualTo("/");
    assertThat(query.isFiltered()).isFalse();
  }

  @Test
  void another_status_begins_at_the_first_page() {
    assertThat(ListQuery.of("open", "mfa", CURSOR).with(Status.CLOSED).href())
        .isEqualTo("/?status=closed&text=mfa");
  }

  @Test
  void what_cannot_be_read_is_said() {
    assertThatThrownBy(() -> ListQuery.of("lost", null, null))
        .isInstanceOf(UnreadableException.class)
        .hasMessage("No status is called \"lost\".");
    assertThatThrownBy(() -> ListQuery.of(null, null, "1")).isInstanceOf(UnreadableException.class);
    assertThatThrownBy(() -> ListQuery.of(null, "x".repeat(201), null))
        .isInstanceOf(UnreadableException.class);
  }

  @Test
  void a_nul_never_reaches_the_store() {
    assertThat(ListQuery.of(null, "a\0b", null).text()).isEqualTo("ab");
  }
}
