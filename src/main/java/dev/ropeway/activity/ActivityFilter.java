package dev.ropeway.activity;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which activities are meant; null conditions hold for all. */
public record ActivityFilter(
    String integration,
    ActivityStream stream,
    ActivityAction action,
    Boolean failed,
    String actor,
    String target,
    String address,
    Instant after,
    Instant before,
    Boolean own) {

  /** A condition, and what it binds. */
  record Sql(String where, Map<String, Object> bindings) {}

  Sql sql() {
    List<String> all = new ArrayList<>();
    Map<String, Object> bindings = new HashMap<>();
    add(all, bindings, "integration = :integration", "integration", integration);
    add(all, bindings, "stream = :stream", "stream", stream == null ? null : stream.word());
    add(all, bindings, "action = :action", "action", action == null ? null : action.word());
    add(all, bindings, "failed = :failed", "failed", failed);
    add(all, bindings, "lower(actor) = lower(:actor)", "actor", actor);
    add(all, bindings, "lower(target) = lower(:target)", "target", target);
    add(all, bindings, "address = :address", "address", address);
    add(all, bindings, "at > :after", "after", after);
    add(all, bindings, "at < :before", "before", before);
    add(all, bindings, "own = :own", "own", own);
    return new Sql(all.isEmpty() ? "true" : String.join(" and ", all), bindings);
  }

  private static void add(
      List<String> all, Map<String, Object> bindings, String term, String name, Object value) {
    if (value != null) {
      all.add(term);
      bindings.put(name, value);
    }
  }
}
