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

  private final AttackResults findings = new AttackResults();

  @Test
  void nonsense_is_answered_and_leaves_nothing_behind() throws Exception {
    if (wants("fuzz")) {
      try (AttackedApplication target = AttackedApplication.start()) {
        new Fuzz(target, findings).run();
      }
      assertThat(findings.all()).isEmpty();
    }
  }

  @Test
  void nothing_that_may_be_asked_ends_the_process() throws Exception {
    CostTable table = new CostTable();
    if (wants("costs")) {
      try (AttackedApplication target = AttackedApplication.start()) {
        new Costs(target, table, findings).run();
      }
    }
    if (wants("stalls")) {
      try (AttackedApplication target = AttackedApplication.start()) {
        new Stalls(target, table, findings).run();
      }
    }
    if (wants("readers")) {
      try (AttackedApplication target = AttackedApplication.start()) {
        new Stalls(target, table, findings).slowReaders();
      }
    }
    if (wants("tickets")) {
      try (AttackedApplication target = AttackedApplication.start()) {
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
