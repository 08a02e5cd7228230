package dev.ropeway.servicenow;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * One call of the Table API.
 *
 * @param itemClass the class whose table is called in place of {@code cmdb_ci}; else null
 * @param sysId null for a list or a create
 * @param query null unless a list
 * @param fields what the answer is to carry, always named: a whole incident has 92 columns
 * @param body what is written; empty for reads
 * @param purpose decides what it may cost where the instance limits calls
 * @param timeout the longest it may take; null for that of its connection
 */
public record TableCall(
    String integration,
    Verb verb,
    Table table,
    CmdbClass itemClass,
    String sysId,
    String query,
    List<String> fields,
    int limit,
    Map<String, Object> body,
    Purpose purpose,
    Duration timeout) {

  /** What a call does, in the component's words. */
  public enum Verb {
    RETRIEVE("retrieve"),
    CREATE("create"),
    UPDATE("update");

    private final String action;

    Verb(String action) {
      this.action = action;
    }

    String action() {
      return action;
    }
  }

  public TableCall {
    fields = List.copyOf(fields);
    if (sysId != null) {
      SysId.require(sysId);
    }
  }

  /** The table whose name goes into the path. */
  String tableName() {
    return itemClass == null ? table.wireName() : itemClass.name();
  }

  public TableCall within(Duration longest) {
    return new TableCall(
        integration, verb, table, itemClass, sysId, query, fields, limit, body, purpose, longest);
  }

  public TableCall as(Purpose other) {
    return new TableCall(
        integration, verb, table, itemClass, sysId, query, fields, limit, body, other, timeout);
  }

  public static TableCall list(
      String integration, Table table, EncodedQuery query, List<String> fields, int limit) {
    return new TableCall(
        integration,
        Verb.RETRIEVE,
        table,
        null,
        null,
        query.toString(),
        fields,
        limit,
        Map.of(),
        Purpose.POLL,
        null);
  }

  public static TableCall one(String integration, Table table, String sysId, List<String> fields) {
    return new TableCall(
        integration,
        Verb.RETRIEVE,
        table,
        null,
        sysId,
        null,
        fields,
        0,
        Map.of(),
        Purpose.POLL,
        null);
  }

  public static TableCall create(
      String integration, Table table, Map<String, Object> body, List<String> fields) {
    return new TableCall(
        integration, Verb.CREATE, table, null, null, null, fields, 0, body, Purpose.CREATE, null);
  }

  /** Makes a configuration item of a class. */
  public static TableCall create(
      String integration, CmdbClass itemClass, Map<String, Object> body, List<String> fields) {
    return new TableCall(
        integration,
        Verb.CREATE,
        Table.CMDB_CI,
        itemClass,
        null,
        null,
        fields,
        0,
        body,
        Purpose.CREATE,
        null);
  }

  public static TableCall update(
      String integration,
      Table table,
      String sysId,
      Map<String, Object> body,
      List<String> fields) {
    return new TableCall(
        integration, Verb.UPDATE, table, null, sysId, null, fields, 0, body, Purpose.UPDATE, null);
  }
}
