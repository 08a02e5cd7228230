package dev.ropeway.sync.activity;

import dev.ropeway.activity.Activity;
import dev.ropeway.activity.ActivityAction;
import dev.ropeway.activity.ActivityAlarm;
import dev.ropeway.activity.ActivityStream;
import dev.ropeway.activity.ActivityText;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.recommendation.Recommendation.Resource;
import dev.ropeway.recommendation.RecommendationBuilder;
import dev.ropeway.recommendation.Severity;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** What the rules see of an activity: a recommendation whose tags say what it is. */
final class ActivityCase {

  static final String NO_CHANGE = "none";
  static final String UNKNOWN_CHANGE = "unknown";

  private static final String SOURCE = "servicenow";
  private static final String ID = "activity:";
  private static final String FAILED_LOGINS = "failed-logins";
  private static final String USER = "user";
  private static final String ACTOR = "actor";
  private static final String ACTION = "action";

  private ActivityCase() {}

  /** Whether a change can be a reason for it. */
  static boolean needsChange(Activity activity) {
    return activity.stream() == ActivityStream.PRIVILEGES && activity.actor() != null;
  }

  /**
   * @param change the number of the change request within which it happened, {@link #NO_CHANGE} or
   *     {@link #UNKNOWN_CHANGE}; null if none is needed
   */
  static Recommendation of(Activity activity, String change) {
    Map<String, String> tags = new TreeMap<>();
    tags.put(ACTION, activity.action().word());
    tags.put("stream", activity.stream().word());
    put(tags, ACTOR, activity.actor());
    put(tags, USER, activity.target());
    put(tags, "address", activity.address());
    put(tags, "change", change);
    activity.detail().forEach((name, value) -> tags.putIfAbsent(name, value));
    String text = ActivityText.of(activity);
    return recommendation(
            ID + activity.integration() + ":" + activity.id(),
            NO_CHANGE.equals(change) ? text + " outside a change" : text,
            activity.integration(),
            activity.action().word(),
            activity.target() == null ? activity.actor() : activity.target(),
            activity.at())
        .description(description(text, activity, change))
        .severity(severity(activity.action()))
        .category(activity.stream().word())
        .tags(tags)
        .build();
  }

  /** A series of failed logins. */
  static Recommendation of(ActivityAlarm alarm) {
    Map<String, String> tags = new TreeMap<>();
    tags.put(ACTION, FAILED_LOGINS);
    tags.put("stream", ActivityStream.LOGINS.word());
    tags.put(ACTOR, alarm.actor());
    tags.put(USER, alarm.actor());
    tags.put("logins", String.valueOf(alarm.logins()));
    put(tags, "address", alarm.address());
    String text = alarm.logins() + " failed logins of " + alarm.actor();
    return recommendation(
            ID
                + alarm.integration()
                + ":"
                + FAILED_LOGINS
                + ":"
                + alarm.actor()
                + ":"
                + alarm.firstAt().getEpochSecond(),
            text,
            alarm.integration(),
            FAILED_LOGINS,
            alarm.actor(),
            alarm.firstAt())
        .description(
            text
                + " from "
                + alarm.firstAt()
                + " to "
                + alarm.lastAt()
                + (alarm.address() == null ? "" : ", the last one from " + alarm.address())
                + ".")
        .severity(Severity.HIGH)
        .category(ActivityStream.LOGINS.word())
        .tags(tags)
        .build();
  }

  private static RecommendationBuilder recommendation(
      String id, String title, String integration, String key, String whom, Instant at) {
    String scope = "/servicenow/" + integration;
    return Recommendation.of(id, title)
        .kind(Recommendation.Kind.ACTIVITY)
        .assessmentKey("servicenow/" + key)
        .source(SOURCE)
        .resource(
            new Resource(
                whom == null ? scope : scope + "/users/" + whom, whom, "servicenow/user", scope))
        .stateChangedAt(at)
        .occurredAt(at);
  }

  private static Severity severity(ActivityAction action) {
    return switch (action) {
      case ROLE_GRANTED, GROUP_ROLE_GRANTED, ACCESS_RULE_CHANGED, IMPERSONATION -> Severity.HIGH;
      case LOCKED_OUT, LOGIN_FAILED, ROLE_REVOKED, RECORD_DELETED, LIST_EXPORTED -> Severity.MEDIUM;
      default -> Severity.LOW;
    };
  }

  private static String description(String text, Activity activity, String change) {
    StringBuilder description = new StringBuilder(text).append(" at ").append(activity.at());
    description.append(".\n");
    if (change != null) {
      description.append("Change: ").append(change).append('\n');
    }
    activity
        .detail()
        .forEach((name, value) -> description.append(name).append(": ").append(value).append('\n'));
    return description
        .append("Source: ")
        .append(activity.source())
        .append('/')
        .append(activity.record())
        .toString();
  }

  private static void put(Map<String, String> tags, String name, String value) {
    if (value != null) {
      tags.put(name, value);
    }
  }
}
