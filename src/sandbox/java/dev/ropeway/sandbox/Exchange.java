package dev.ropeway.sandbox;

import dev.ropeway.sandbox.faults.FaultKind;
import dev.ropeway.sandbox.faults.FaultRule;
import dev.ropeway.sandbox.faults.Faults;
import dev.ropeway.sandbox.instance.RateLimits;
import dev.ropeway.sandbox.table.CallLog;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;

/** One call under way; the request is null when it goes to the token endpoint. */
final class Exchange {
  final RoutingContext context;
  final ApiRequest request;
  final String method;
  final String table;
  final String cookie;
  final CallLog.Entry entry;
  FaultKind fault;
  FaultRule rule;
  RateLimits.Verdict rate;
  CallSlots.Slot slot;

  Exchange(RoutingContext context, ApiRequest request, Instant now) {
    HttpServerRequest http = context.request();
    Cookie login = http.getCookie("JSESSIONID");
    this.context = context;
    this.request = request;
    this.method = request == null ? "POST" : request.method();
    this.table = request == null ? Faults.TOKENS : request.table();
    this.cookie = login == null ? null : login.getValue();
    this.entry =
        new CallLog.Entry(
            method, http.path(), table, http.query(), http.headers(), context.body().buffer(), now);
  }

  HttpServerRequest http() {
    return context.request();
  }

  boolean isToken() {
    return request == null;
  }

  boolean isList() {
    return request != null && request.isList();
  }

  long millis(long otherwise) {
    return rule.delayMs() == null ? otherwise : Math.max(1, rule.delayMs());
  }
}
