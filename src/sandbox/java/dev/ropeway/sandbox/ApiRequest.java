package dev.ropeway.sandbox;

import dev.ropeway.sandbox.table.ReadOptions;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A call to one of the APIs, taken apart; the stamp is the second in which it arrived. */
record ApiRequest(
    Api api,
    String method,
    String version,
    String table,
    String sysId,
    MultiMap parameters,
    MultiMap headers,
    Buffer body,
    String stamp) {
  private static final String RECORD = "/([A-Za-z0-9_]+)(?:/([A-Za-z0-9_]+))?/?";

  /** The APIs that the sandbox has. */
  enum Api {
    TABLE("/api/now(/v[12])?/table" + RECORD, null),
    IMPORT("/api/now(/v[12])?/import" + RECORD, null),
    ATTACHMENTS("/api/now(/v[12])?/attachment(?:/([A-Za-z0-9_]+))?/?", "sys_attachment"),
    CHANGE_TEMPLATES(
        "/api/sn_chg_rest(/v1)?/change/standard/template(?:/([A-Za-z0-9_]+))?/?",
        "std_change_record_producer"),
    STANDARD_CHANGES("/api/sn_chg_rest(/v1)?/change/standard/([A-Za-z0-9_]+)/?", "change_request");

    private final Pattern path;
    private final String table;

    Api(String path, String table) {
      this.path = Pattern.compile(path);
      this.table = table;
    }
  }

  /** Null when the path names no resource. */
  static ApiRequest of(
      String method,
      String path,
      MultiMap parameters,
      MultiMap headers,
      Buffer body,
      String stamp) {
    String override = headers.get("X-HTTP-Method-Override");
    for (Api api : Api.values()) {
      Matcher parts = api.path.matcher(path);
      if (parts.matches()) {
        return new ApiRequest(
            api,
            override == null ? method : override,
            parts.group(1) == null ? "" : parts.group(1),
            api.table == null ? parts.group(2) : api.table,
            parts.group(api.table == null ? 3 : 2),
            parameters,
            headers,
            body,
            stamp);
      }
    }
    return null;
  }

  /** The status of an answer to a create. */
  int created() {
    return api == Api.STANDARD_CHANGES ? 200 : 201;
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
