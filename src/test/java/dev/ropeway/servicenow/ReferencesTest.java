package dev.ropeway.servicenow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ropeway.servicenow.References.Name;
import dev.ropeway.servicenow.References.UnresolvedException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReferencesTest {

  private static final String HEIDI = "a".repeat(32);
  private static final String PETER = "b".repeat(32);
  private static final Name USER = new Name("acme", Table.SYS_USER, "heidi");
  private static final Name GROUP = new Name("acme", Table.SYS_USER_GROUP, "Hut keepers");

  private final References references = new References();

  @Test
  void a_sys_id_needs_no_question() {
    assertThat(references.find(new Name("acme", Table.SYS_USER, HEIDI))).contains(HEIDI);
  }

  @Test
  void a_user_is_asked_for_by_name_login_and_email_among_the_active() {
    TableCall question = References.question(USER);
    assertThat(question.table()).isEqualTo(Table.SYS_USER);
    assertThat(question.query())
        .isEqualTo("active=true^name=heidi^ORuser_name=heidi^ORemail=heidi");
    assertThat(question.limit()).isGreaterThan(1);
  }

  @Test
  void a_group_is_asked_for_by_name() {
    assertThat(References.question(GROUP).query()).isEqualTo("active=true^name=Hut keepers");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x^ORactive=true", "javascript:gs.getUserID()", "a\nb", " "})
  void a_name_that_could_mean_more_is_refused_before_it_is_asked(String text) {
    assertThatThrownBy(() -> References.question(new Name("acme", Table.SYS_USER, text)))
        .isInstanceOf(UnresolvedException.class);
  }

  @Test
  void the_only_one_found_is_remembered_for_its_integration() {
    assertThat(references.learn(USER, answer(row(HEIDI, "Heidi", "heidi")))).isEqualTo(HEIDI);
    assertThat(references.find(USER)).contains(HEIDI);
    assertThat(references.find(new Name("other", Table.SYS_USER, "heidi"))).isEmpty();
    assertThat(references.find(new Name("acme", Table.SYS_USER_GROUP, "heidi"))).isEmpty();
  }

  @Test
  void none_found_is_said_and_not_remembered() {
    assertThatThrownBy(() -> references.learn(USER, answer()))
        .isInstanceOf(UnresolvedException.class)
        .hasMessage("no active user is \"heidi\"");
    assertThatThrownBy(() -> references.learn(GROUP, answer()))
        .hasMessage("no active group is \"Hut keepers\"");
    assertThat(references.find(USER)).isEmpty();
  }

  @Test
  void several_are_named_so_that_a_person_can_choose() {
    TableAnswer several = answer(row(HEIDI, "Heidi A", "heidi.a"), row(PETER, "Heidi B", ""));
    assertThatThrownBy(() -> references.learn(USER, several))
        .isInstanceOf(UnresolvedException.class)
        .hasMessageContaining("Heidi A (heidi.a)")
        .hasMessageContaining("Heidi B (" + PETER + ")");
    assertThat(references.find(USER)).isEmpty();
  }

  @Test
  void one_among_several_that_may_not_be_read_is_not_taken_for_the_only_one() {
    TableAnswer thinned = new TableAnswer(List.of(row(HEIDI, "Heidi", "heidi")), 2, null);
    assertThatThrownBy(() -> references.learn(USER, thinned))
        .isInstanceOf(UnresolvedException.class)
        .hasMessageContaining("several");
  }

  @Test
  void rows_that_may_not_be_read_are_not_called_absent() {
    assertThatThrownBy(() -> references.learn(USER, new TableAnswer(List.of(), 1, null)))
        .isInstanceOf(UnresolvedException.class)
        .hasMessageContaining("may not be read");
  }

  @Test
  void a_row_without_its_sys_id_is_never_a_blank_reference() {
    assertThatThrownBy(
            () -> references.learn(USER, answer(new TableRecord(Map.of("name", "Heidi")))))
        .isInstanceOf(UnresolvedException.class)
        .hasMessageContaining("may not be read");
    assertThat(references.find(USER)).isEmpty();
  }

  private static TableRecord row(String sysId, String name, String login) {
    return new TableRecord(Map.of("sys_id", sysId, "name", name, "user_name", login));
  }

  private static TableAnswer answer(TableRecord... rows) {
    return new TableAnswer(List.of(rows), rows.length, null);
  }
}
