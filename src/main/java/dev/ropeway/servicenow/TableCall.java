package dev.ropeway.servicenow;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * One call of the Table API, or of one of those that make tickets beside it.
 *
 * @param itemClass the class whose table is called in place of {@code cmdb_ci}; else null
 * @param sysId null for a list or a create
 * @param query null unless a list
 * @param fields what the answer is to carry, always named: a whole incident has 92 columns
 * @param body what is written; empty for reads
 * @param purpose decides what it may cost where the instance limits calls
 * @param timeout the longest it may take; null for that of its connection
 * @param view how the records of a list are shown
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
    Duration timeout,
    View view) {

  /**
   * How the records of a list are shown.
   *
   * @param labels whether each value comes with what people see instead
   * @param offset how many records are left out at the beginning
   */
  public record View(boolean labels, int offset) {
    static final View PLAIN = new View(false, 0);
  }

  /** A file that is to be attached. */
  public record Upload(String name, String contentType, byte[] bytes) {
    private static final String IN_BODY = "file";
  }

  /** What a call does, in the component's words. */
  public enum Verb {
    RETRIEVE("retrieve"),
    CREATE("create"),
    UPDATE("update"),
    /** Attaches a file to a record. */
    ATTACH("upload", "attachment"),
    /** Deletes an attachment. */
    DETACH("delete", "attachment"),
    /** Posts a row to an import table, which a transform makes a record of. */
    IMPORT("create", "import"),
    /** Makes a change of the template whose sys_id is named; no resource of the component. */
    STANDARD_CHANGE("create", null),
    /** Lists the templates of standard changes; no resource of the component. */
    LIST_TEMPLATES("retrieve", null);

    private final String action;
    private final String resource;

    Verb(String action) {
      this(action, "table");
    }

    Verb(String action, String resource) {
      this.action = action;
      this.resource = resource;
    }

    String action() {
      return action;
    }

    /** The component's name of the API; null where the component has none. */
    String resource() {
      return resource;
    }
  }

  private static final Map<Verb, Purpose> PURPOSES =
      Map.of(Verb.UPDATE, Purpose.UPDATE, Verb.ATTACH, Purpose.UPDATE, Verb.DETACH, Purpose.UPDATE);

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
    return with(purpose, longest, view);
  }

  public TableCall as(Purpose other) {
    return with(other, timeout, view);
  }

  /** The same with labels, from a later record on. */
  public TableCall labelled(int offset) {
    return with(purpose, timeout, new View(true, offset));
  }

  /** The same from a later record on. */
  public TableCall from(int offset) {
    return with(purpose, timeout, new View(view.labels(), offset));
  }

  private TableCall with(Purpose other, Duration longest, View shown) {
    return new TableCall(
        integration,
        verb,
        table,
        itemClass,
        sysId,
        query,
        fields,
        limit,
        body,
        other,
        longest,
        shown);
  }

  private static TableCall list(
      String integration,
      Table table,
      CmdbClass itemClass,
      EncodedQuery query,
      List<String> fields,
      int limit) {
    return new TableCall(
        integration,
        Verb.RETRIEVE,
        table,
        itemClass,
        null,
        query.toString(),
        fields,
        limit,
        Map.of(),
        Purpose.POLL,
        null,
        View.PLAIN);
  }

  private static TableCall written(
      String integration,
      Verb verb,
      Table table,
      CmdbClass itemClass,
      String sysId,
      Map<String, Object> body,
      List<String> fields) {
    return new TableCall(
        integration,
        verb,
        table,
        itemClass,
        sysId,
        null,
        fields,
        0,
        body,
        PURPOSES.getOrDefault(verb, Purpose.CREATE),
        null,
        View.PLAIN);
  }

  public static TableCall list(
      String integration, Table table, EncodedQuery query, List<String> fields, int limit) {
    return list(integration, table, null, query, fields, limit);
  }

  /** Reads configuration items of a class. */
  public static TableCall list(
      String integration, CmdbClass itemClass, EncodedQuery query, List<String> fields, int limit) {
    return list(integration, Table.CMDB_CI, itemClass, query, fields, limit);
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
        null,
        View.PLAIN);
  }

  /** Lists the templates of standard changes that can be used now. */
  public static TableCall templates(String integration, Table table, int limit) {
    return new TableCall(
        integration,
        Verb.LIST_TEMPLATES,
        table,
        null,
        null,
        null,
        List.of(),
        limit,
        Map.of(),
        Purpose.POLL,
        null,
        View.PLAIN);
  }

  public static TableCall create(
      String integration, Table table, Map<String, Object> body, List<String> fields) {
    return written(integration, Verb.CREATE, table, null, null, body, fields);
  }

  /** Makes a configuration item of a class. */
  public static TableCall create(
      String integration, CmdbClass itemClass, Map<String, Object> body, List<String> fields) {
    return written(integration, Verb.CREATE, Table.CMDB_CI, itemClass, null, body, fields);
  }

  /** Attaches a file to a record. */
  public static TableCall attach(String integration, Table table, String sysId, Upload file) {
    Map<String, Object> body = Map.of(Upload.IN_BODY, file);
    return written(integration, Verb.ATTACH, table, null, sysId, body, List.of());
  }

  /** Deletes an attachment. */
  public static TableCall detach(String integration, String sysId) {
    return written(
        integration, Verb.DETACH, Table.SYS_ATTACHMENT, null, sysId, Map.of(), List.of());
  }

  /** The file of {@link Verb#ATTACH}; null of others. */
  Upload upload() {
    return (Upload) body.get(Upload.IN_BODY);
  }

  /** Stages a row, which a transform makes a ticket of. */
  public static TableCall stage(String integration, String importTable, Map<String, Object> body) {
    Table table = Table.ofImports(importTable);
    return written(integration, Verb.IMPORT, table, null, null, body, List.of());
  }

  /** Makes a change of a template. */
  public static TableCall standardChange(
      String integration, Table table, String template, Map<String, Object> body) {
    return written(integration, Verb.STANDARD_CHANGE, table, null, template, body, List.of());
  }

  public static TableCall update(
      String integration,
      Table table,
      String sysId,
      Map<String, Object> body,
      List<String> fields) {
    return written(integration, Verb.UPDATE, table, null, sysId, body, fields);
  }
}
