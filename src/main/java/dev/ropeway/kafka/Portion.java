package dev.ropeway.kafka;

import dev.ropeway.correlation.Proposal;
import java.util.ArrayList;
import java.util.List;

/** Records whose findings are stored in one transaction. */
public record Portion(List<Told> records) {

  /** As many findings as one request over REST may bring; one record alone may tell of more. */
  private static final int MAX_FINDINGS = 1000;

  /** Whole records, in their order. */
  static List<Portion> of(List<Told> records) {
    List<Portion> portions = new ArrayList<>();
    List<Told> next = new ArrayList<>();
    int findings = 0;
    for (Told told : records) {
      if (!next.isEmpty() && findings + told.proposals().size() > MAX_FINDINGS) {
        portions.add(new Portion(List.copyOf(next)));
        next.clear();
        findings = 0;
      }
      next.add(told);
      findings += told.proposals().size();
    }
    if (!next.isEmpty()) {
      portions.add(new Portion(List.copyOf(next)));
    }
    return portions;
  }

  List<Portion> each() {
    return records.stream().map(told -> new Portion(List.of(told))).toList();
  }

  List<Proposal> proposals() {
    return records.stream().flatMap(told -> told.proposals().stream()).toList();
  }
}
