package dev.ropeway.rest;

import dev.ropeway.activity.Activities;
import dev.ropeway.activity.Activity;
import dev.ropeway.activity.ActivityAction;
import dev.ropeway.activity.ActivityFilter;
import dev.ropeway.activity.ActivityFormat;
import dev.ropeway.activity.ActivityPlace;
import dev.ropeway.activity.ActivityStream;
import dev.ropeway.activity.Privilege;
import dev.ropeway.activity.Privileges;
import dev.ropeway.api.Answers;
import dev.ropeway.assignment.Page;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.apache.camel.Headers;

/** The steps of the routes by which people and programs read the activity of instances. */
@ApplicationScoped
@Named("activityResource")
@RegisterForReflection // routes call it by name
public class ActivityResource {

  private static final int AT_ONCE = 500;

  private final Activities activities;
  private final Privileges privileges;
  private final Answers answers;

  ActivityResource(Activities activities, Privileges privileges, Answers answers) {
    this.activities = activities;
    this.privileges = privileges;
    this.answers = answers;
  }

  /** A page as JSON, or everything as lines where the caller asks for that. */
  public void list(
      @Header("Accept") String accept, @Headers Map<String, Object> headers, Exchange exchange) {
    Query query = new Query(headers);
    ActivityFilter filter = filter(query);
    String word = query.word("format");
    ActivityFormat format =
        word == null ? null : ActivityFormat.valueOf(word.toUpperCase(Locale.ROOT));
    Function<Activity, Object> form = format == null ? ActivityView::of : format::of;
    RowFormat<Object> lines = lines(format);
    if (lines.isWanted(accept)) {
      StreamedRows.refuseCursor(query, lines);
      answers.streamed(
          exchange,
          lines.contentType(),
          new StreamedRows<>(
              lines,
              StreamedRows.everything(
                  after -> activities.list(filter, after, AT_ONCE), Activity::place, form)));
      return;
    }
    int limit = query.limit();
    List<Activity> found = activities.list(filter, query.cursor(ActivityPlace::of), limit + 1);
    List<Activity> page = found.size() > limit ? found.subList(0, limit) : found;
    String next = found.size() > limit ? Query.cursorOf(page.get(limit - 1).place().text()) : null;
    exchange.getMessage().setBody(new Page<>(page.stream().map(form).toList(), next));
    answers.ok(exchange);
  }

  /** Lines of CEF are no JSON. */
  private static RowFormat<Object> lines(ActivityFormat format) {
    return format == ActivityFormat.CEF
        ? new RowFormat<>("text/plain", "", line -> (line + "\n").getBytes(StandardCharsets.UTF_8))
        : RowFormat.lines();
  }

  /** Who has which role: a page, or everything as lines. */
  public void privileges(
      @Header("Accept") String accept, @Headers Map<String, Object> headers, Exchange exchange) {
    Query query = new Query(headers);
    String holder = query.word("holder");
    Privileges.Filter filter =
        new Privileges.Filter(
            query.text("integration"),
            holder == null ? null : Privilege.Holder.of(holder),
            query.text("name"),
            query.text("role"),
            query.flag("inherited"),
            query.flag("active"),
            query.time("lastLoginBefore"));
    RowFormat<Object> lines = RowFormat.lines();
    if (lines.isWanted(accept)) {
      StreamedRows.refuseCursor(query, lines);
      answers.streamed(
          exchange,
          lines.contentType(),
          new StreamedRows<>(
              lines,
              StreamedRows.<Privilege, List<String>, Object>everything(
                  after -> privileges.list(filter, after, AT_ONCE),
                  ActivityResource::place,
                  PrivilegeView::of)));
      return;
    }
    int limit = query.limit();
    List<Privilege> found =
        privileges.list(filter, query.cursor(ActivityResource::place), limit + 1);
    List<Privilege> page = found.size() > limit ? found.subList(0, limit) : found;
    String next =
        found.size() > limit ? Query.cursorOf(String.join(" ", place(page.get(limit - 1)))) : null;
    exchange.getMessage().setBody(new Page<>(page.stream().map(PrivilegeView::of).toList(), next));
    answers.ok(exchange);
  }

  private static List<String> place(Privilege privilege) {
    return List.of(privilege.integration(), privilege.sysId());
  }

  private static List<String> place(String text) {
    List<String> parts = List.of(text.split(" ", -1));
    if (parts.size() != 2) {
      throw new IllegalArgumentException("not a place in a list of privileges");
    }
    return parts;
  }

  private static ActivityFilter filter(Query query) {
    String stream = query.word("stream");
    String action = query.word("action");
    return new ActivityFilter(
        query.text("integration"),
        stream == null ? null : ActivityStream.of(stream).orElseThrow(),
        action == null ? null : ActivityAction.of(action),
        query.flag("failed"),
        query.text("actor"),
        query.text("user"),
        query.text("address"),
        query.time("after"),
        query.time("before"),
        query.flag("own"));
  }
}
