package dev.ropeway.sandbox;

import dev.ropeway.sandbox.table.ReadOptions;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A call to the Table API, taken apart; the stamp is the second in which it arrived. */
record ApiRequest(
    String method,
    String version,
    String table,
    String sysId,
    MultiMap parameters,
    MultiMap headers,
    Buffer body,
    String stamp) {
  private static final Pattern PATH =
      Pattern.compile("/api/now(/v[12])?/table/([A-Za-z0-9_]+)(?:/([A-Za-z0-9_]+))?/?");

  /** Null when the path names no resource. */
  static ApiRequest of(
      String method,
      String path,
      MultiMap parameters,
      MultiMap headers,
      Buffer body,
      String stamp) {
    Matcher parts = PATH.matcher(path);
    if (!parts.matches()) {
      return null;
    }
    String override = headers.get("X-HTTP-Method-Override");
    return new ApiRequest(
        override == null ? method : override,
        parts.group(1) == null ? "" : parts.group(1),
        parts.group(2),
        parts.group(3),
        parameters,
        headers,
        body,
        stamp);
  }

  boolean isList() {
    return sysId == null && isRead();
  }

  boolean isRead() {
    return method.equals("GET") || method.equals("HEAD");
  }

  boolean flag(String parameter) {
    return ReadOptions.isTrue(parameters, parameter);
  }

  /** Links repeat the version segment that was called, and the host the instance is known by. */
  String linkBase(String url) {
    return url + "/api/now" + version + "/table/";
  }
}
