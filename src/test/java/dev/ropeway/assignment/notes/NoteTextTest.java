package dev.ropeway.assignment.notes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NoteTextTest {

  private static final UUID ID = UUID.fromString("01a1fcb3-0000-7000-8000-5a2d90c1e7f3");
  private static final String NOTE = NoteText.marked(ID, "We patch on Friday.\nAll hosts.", "ada");

  @Test
  void a_posted_note_ends_with_who_posted_it_and_which_it_is() {
    assertThat(NOTE)
        .isEqualTo("We patch on Friday.\nAll hosts.\n\u2014 ada via Ropeway #5a2d90c1e7f3");
    assertThat(NoteText.codeIn(NOTE)).contains("5a2d90c1e7f3");
    assertThat(NoteText.marked(ID, "[CODE]<b>x</b>[/code]", "ada"))
        .startsWith("(code)<b>x</b>(/code)\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        " via Ropeway #5a2d90c1e7f",
        "via Ropeway #5a2d90c1e7fX",
        "hello via Ropeway #5a2d90c1e7f3, it says"
      })
  void what_is_no_mark_has_no_code(String text) {
    assertThat(NoteText.codeIn(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%s",
        "  %s  \r\n",
        "Ada Fulmer (Jira) wrote:\n%s",
        "[Jira] %s",
        "ServiceNow comment (Ada):\n\n%s"
      })
  void a_copy_is_known_under_its_heading(String copy) {
    assertThat(NoteText.isCopy(copy.formatted(NOTE), NOTE)).isTrue();
    assertThat(NoteText.isCopy(copy.formatted(NOTE.replace("\n", "  ")), NOTE)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "I do not agree. %s",
        "%s\nNo, on Monday.",
        "Please do it at once, and before that read this %s",
        "prefix%s"
      })
  void who_quotes_a_note_and_says_more_is_heard(String quote) {
    assertThat(NoteText.isCopy(quote.formatted(NOTE), NOTE)).isFalse();
  }

  @Test
  void a_long_text_before_a_note_is_no_heading() {
    assertThat(NoteText.isCopy("x ".repeat(150) + ": " + NOTE, NOTE)).isFalse();
  }

  @Test
  void blanks_and_line_ends_do_not_count() {
    assertThat(NoteText.digest(" a\r\n b\t c ")).isEqualTo(NoteText.digest("a b c"));
    assertThat(NoteText.digest("a b c")).isNotEqualTo(NoteText.digest("a b d"));
  }
}
