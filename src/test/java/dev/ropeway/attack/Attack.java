package dev.ropeway.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Attacks the packaged application: {@code mvn -Pattack verify}, or a part of it with {@code
 * -Dattack.only=fuzz}. Something that costs too much is a line of the table; a wrong answer or a
 * dead process fails.
 */
class Attack {

  private final Findings findings = new Findings();

  @Test
  void nonsense_is_answered_and_leaves_nothing_behind() throws Exception {
    if (wants("fuzz")) {
      try (Target target = Target.start()) {
        new Fuzz(target, findings).run();
      }
      assertThat(findings.all()).isEmpty();
    }
  }

  @Test
  void nothing_that_may_be_asked_ends_the_process() throws Exception {
    Table table = new Table();
    if (wants("costs")) {
      try (Target target = Target.start()) {
        new Costs(target, table, findings).run();
      }
    }
    if (wants("stalls")) {
      try (Target target = Target.start()) {
        new Stalls(target, table, findings).run();
      }
    }
    if (wants("readers")) {
      try (Target target = Target.start()) {
        new Stalls(target, table, findings).slowReaders();
      }
    }
    if (wants("tickets")) {
      try (Target target = Target.start()) {
        new WorstFindings(target, table).run();
      }
    }
    System.out.println(table);
    assertThat(findings.all()).isEmpty();
  }

  private static boolean wants(String part) {
    List<String> only = List.of(System.getProperty("attack.only", part).split(","));
    return only.contains(part);
  }
}
