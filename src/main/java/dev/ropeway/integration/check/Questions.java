package dev.ropeway.integration.check;

import dev.ropeway.servicenow.CmdbClass;
import dev.ropeway.servicenow.EncodedQuery;
import dev.ropeway.servicenow.Table;
import dev.ropeway.servicenow.TableCall;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What a test asks an instance; all of it only reads. */
record Questions(String integration) {

  private static final int MANY = 500;

  /** So many records show whether all can be read. */
  static final int SAMPLE = 100;

  TableCall me() {
    return Identity.question(integration);
  }

  TableCall tickets(Table table) {
    return TableCall.list(
        integration, table, new EncodedQuery().orderBy("sys_id"), List.of("sys_id", "number"), 1);
  }

  /** Whether a table can be read, and all of it: some that are changed seldom. */
  TableCall reading(Table table) {
    return TableCall.list(
        integration, table, new EncodedQuery().orderBy("sys_id"), List.of("sys_id"), SAMPLE);
  }

  TableCall journal(Table table) {
    return TableCall.list(
        integration,
        Table.SYS_JOURNAL_FIELD,
        new EncodedQuery().is("name", table.wireName()),
        List.of("sys_id", "element"),
        1);
  }

  TableCall attachments(List<Table> tables) {
    return TableCall.list(
        integration,
        Table.SYS_ATTACHMENT,
        new EncodedQuery().in("table_name", tables.stream().map(Table::wireName).toList()),
        List.of("sys_id", "file_name"),
        1);
  }

  TableCall users() {
    return TableCall.list(
        integration,
        Table.SYS_USER,
        new EncodedQuery().is("active", "true"),
        List.of("sys_id", "name", "user_name", "email"),
        2);
  }

  TableCall groups() {
    return TableCall.list(
        integration,
        Table.SYS_USER_GROUP,
        new EncodedQuery().is("active", "true"),
        List.of("sys_id", "name"),
        1);
  }

  TableCall items() {
    return TableCall.list(
        integration,
        Table.CMDB_CI,
        new EncodedQuery().orderBy("sys_id"),
        List.of("sys_id", "name", "correlation_id"),
        1);
  }

  /** Whether the table of a class is there, and open to the user. */
  TableCall items(CmdbClass itemClass) {
    return TableCall.list(
        integration, itemClass, new EncodedQuery().orderBy("sys_id"), List.of("sys_id"), 1);
  }

  TableCall roles() {
    return TableCall.list(
        integration,
        Table.SYS_USER_HAS_ROLE,
        new EncodedQuery().isMe("user.user_name"),
        List.of("role.name", "state", "user.user_name"),
        MANY);
  }

  TableCall version() {
    return TableCall.list(
        integration,
        Table.SYS_PROPERTIES,
        new EncodedQuery().in("name", List.of("glide.buildname", "glide.buildtag")),
        List.of("name", "value"),
        MANY);
  }

  TableCall choices(Table table, Set<String> codeFields) {
    return TableCall.list(
        integration,
        Table.SYS_CHOICE,
        new EncodedQuery()
            .in("name", lists(table))
            .in("element", elements(codeFields))
            .is("inactive", "false"),
        List.of("name", "element", "value", "label"),
        MANY);
  }

  private static List<String> lists(Table table) {
    return table.isTask() ? List.of(table.wireName(), "task") : List.of(table.wireName());
  }

  private static List<String> elements(Set<String> codeFields) {
    return Stream.concat(Stream.of("state"), codeFields.stream()).toList();
  }

  TableCall mandatory(Collection<Table> tables) {
    List<String> names = new ArrayList<>(tables.stream().map(Table::wireName).sorted().toList());
    names.add("task");
    return TableCall.list(
        integration,
        Table.SYS_DICTIONARY,
        new EncodedQuery().in("name", names).is("mandatory", "true"),
        List.of("name", "element", "column_label", "default_value"),
        MANY);
  }
}
