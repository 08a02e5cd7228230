package dev.ropeway.activity;

import dev.ropeway.store.Columns;
import dev.ropeway.store.Json;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Tells feeds that want activity of it, in the transaction that stores it. */
final class ActivityFeed {

  /** What the CloudEvents are. */
  static final String TYPE = "dev.ropeway.activity";

  /** Each stands for itself, so nothing waits behind it. */
  private static final String INSERT =
      """
      insert into feed_event (target, id, assignment_id, at, next_at, body)
      select t.name, 0, e.id, :now, :now, e.body from feed_target t, %s where :type = any (t.types)
      on conflict do nothing
      """;

  private record Event(UUID id, Activity activity) {

    String body() {
      Map<String, Object> event = new LinkedHashMap<>();
      event.put("specversion", "1.0");
      event.put("id", id + "/0");
      event.put("source", "/ropeway/integrations/" + activity.integration());
      event.put("type", TYPE);
      event.put("subject", activity.action().word());
      event.put("time", activity.at().toString());
      event.put("datacontenttype", "application/json");
      event.put("dataschema", "https://schema.ocsf.io/" + OcsfEvent.VERSION);
      event.put("data", OcsfEvent.of(activity));
      return Json.write(event);
    }
  }

  private static final Columns<Event> COLUMNS =
      new Columns<Event>().with("id", "uuid", Event::id).with("body", "jsonb", Event::body);

  private ActivityFeed() {}

  static void publish(Handle handle, List<Activity> fresh, Instant now) {
    boolean wanted =
        !fresh.isEmpty()
            && handle
                .createQuery("select exists (select 1 from feed_target where :type = any (types))")
                .bind("type", TYPE)
                .mapTo(boolean.class)
                .one();
    if (wanted) {
      COLUMNS
          .bind(
              handle.createUpdate(INSERT.formatted(COLUMNS.unnest("e"))),
              fresh.stream().map(one -> new Event(id(one), one)).toList())
          .bind("type", TYPE)
          // Not when it happened: a feed gives up what waits for days.
          .bind("now", now)
          .execute();
    }
  }

  private static UUID id(Activity activity) {
    String hex = ActivityId.of(activity.integration(), activity.id(), activity.at().toString());
    return new UUID(
        Long.parseUnsignedLong(hex, 0, 16, 16), Long.parseUnsignedLong(hex, 16, 32, 16));
  }
}
