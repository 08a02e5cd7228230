package dev.ropeway.integration.check;

import dev.ropeway.servicenow.EncodedQuery;
import dev.ropeway.servicenow.Endings;
import dev.ropeway.servicenow.Table;
import dev.ropeway.servicenow.TableCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What a test asks an instance; all of it only reads. */
record Questions(String integration) {

  private static final int MANY = 500;

  TableCall me() {
    return Identity.question(integration);
  }

  TableCall tickets(Table table) {
    return TableCall.list(
        integration, table, new EncodedQuery().orderBy("sys_id"), List.of("sys_id", "number"), 1);
  }

  TableCall journal(Table table) {
    return TableCall.list(
        integration,
        Table.SYS_JOURNAL_FIELD,
        new EncodedQuery().is("name", table.wireName()),
        List.of("sys_id", "element"),
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

  TableCall choices(Table table, Endings endings) {
    return TableCall.list(
        integration,
        Table.SYS_CHOICE,
        new EncodedQuery()
            .in("name", List.of(table.wireName(), "task"))
            .in("element", List.of("state", endings.codeField(table)))
            .is("inactive", "false"),
        List.of("name", "element", "value"),
        MANY);
  }

  TableCall mandatory(Set<Table> tables) {
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
