package dev.ropeway.sandbox;

import dev.ropeway.sandbox.instance.Instance;
import io.vertx.core.MultiMap;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The headers and cookies of a 2026 instance. */
final class WireHeaders {
  private final Instance instance;
  private long second = -1;
  private String date = "";

  WireHeaders(Instance instance) {
    this.instance = instance;
  }

  /** On every answer, also the refused ones. */
  void common(MultiMap headers) {
    String transaction = instance.database.newSysId().substring(0, 12);
    headers
        .set("Server", "snow_adc")
        .set("Date", date())
        .set("Server-Timing", "t;desc=\"" + transaction + "\", sem_wait;dur=0, sesh_wait;dur=0")
        .set("Strict-Transport-Security", "max-age=63072000; includeSubDomains");
  }

  /** On answers to callers who are logged in. */
  void loggedIn(MultiMap headers, boolean withBody, boolean reused) {
    headers
        .set("X-Is-Logged-In", "true")
        .set("X-Transaction-ID", instance.database.newSysId().substring(0, 12));
    if (withBody) {
      headers
          .set("X-Content-Type-Options", "nosniff")
          .set("Pragma", "no-store,no-cache")
          .set("Cache-Control", "no-cache,no-store,must-revalidate,max-age=-1")
          .set("Expires", "0");
    }
    String id = instance.database.newSysId();
    if (!reused) {
      headers.add("Set-Cookie", "JSESSIONID=" + id.toUpperCase(Locale.ROOT) + "; Path=/; HttpOnly");
    }
    headers
        .add("Set-Cookie", "glide_user=; Max-Age=0; Path=/; HttpOnly")
        .add("Set-Cookie", "glide_user_session=; Max-Age=0; Path=/; HttpOnly")
        .add(
            "Set-Cookie", "glide_user_route=glide." + id + "; Max-Age=2147483647; Path=/; HttpOnly")
        .add("Set-Cookie", "glide_node_id_for_js=" + id + "; Path=/")
        .add(
            "Set-Cookie",
            "glide_session_store="
                + id
                + "; Max-Age="
                + (reused ? 60 : 1800)
                + "; Path=/; HttpOnly");
  }

  private String date() {
    Instant now = instance.stamps.instant();
    if (now.getEpochSecond() != second) {
      second = now.getEpochSecond();
      date = DateTimeFormatter.RFC_1123_DATE_TIME.format(now.atOffset(ZoneOffset.UTC));
    }
    return date;
  }
}
