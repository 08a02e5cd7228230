package dev.ropeway.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FieldDiffTest {

  /**
   * a, b, c: our wishes in their order; A: how the instance wrote our a; p: a person's; -: absent.
   * Tried is what an update was about to write whose end is not known.
   */
  @ParameterizedTest(name = "want {0}, sent {1}, answered {2}, tried {3}, shows {4}: {5}")
  @CsvSource({
    // want, sent, answered, tried, shows, then
    "a, a, a, -, a, nothing", // all as we left it
    "a, a, a, -, p, nothing", // a person changed it, and we want nothing new
    "a, a, A, -, A, nothing", // the instance writes it its own way
    "a, a, a, -, -, nothing", // not readable, and we want nothing new
    "b, a, a, -, a, write", // we changed our mind, nobody touched it
    "b, a, A, -, A, write", // as the instance wrote our last
    "b, a, A, -, a, write", // as we sent it
    "b, a, -, -, a, write", // what we sent stands; the answer did not tell
    "b, a, -, -, p, keep",
    "b, a, a, -, p, keep", // a person was here
    "b, a, a, -, b, nothing", // a person did what we want
    "b, a, a, -, -, keep", // not readable: it might be a person's
    "b, a, a, -, '', keep", // emptied by a person
    "'', a, a, -, a, write", // we empty it
    "'', a, a, -, p, keep",
    "'', a, a, -, '', nothing",
    "b, -, -, -, b, nothing", // never written and there already
    "b, -, -, -, p, keep",
    "b, -, -, -, '', keep",
    "b, '', '', -, '', write", // empty as we left it
    "b, a, a, b, b, nothing", // the lost update was executed
    "b, a, a, b, a, write", // it was not
    "b, a, a, b, p, keep", // a person came after it
    "a, a, a, b, b, write", // it was, and we went back to the wish before
    "a, a, a, b, a, nothing",
    "a, a, a, b, p, keep",
    "c, a, a, b, b, write", // it was, and we want yet another
    "c, a, a, b, a, write",
    "c, a, a, b, p, keep",
    "b, a, a, b, -, keep"
  })
  void a_field_is_written_when_our_wish_changed_and_nobody_elses_hand_was_on_it(
      String want, String sent, String answered, String tried, String shows, String then) {
    LastWritten base = new LastWritten(field(sent), field(answered), field(tried));
    FieldDiff changes = FieldDiff.between(field(want), base, field(shows));
    assertThat(changes.write()).isEqualTo(then.equals("write") ? field(want) : Map.of());
    assertThat(changes.kept()).isEqualTo(then.equals("keep") ? List.of("f") : List.of());
  }

  @Test
  void each_field_is_compared_for_itself() {
    Map<String, String> ours = Map.of("a", "1", "b", "1", "c", "1");
    FieldDiff changes =
        FieldDiff.between(
            Map.of("a", "2", "b", "2", "c", "1"),
            new LastWritten(ours, ours, null),
            Map.of("a", "1", "b", "person", "c", "person"));
    assertThat(changes).isEqualTo(new FieldDiff(Map.of("a", "2"), List.of("b")));
  }

  @Test
  void before_the_first_write_everything_is_wanted() {
    LastWritten nothing = new LastWritten(null, null, null);
    assertThat(FieldDiff.wanted(Map.of("a", "1"), nothing)).isEqualTo(Map.of("a", "1"));
    assertThat(FieldDiff.between(Map.of("a", "1"), nothing, Map.of("a", "x")).kept())
        .containsExactly("a");
  }

  @Test
  void after_a_write_that_is_known_nothing_is_left_open() {
    LastWritten base =
        new LastWritten(Map.of("a", "1", "b", "1"), Map.of("a", "1"), Map.of("a", "2"))
            .wrote(Map.of("a", "3"), Map.of("a", "three"));
    assertThat(base.sent()).isEqualTo(Map.of("a", "3", "b", "1"));
    assertThat(base.echoed()).isEqualTo(Map.of("a", "three"));
    assertThat(base.says("a", "3")).isTrue();
    assertThat(base.made("a", "2")).isFalse();
    assertThat(base.made("a", null)).isFalse();
  }

  private static Map<String, String> field(String value) {
    Map<String, String> fields = new HashMap<>();
    if (!value.equals("-")) {
      fields.put("f", value);
    }
    return fields;
  }
}
