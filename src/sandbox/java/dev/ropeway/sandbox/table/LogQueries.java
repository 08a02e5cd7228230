package dev.ropeway.sandbox.table;

import java.util.List;
import java.util.Set;

/**
 * Finds queries that would hurt an instance: tables that grow for ever, or that rotation has cut
 * into shards, must be asked for a window of creation, in an order that has an index.
 */
final class LogQueries {
  private static final String CREATED = "sys_created_on";
  private static final Set<String> LOGS =
      Set.of("sysevent", "syslog_transaction", "sys_audit", "sys_audit_role", "sys_audit_delete");
  private static final Set<String> INDEXED = Set.of(CREATED, "sys_id");
  private static final Set<QueryOperator> FROM =
      Set.of(QueryOperator.GREATER, QueryOperator.GREATER_OR_EQUAL, QueryOperator.EQUAL);
  private static final Set<QueryOperator> TO =
      Set.of(QueryOperator.LESS, QueryOperator.LESS_OR_EQUAL, QueryOperator.EQUAL);
  private static final Set<QueryOperator> NAMED = Set.of(QueryOperator.EQUAL, QueryOperator.IN);

  private LogQueries() {}

  /** What is wrong with a query; null for nothing. */
  static String complaint(String table, ParsedQuery query) {
    if (!LOGS.contains(table)) {
      return null;
    }
    for (List<List<QueryTerm>> group : query.groups()) {
      if (!has(group, CREATED, FROM) || !has(group, CREATED, TO)) {
        return table + " was asked without a window of sys_created_on";
      }
      if (table.equals("sys_audit") && !has(group, "tablename", NAMED)) {
        return "sys_audit was asked without tablename";
      }
    }
    for (ParsedQuery.Order order : query.orders()) {
      if (!INDEXED.contains(order.field())) {
        return table + " was ordered by " + order.field();
      }
    }
    return null;
  }

  private static boolean has(
      List<List<QueryTerm>> group, String field, Set<QueryOperator> operators) {
    return group.stream()
        .filter(clause -> clause.size() == 1)
        .map(clause -> clause.get(0))
        .anyMatch(term -> term.field().equals(field) && operators.contains(term.operator()));
  }
}
