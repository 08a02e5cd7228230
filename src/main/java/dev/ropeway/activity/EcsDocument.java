package dev.ropeway.activity;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** An activity as a document of the Elastic Common Schema. */
final class EcsDocument {

  private static final String VERSION = "8.11.0";
  private static final String PRODUCT = "ServiceNow";
  private static final String IAM = "iam";

  private EcsDocument() {}

  static Map<String, Object> of(Activity activity) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("@timestamp", activity.at().toString());
    document.put("ecs", Map.of("version", VERSION));
    document.put("message", ActivityText.of(activity));
    document.put("event", event(activity));
    document.put(
        "observer", Map.of("vendor", PRODUCT, "product", PRODUCT, "name", activity.integration()));
    Map<String, Object> user = user(activity);
    if (!user.isEmpty()) {
      document.put("user", user);
    }
    if (activity.address() != null) {
      document.put("source", Map.of("ip", activity.address()));
    }
    if (activity.detail("url") != null) {
      document.put("url", Map.of("original", activity.detail("url")));
    }
    document.put("related", related(activity));
    document.put("servicenow", activity.detail());
    return document;
  }

  private static Map<String, Object> event(Activity activity) {
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("kind", "event");
    event.put("id", activity.id());
    event.put("provider", "servicenow");
    event.put("dataset", "servicenow." + activity.stream().word());
    event.put("action", activity.action().word());
    event.put("outcome", activity.failed() ? "failure" : "success");
    event.put("category", List.of(category(activity)));
    event.put("type", type(activity.action()));
    event.put("severity", OcsfEvent.Severity.of(activity).id());
    return event;
  }

  private static String category(Activity activity) {
    return switch (activity.stream()) {
      case LOGINS -> activity.action() == ActivityAction.LOCKED_OUT ? IAM : "authentication";
      case PRIVILEGES -> IAM;
      case RECORDS -> "configuration";
      case EXPORTS -> activity.action() == ActivityAction.API_CALLED ? "api" : "database";
      case DELETES -> "database";
    };
  }

  private static List<String> type(ActivityAction action) {
    return switch (action) {
      case LOGIN, LOGIN_FAILED, IMPERSONATION -> List.of("start");
      case LOGOUT -> List.of("end");
      case LIST_EXPORTED, API_CALLED -> List.of("access");
      case RECORD_DELETED -> List.of("deletion");
      case LOCKED_OUT,
          UNLOCKED,
          USER_ENABLED,
          USER_DISABLED,
          PASSWORD_CHANGED,
          USER_CHANGED,
          ROLE_GRANTED,
          ROLE_REVOKED ->
          List.of("user", "change");
      case GROUP_ROLE_GRANTED, GROUP_ROLE_REVOKED, GROUP_CHANGED -> List.of("group", "change");
      default -> List.of("change");
    };
  }

  private static Map<String, Object> user(Activity activity) {
    Map<String, Object> user = new LinkedHashMap<>();
    if (activity.actor() != null) {
      user.put("name", activity.actor());
    }
    Map<String, Object> target = new TreeMap<>();
    if (activity.target() != null && !activity.target().equals(activity.actor())) {
      target.put("name", activity.target());
    }
    if (activity.detail("role") != null) {
      target.put("roles", List.of(activity.detail("role")));
    }
    if (!target.isEmpty()) {
      user.put("target", target);
    }
    return user;
  }

  private static Map<String, Object> related(Activity activity) {
    Map<String, Object> related = new TreeMap<>();
    related.put(
        "user",
        Stream.of(activity.actor(), activity.target())
            .filter(name -> name != null)
            .distinct()
            .toList());
    related.put("ip", activity.address() == null ? List.of() : List.of(activity.address()));
    return related;
  }
}
