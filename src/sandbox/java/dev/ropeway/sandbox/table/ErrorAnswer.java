package dev.ropeway.sandbox.table;

import java.util.LinkedHashMap;
import java.util.Map;

/** A request the instance answers with an error body instead of doing it. */
public final class ErrorAnswer extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public final int status;
  public final String detail;
  private final transient Map<String, String> headers = new LinkedHashMap<>();

  public ErrorAnswer(int status, String message, String detail) {
    super(message, null, false, false);
    this.status = status;
    this.detail = detail;
  }

  public ErrorAnswer with(String header, String value) {
    headers.put(header, value);
    return this;
  }

  public Map<String, String> headers() {
    return headers;
  }

  public static ErrorAnswer dataPolicy(String labels) {
    return new ErrorAnswer(
        403,
        "Operation Failed",
        "Data Policy Exception: The following fields are mandatory: " + labels);
  }

  public static ErrorAnswer businessRule(String table, String rule) {
    return new ErrorAnswer(
        403,
        "Operation Failed",
        "Operation against file '%s' was aborted by Business Rule '%s^%s'. Business Rule Stack:%s"
            .formatted(table, rule, Tables.seededSysId("sys_script", rule), rule));
  }

  /** A row was made whose maker may not see it; only the status is in our sources. */
  public static ErrorAnswer unreadableResult() {
    return new ErrorAnswer(403, "Operation Failed", "ACL restricts the record retrieval");
  }

  public static ErrorAnswer noRecord() {
    return new ErrorAnswer(
        404, "No Record found", "Record doesn't exist or ACL restricts the record retrieval");
  }

  public static ErrorAnswer unauthenticated() {
    return new ErrorAnswer(
        401, "User is not authenticated", "Required to provide Auth information");
  }
}
