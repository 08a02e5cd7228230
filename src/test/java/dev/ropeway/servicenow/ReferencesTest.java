package dev.ropeway.servicenow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ropeway.scenarios.SettableClock;
import dev.ropeway.servicenow.References.Name;
import dev.ropeway.servicenow.References.Question;
import dev.ropeway.servicenow.References.UnresolvedException;
import java.time.Duration;
import java.util.HashMap;
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

  private final References references = new References(new SettableClock());

  private static Question asking(Name name) {
    return new Question(name, false, Duration.ofMinutes(10), Duration.ofMinutes(1));
  }

  private static Question whoever(Name name) {
    return new Question(name, true, Duration.ofMinutes(10), Duration.ofMinutes(1));
  }

  private static Name user(String text) {
    return new Name("acme", Table.SYS_USER, text);
  }

  @Test
  void a_sys_id_needs_no_question() {
    assertThat(references.find(user(HEIDI))).contains(HEIDI);
  }

  @Test
  void a_user_is_asked_for_by_email_login_and_name_among_the_active() {
    TableCall call = asking(USER).call();
    assertThat(call.table()).isEqualTo(Table.SYS_USER);
    assertThat(call.query()).isEqualTo("active=true^email=heidi^ORuser_name=heidi^ORname=heidi");
    assertThat(call.limit()).isGreaterThan(1);
  }

  @Test
  void what_looks_like_an_employee_number_is_asked_for_as_one_too() {
    assertThat(asking(user("E-10017")).call().query()).contains("^ORemployee_number=E-10017^OR");
    assertThat(asking(USER).call().query()).doesNotContain("employee_number");
  }

  @Test
  void a_group_is_asked_for_by_name_and_email() {
    assertThat(asking(GROUP).call().query())
        .isEqualTo("active=true^name=Hut keepers^ORemail=Hut keepers");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x^ORactive=true", "javascript:gs.getUserID()", "a\nb", " "})
  void a_name_that_could_mean_more_is_refused_before_it_is_asked(String text) {
    assertThatThrownBy(() -> asking(user(text)).call()).isInstanceOf(UnresolvedException.class);
    assertThat(references.unknown(user(text))).contains("cannot be looked up");
  }

  @Test
  void the_only_one_found_is_remembered_for_its_integration() {
    assertThat(references.learn(asking(USER), answer(row(HEIDI, "Heidi", "heidi")))).isNull();
    assertThat(references.find(USER)).contains(HEIDI);
    assertThat(references.find(new Name("other", Table.SYS_USER, "heidi"))).isEmpty();
    assertThat(references.find(new Name("acme", Table.SYS_USER_GROUP, "heidi"))).isEmpty();
  }

  @Test
  void who_was_found_is_forgotten_in_time_and_who_was_not_sooner() {
    references.learn(asking(USER), answer(row(HEIDI, "Heidi", "heidi")));
    references.learn(whoever(GROUP), answer());

    SettableClock.advance(Duration.ofSeconds(61));
    assertThat(references.find(USER)).contains(HEIDI);
    assertThat(references.unknown(GROUP)).isNull();

    SettableClock.advance(Duration.ofMinutes(10));
    assertThat(references.find(USER)).isEmpty();
  }

  @Test
  void an_email_is_trusted_more_than_a_login_and_a_login_more_than_a_name() {
    TableRecord byName = row(PETER, "heidi", "p");
    TableRecord byLogin = row(HEIDI, "Heidi A", "Heidi");
    references.learn(asking(USER), answer(byName, byLogin));
    assertThat(references.find(USER)).contains(HEIDI);

    Name email = user("heidi@alp.example");
    TableRecord elsewhere = row(PETER, "x", "heidi@alp.example");
    TableRecord hers = person(HEIDI, Map.of("email", "Heidi@Alp.example", "user_name", "h"));
    references.learn(asking(email), answer(elsewhere, hers));
    assertThat(references.find(email)).contains(HEIDI);
  }

  @Test
  void an_employee_number_is_trusted_more_than_a_name() {
    Name number = user("10017");
    TableRecord named = person(PETER, Map.of("name", "10017"));
    TableRecord hers = person(HEIDI, Map.of("employee_number", "10017"));
    references.learn(asking(number), answer(named, hers));
    assertThat(references.find(number)).contains(HEIDI);
  }

  @Test
  void when_nobody_active_is_found_the_others_are_asked_for_to_say_why() {
    Question next = references.learn(asking(USER), answer());

    assertThat(next.call().query())
        .isEqualTo("email=heidi^ORuser_name=heidi^ORemployee_number=heidi^ORname=heidi");
    TableRecord left =
        person(HEIDI, Map.of("name", "Heidi", "user_name", "heidi", "active", "false"));
    assertThat(references.learn(next, answer(left))).isNull();
    assertThat(references.find(USER)).isEmpty();
    assertThat(references.unknown(USER)).isEqualTo("the user \"heidi\" is inactive: Heidi (heidi)");
  }

  @Test
  void an_active_one_is_taken_before_inactive_ones_of_the_same_name() {
    TableRecord left = person(PETER, Map.of("employee_number", "heidi", "active", "false"));
    TableRecord here = person(HEIDI, Map.of("employee_number", "heidi", "active", "true"));
    references.learn(whoever(USER), answer(left, here));
    assertThat(references.find(USER)).contains(HEIDI);
  }

  @Test
  void none_found_is_said() {
    references.learn(whoever(USER), answer());
    references.learn(whoever(GROUP), answer());
    assertThat(references.unknown(USER)).isEqualTo("no active user matches \"heidi\"");
    assertThat(references.unknown(GROUP)).isEqualTo("no active group matches \"Hut keepers\"");
  }

  @Test
  void several_are_named_so_that_a_person_can_choose() {
    Name name = user("Heidi");
    TableAnswer several = answer(row(HEIDI, "Heidi", "heidi.a"), row(PETER, "Heidi", ""));
    assertThat(references.learn(asking(name), several)).isNull();
    assertThat(references.find(name)).isEmpty();
    assertThat(references.unknown(name))
        .isEqualTo("several match \"Heidi\": Heidi (heidi.a), Heidi (" + PETER + ")");
  }

  @Test
  void records_that_were_not_asked_for_are_nobody() {
    TableAnswer everything = answer(row(HEIDI, "Heidi A", "a"), row(PETER, "Peter B", "b"));
    assertThat(references.learn(asking(user("clara")), everything)).isNotNull();
    TableAnswer one = answer(row(HEIDI, "Heidi A", "a"));
    assertThat(references.learn(asking(user("clara")), one)).isNotNull();
  }

  @Test
  void one_who_was_found_by_a_column_that_may_not_be_read_is_believed() {
    references.learn(asking(USER), answer(person(HEIDI, Map.of("name", "Heidi A"))));
    assertThat(references.find(USER)).contains(HEIDI);
  }

  @Test
  void one_among_several_that_may_not_be_read_is_not_taken_for_the_only_one() {
    TableAnswer thinned = new TableAnswer(List.of(row(HEIDI, "Heidi", "heidi")), 2, null);
    references.learn(asking(USER), thinned);
    assertThat(references.unknown(USER)).contains("several");
  }

  @Test
  void rows_that_may_not_be_read_are_not_called_absent() {
    references.learn(asking(USER), new TableAnswer(List.of(), 1, null));
    assertThat(references.unknown(USER)).contains("the integration user may not read");
  }

  @Test
  void a_row_without_its_sys_id_is_never_a_blank_reference() {
    references.learn(asking(USER), answer(new TableRecord(Map.of("name", "Heidi"))));
    assertThat(references.find(USER)).isEmpty();
    assertThat(references.unknown(USER)).contains("the integration user may not read");
  }

  @Test
  void a_refusal_casts_doubt_only_on_what_was_not_learned_just_now() {
    Duration justNow = Duration.ofSeconds(30);
    references.learn(asking(USER), answer(row(HEIDI, "Heidi", "heidi")));
    assertThat(references.doubt(USER, justNow)).isFalse();

    SettableClock.advance(Duration.ofSeconds(31));
    assertThat(references.doubt(USER, justNow)).isTrue();
    assertThat(references.find(USER)).isEmpty();
    assertThat(references.doubt(USER, justNow)).isFalse();
  }

  private static TableRecord row(String sysId, String name, String login) {
    return person(sysId, Map.of("name", name, "user_name", login));
  }

  /** All columns that are asked for, empty unless given. */
  private static TableRecord person(String sysId, Map<String, String> given) {
    Map<String, String> fields = new HashMap<>();
    fields.put("sys_id", sysId);
    if (!given.containsKey("name") || given.size() > 1) {
      for (String column : List.of("email", "user_name", "employee_number", "name")) {
        fields.put(column, "");
      }
    }
    fields.putAll(given);
    return new TableRecord(fields);
  }

  private static TableAnswer answer(TableRecord... rows) {
    return new TableAnswer(List.of(rows), rows.length, null);
  }
}
