package dev.ropeway.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Floods of denied calls are counted, and neither lost nor stored one by one. */
class DeniedCallsTest {

  private final DeniedCalls denials = new DeniedCalls();

  private static AuditEntry denied(String who, String origin, int status) {
    return new AuditEntry(
        0, Instant.EPOCH, who, "none", origin, "GET", "/x", "list-assignments", status, 1);
  }

  private static int calls(List<AuditEntry> entries) {
    return entries.stream().mapToInt(AuditEntry::repeats).sum();
  }

  @Test
  void equal_denials_are_one_entry_with_a_count() {
    for (int i = 0; i < 1000; i++) {
      denials.add(denied("anonymous", "10.0.0.1", 401));
    }
    denials.add(denied("anonymous", "10.0.0.2", 401));
    denials.add(denied("ci", "10.0.0.1", 403));

    assertThat(denials.take()).extracting(AuditEntry::repeats).containsExactly(1000, 1, 1);
    assertThat(denials.take()).isEmpty();
  }

  @Test
  void beyond_the_budget_they_are_counted_together_and_none_is_lost() {
    for (int i = 0; i < 100_000; i++) {
      denials.add(denied("anonymous", "address " + i, i % 2 == 0 ? 401 : 403));
    }

    List<AuditEntry> taken = denials.take();

    assertThat(taken).hasSize(DeniedCalls.BURST + 2);
    assertThat(calls(taken)).isEqualTo(100_000);
    assertThat(taken)
        .filteredOn(entry -> entry.who().equals(DeniedCalls.MANY))
        .extracting(AuditEntry::status)
        .containsExactlyInAnyOrder(401, 403);
  }

  @Test
  void a_flood_that_lasts_is_held_to_a_few_entries_each_second() {
    int stored = 0;
    for (int second = 0; second < 3600; second++) {
      for (int i = 0; i < 100; i++) {
        denials.add(denied("anonymous", "address " + second + "." + i, 401));
      }
      stored += denials.take().size();
    }

    assertThat(stored)
        .isLessThanOrEqualTo(DeniedCalls.BURST + 3600 * (DeniedCalls.EACH_SECOND + 1));
  }

  @Test
  void after_a_flood_denials_are_told_apart_again() {
    for (int i = 0; i < 10_000; i++) {
      denials.add(denied("anonymous", "address " + i, 401));
    }
    denials.take();
    denials.take();

    denials.add(denied("ci", "10.0.0.1", 403));

    assertThat(denials.take()).extracting(AuditEntry::who).containsExactly("ci");
  }
}
