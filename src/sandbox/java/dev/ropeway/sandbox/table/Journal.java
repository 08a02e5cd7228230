package dev.ropeway.sandbox.table;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds the comments and work notes of a record without walking all of sys_journal_field. */
public final class Journal {
  private final Map<String, List<Row>> byRecord = new HashMap<>();

  void added(Row entry) {
    byRecord.computeIfAbsent(entry.get("element_id"), id -> new ArrayList<>(2)).add(entry);
  }

  void removed(Row entry) {
    byRecord.computeIfPresent(
        entry.get("element_id"),
        (id, entries) -> {
          entries.remove(entry);
          return entries.isEmpty() ? null : entries;
        });
  }

  /** Entries of one record and element, newest first; every element when the name is the list's. */
  public List<Row> entries(Row record, String element) {
    List<Row> entries = new ArrayList<>();
    List<Row> all = byRecord.getOrDefault(record.sysId(), List.of());
    for (int i = all.size() - 1; i >= 0; i--) {
      Row entry = all.get(i);
      if (element.equals("comments_and_work_notes") || entry.get("element").equals(element)) {
        entries.add(entry);
      }
    }
    return entries;
  }
}
