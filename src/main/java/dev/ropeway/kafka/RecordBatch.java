package dev.ropeway.kafka;

import dev.ropeway.correlation.Candidate;
import java.util.ArrayList;
import java.util.List;

/** Records whose recommendations are stored in one transaction. */
public record RecordBatch(List<DecodedRecord> records) {

  /**
   * As many recommendations as one request over REST may bring; one record alone may tell of more.
   */
  private static final int MAX_FINDINGS = 1000;

  /** Whole records, in their order. */
  static List<RecordBatch> of(List<DecodedRecord> records) {
    List<RecordBatch> portions = new ArrayList<>();
    List<DecodedRecord> next = new ArrayList<>();
    int recommendations = 0;
    for (DecodedRecord told : records) {
      if (!next.isEmpty() && recommendations + told.candidates().size() > MAX_FINDINGS) {
        portions.add(new RecordBatch(List.copyOf(next)));
        next.clear();
        recommendations = 0;
      }
      next.add(told);
      recommendations += told.candidates().size();
    }
    if (!next.isEmpty()) {
      portions.add(new RecordBatch(List.copyOf(next)));
    }
    return portions;
  }

  List<RecordBatch> each() {
    return records.stream().map(told -> new RecordBatch(List.of(told))).toList();
  }

  List<Candidate> candidates() {
    return records.stream().flatMap(told -> told.candidates().stream()).toList();
  }
}
