package dev.ropeway.activity;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Something that somebody did on an instance.
 *
 * @param id the same however often the instance tells it
 * @param failed whether it did not succeed
 * @param actor who did it, by user name; null if the instance does not say
 * @param target whom it concerns, by user name; null if nobody
 * @param address from where, as an IP address; null if the instance does not say
 * @param own whether it was Ropeway's own integration user
 * @param source the table that it was read from
 * @param record the sys_id of the row that it was read from
 * @param detail what else is known: {@code role}, {@code group}, {@code table}, {@code field} …
 */
public record Activity(
    String integration,
    Instant at,
    String id,
    ActivityStream stream,
    ActivityAction action,
    boolean failed,
    String actor,
    String target,
    String address,
    boolean own,
    String source,
    String record,
    Map<String, String> detail) {

  /** Under that name the detail has how often it happened within its second, if not once. */
  private static final String TIMES = "times";

  public Activity {
    detail = Collections.unmodifiableMap(new TreeMap<>(detail));
  }

  /** Where it stands in lists, which are newest first. */
  public ActivityPlace place() {
    return new ActivityPlace(at, integration, id);
  }

  /** How often it happened within its second, at least. */
  public int times() {
    return Integer.parseInt(detail.getOrDefault(TIMES, "1"));
  }

  /** The same, which happened so often. */
  public Activity times(int count) {
    Map<String, String> more = new TreeMap<>(detail);
    more.put(TIMES, String.valueOf(count));
    return new Activity(
        integration,
        at,
        id,
        stream,
        action,
        failed,
        actor,
        target,
        address,
        own,
        source,
        record,
        more);
  }

  /** What else is known under that name; null for nothing. */
  public String detail(String name) {
    return detail.get(name);
  }
}
