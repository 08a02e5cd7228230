package dev.ropeway.sandbox.table;

import java.util.LinkedHashMap;
import java.util.Map;

/** A request the instance answers with an error body instead of doing it. */
public final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public final int status;
  public final String detail;
  private final transient Map<String, String> headers = new LinkedHashMap<>();

  public Refusal(int status, String message, String detail) {
    super(message, null, false, false);
    this.status = status;
    this.detail = detail;
  }

  public Refusal with(String header, String value) {
    headers.put(header, value);
    return this;
  }

  public Map<String, String> headers() {
    return headers;
  }

  public static Refusal dataPolicy(String labels) {
    return new Refusal(
        403,
        "Operation Failed",
        "Data Policy Exception: The following fields are mandatory: " + labels);
  }

  public static Refusal businessRule(String table, String rule) {
    return new Refusal(
        403,
        "Operation Failed",
        "Operation against file '%s' was aborted by Business Rule '%s^%s'. Business Rule Stack:%s"
            .formatted(table, rule, Database.seededSysId("sys_script", rule), rule));
  }

  /** A row was made whose maker may not see it; only the status is in our sources. */
  public static Refusal unreadableResult() {
    return new Refusal(403, "Operation Failed", "ACL restricts the record retrieval");
  }

  public static Refusal noRecord() {
    return new Refusal(
        404, "No Record found", "Record doesn't exist or ACL restricts the record retrieval");
  }

  public static Refusal unauthenticated() {
    return new Refusal(401, "User is not authenticated", "Required to provide Auth information");
  }
}
