package dev.ropeway.sandbox.table;

import java.util.HashMap;
import java.util.Map;

/** Inserts, changes and deletes records with everything the platform does along the way. */
public final class Records {
  private final Tables database;
  private final InputValues input;

  public Records(Tables database) {
    this.database = database;
    this.input = new InputValues(database);
  }

  public Row insert(TableRows table, Map<String, String> values, PendingRecord.Author author) {
    PendingRecord draft = new PendingRecord(table, null, author);
    draft.after.putAll(table.defaults());
    Map<String, String> journal = accept(draft, values);
    BusinessRules.apply(draft);
    requireMandatory(draft);
    Row row = database.newRow(table);
    stampNew(draft);
    draft.after.forEach((column, value) -> row.set(table.position(column), value));
    table.insert(row);
    database.written(row);
    // An event kept from an earlier run has its alert already.
    if (table.name.equals("em_event") && row.get("alert").isEmpty()) {
      new Alerts(database, this).correlate(row, author);
    }
    journal.forEach((element, text) -> write(row, element, text, author));
    return row;
  }

  /** Says whether anything changed. */
  public boolean update(Row row, Map<String, String> values, PendingRecord.Author author) {
    PendingRecord draft = new PendingRecord(row.table, row, author);
    Map<String, String> journal = accept(draft, values);
    BusinessRules.apply(draft);
    requireMandatory(draft);
    Map<Integer, String> changes = new HashMap<>();
    draft.after.forEach(
        (column, value) -> {
          if (draft.changes(column)) {
            changes.put(row.table.position(column), value);
          }
        });
    if (changes.isEmpty() && journal.isEmpty()) {
      // Our sources are silent on a write that changes nothing; here it leaves no trace.
      return false;
    }
    if (author.stamped()) {
      PendingRecord stamps = new PendingRecord(row.table, row, author);
      stamps.increment("sys_mod_count");
      stamps.set("sys_updated_on", author.stamp());
      stamps.set("sys_updated_by", author.user().userName());
      stamps.after.forEach(
          (column, value) -> changes.putIfAbsent(row.table.position(column), value));
    }
    row.table.change(row, changes);
    database.written(row);
    journal.forEach((element, text) -> write(row, element, text, author));
    return true;
  }

  public void delete(Row row, PendingRecord.Author author) {
    row.table.remove(row);
    if (row.table.name.equals("sys_journal_field")) {
      database.journal().removed(row);
    }
    database.written(row);
    TableRows audit = database.table("sys_audit_delete");
    if (row.table != audit) {
      insert(
          audit,
          Map.of(
              "tablename", row.table.name,
              "documentkey", row.sysId(),
              "display_value", row.get(row.table.displayColumn)),
          author);
    }
  }

  /** Takes over what may be written and hands back the journal entries among it. */
  private Map<String, String> accept(PendingRecord draft, Map<String, String> values) {
    Map<String, String> journal = new HashMap<>();
    values.forEach(
        (name, text) -> {
          Column column = draft.table.column(name);
          if (column == null || (column.readOnly() && draft.author.bound())) {
            return; // both are ignored silently by the Table API
          }
          if (column.isJournal()) {
            if (!text.isEmpty() && !column.type().equals("journal_list")) {
              journal.put(name, text);
            }
            return;
          }
          String value = draft.author.bound() ? input.accepted(draft, column, text) : text;
          if (value != null) {
            draft.after.put(name, value);
          }
        });
    return journal;
  }

  private static void requireMandatory(PendingRecord draft) {
    if (!draft.table.mandatory().isEmpty()) {
      draft.require(draft.table.mandatory());
    }
  }

  private void stampNew(PendingRecord draft) {
    PendingRecord.Author author = draft.author;
    setIfAbsent(draft, "sys_id", database.newSysId());
    if (!draft.table.firstNumber.isEmpty()) {
      if (!draft.after.containsKey("number")) {
        draft.set("number", database.nextNumber(draft.table));
      }
      setIfAbsent(draft, "task_effective_number", draft.get("number"));
      setIfAbsent(draft, "opened_at", author.stamp());
      setIfAbsent(draft, "opened_by", author.user().sysId());
    }
    setIfAbsent(draft, "sys_class_name", draft.table.name);
    setIfAbsent(draft, "sys_mod_count", "0");
    setIfAbsent(draft, "sys_created_on", author.stamp());
    setIfAbsent(draft, "sys_created_by", author.user().userName());
    setIfAbsent(draft, "sys_updated_on", draft.get("sys_created_on"));
    setIfAbsent(draft, "sys_updated_by", draft.get("sys_created_by"));
  }

  private static void setIfAbsent(PendingRecord draft, String column, String value) {
    if (draft.get(column).isEmpty()) {
      draft.set(column, value);
    }
  }

  private void write(Row record, String element, String text, PendingRecord.Author author) {
    Row entry =
        insert(
            database.table("sys_journal_field"),
            Map.of(
                "name",
                record.table.name,
                "element",
                element,
                "element_id",
                record.sysId(),
                "value",
                text),
            author);
    database.journal().added(entry);
  }
}
