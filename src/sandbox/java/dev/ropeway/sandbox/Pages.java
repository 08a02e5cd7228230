package dev.ropeway.sandbox;

import dev.ropeway.sandbox.instance.Instance;
import dev.ropeway.sandbox.table.ErrorAnswer;
import dev.ropeway.sandbox.table.Row;
import dev.ropeway.sandbox.table.TableRows;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The pages on which a person plays the fulfiller; no login, since nothing here is real. */
final class Pages {
  private static final Pattern RECORD = Pattern.compile("/?([a-z_]+)\\.do\\?sys_id=([0-9a-f]{32})");

  private final Instance instance;
  private final PageData data;
  private final FulfillerWork work;
  private final PageTemplates templates;

  Pages(Instance instance, PageTemplates templates) {
    this.instance = instance;
    this.templates = templates;
    this.data = new PageData(instance);
    this.work = new FulfillerWork(instance);
  }

  void list(RoutingContext context) {
    send(context, 200, templates.page("list", data.list()));
  }

  void record(RoutingContext context) {
    Row row = ticket(context.pathParam("table"), context.queryParams().get("sys_id"));
    if (row == null) {
      context.response().setStatusCode(404).end("There is no such ticket in this sandbox.");
      return;
    }
    send(context, 200, templates.page("record", data.record(row, null, null)));
  }

  /** The address of a record inside the frame of the classic interface. */
  void navigate(RoutingContext context) {
    Matcher target = RECORD.matcher(String.valueOf(context.queryParams().get("uri")));
    boolean known = target.matches(); // never redirect to an address somebody else chose
    redirect(context, known ? "/" + target.group(1) + ".do?sys_id=" + target.group(2) : "/");
  }

  void act(RoutingContext context) {
    MultiMap form = context.request().formAttributes();
    Row row = ticket(context.pathParam("table"), form.get("sys_id"));
    if (row == null || isForeign(context)) {
      context.response().setStatusCode(row == null ? 404 : 403).end("Nothing was changed.");
      return;
    }
    try {
      work.act(row, form);
      redirect(context, "/" + row.table.name + ".do?sys_id=" + row.sysId());
    } catch (ErrorAnswer refusal) {
      send(
          context, 200, templates.page("record", data.record(row, refusal.detail, form.get("as"))));
    } catch (IllegalArgumentException e) {
      send(
          context, 400, templates.page("record", data.record(row, e.getMessage(), form.get("as"))));
    }
  }

  private Row ticket(String table, String sysId) {
    TableRows known = instance.database.table(table);
    return known == null || known.firstNumber.isEmpty() || sysId == null ? null : known.find(sysId);
  }

  /** A form that was posted from another site. */
  static boolean isForeign(RoutingContext context) {
    String origin = context.request().getHeader("Origin");
    return origin != null && !origin.endsWith("//" + context.request().getHeader("Host"));
  }

  private static void redirect(RoutingContext context, String location) {
    context.response().setStatusCode(303).putHeader("Location", location).end();
  }

  private static void send(RoutingContext context, int status, String page) {
    html(context.response().setStatusCode(status), "").end(page);
  }

  /** The headers of a page whose forms lead back here and to the targets given. */
  static HttpServerResponse html(HttpServerResponse response, String formTargets) {
    return response
        .putHeader("Content-Type", "text/html;charset=UTF-8")
        .putHeader(
            "Content-Security-Policy",
            "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'" + formTargets);
  }
}
