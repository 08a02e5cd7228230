package dev.ropeway.activity;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An activity as an event of the Open Cybersecurity Schema Framework. */
final class OcsfEvent {

  /** The first version in which all classes have the activities that are used here. */
  static final String VERSION = "1.6.0";

  private static final String PRODUCT = "ServiceNow";
  private static final String UNKNOWN = "unknown";
  private static final int IAM = 3;
  private static final int AUTHENTICATION = 3002;
  private static final int ACCOUNT_CHANGE = 3001;
  private static final int ENTITY_MANAGEMENT = 3004;
  private static final int USER_ACCESS = 3005;
  private static final int GROUP_MANAGEMENT = 3006;
  private static final int API_ACTIVITY = 6003;
  private static final int TYPES_OF_A_CLASS = 100;
  private static final int CLASSES_OF_A_CATEGORY = 1000;

  private OcsfEvent() {}

  static Map<String, Object> of(Activity activity) {
    ActivityAction action = activity.action();
    int category = action.classUid() / CLASSES_OF_A_CATEGORY;
    String className = className(action.classUid());
    Severity severity = Severity.of(activity);
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("metadata", metadata(activity));
    event.put("time", activity.at().toEpochMilli());
    event.put("category_uid", category);
    event.put(
        "category_name", category == IAM ? "Identity & Access Management" : "Application Activity");
    event.put("class_uid", action.classUid());
    event.put("class_name", className);
    event.put("activity_id", action.activityId());
    event.put("activity_name", action.activityName());
    event.put("type_uid", action.classUid() * TYPES_OF_A_CLASS + action.activityId());
    event.put("type_name", className + ": " + action.activityName());
    event.put("severity_id", severity.id());
    event.put("severity", severity.word());
    event.put("status_id", activity.failed() ? 2 : 1);
    event.put("status", activity.failed() ? "Failure" : "Success");
    put(event, "status_detail", activity.detail("reason"));
    event.put("message", ActivityText.of(activity));
    event.put("actor", actor(activity));
    what(event, activity);
    if (!event.containsKey("src_endpoint") && activity.address() != null) {
      event.put("src_endpoint", Map.of("ip", activity.address()));
    }
    event.put("unmapped", activity.detail());
    return event;
  }

  private static Map<String, Object> metadata(Activity activity) {
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("version", VERSION);
    metadata.put(
        "product", Map.of("name", PRODUCT, "vendor_name", PRODUCT, "uid", activity.integration()));
    metadata.put("uid", activity.id());
    metadata.put("event_code", activity.action().word());
    metadata.put("log_name", activity.source());
    metadata.put("log_provider", "Ropeway");
    // Some classes have an actor only with it.
    metadata.put("profiles", List.of("host"));
    return metadata;
  }

  private static Map<String, Object> actor(Activity activity) {
    return activity.actor() == null
        ? Map.of("app_name", PRODUCT)
        : Map.of("user", Map.of("name", activity.actor()));
  }

  private static void what(Map<String, Object> event, Activity activity) {
    switch (activity.action().classUid()) {
      case AUTHENTICATION -> {
        event.put("user", user(activity));
        event.put("service", Map.of("name", PRODUCT, "uid", activity.integration()));
        event.put("is_remote", true);
        if (activity.action() == ActivityAction.IMPERSONATION) {
          event.put("account_switch_type_id", 2);
          event.put("account_switch_type", "Impersonate");
        }
      }
      case ACCOUNT_CHANGE -> event.put("user", user(activity));
      case USER_ACCESS -> {
        event.put("user", user(activity));
        event.put("privileges", List.of(known(activity.detail("role"))));
      }
      case GROUP_MANAGEMENT -> {
        event.put("group", group(activity));
        event.put("privileges", List.of(known(activity.detail("role"))));
      }
      case ENTITY_MANAGEMENT -> event.put("entity", entity(activity));
      case API_ACTIVITY -> {
        event.put("api", Map.of("operation", known(activity.detail("path"))));
        event.put("src_endpoint", endpoint(activity));
      }
      default -> {
        event.put("table", Map.of("name", known(activity.detail("table"))));
        event.put("type_id", 3);
        event.put("src_endpoint", endpoint(activity));
      }
    }
  }

  private static Map<String, Object> user(Activity activity) {
    Map<String, Object> user = new LinkedHashMap<>();
    put(user, "name", activity.target());
    put(user, "uid", activity.detail("document"));
    return named(user);
  }

  /** Something must say which it is. */
  private static Map<String, Object> named(Map<String, Object> thing) {
    if (thing.isEmpty()) {
      thing.put("name", UNKNOWN);
    }
    return thing;
  }

  private static Map<String, Object> group(Activity activity) {
    Map<String, Object> group = new LinkedHashMap<>();
    put(group, "name", activity.detail("group"));
    put(group, "uid", activity.detail("document"));
    return named(group);
  }

  private static Map<String, Object> entity(Activity activity) {
    Map<String, Object> entity = new LinkedHashMap<>();
    put(entity, "name", activity.detail("name"));
    put(entity, "uid", activity.detail("document"));
    named(entity);
    entity.put("type", known(activity.detail("table")));
    return entity;
  }

  private static Map<String, Object> endpoint(Activity activity) {
    return activity.address() == null ? Map.of("name", UNKNOWN) : Map.of("ip", activity.address());
  }

  private static String known(String text) {
    return text == null ? UNKNOWN : text;
  }

  private static void put(Map<String, Object> into, String name, String value) {
    if (value != null) {
      into.put(name, value);
    }
  }

  private static String className(int uid) {
    return switch (uid) {
      case AUTHENTICATION -> "Authentication";
      case ACCOUNT_CHANGE -> "Account Change";
      case USER_ACCESS -> "User Access Management";
      case GROUP_MANAGEMENT -> "Group Management";
      case ENTITY_MANAGEMENT -> "Entity Management";
      case API_ACTIVITY -> "API Activity";
      default -> "Datastore Activity";
    };
  }

  /** How bad it is of itself, in OCSF's numbers and words. */
  enum Severity {
    INFORMATIONAL(1, "Informational"),
    LOW(2, "Low"),
    MEDIUM(3, "Medium");

    private final int id;
    private final String word;

    Severity(int id, String word) {
      this.id = id;
      this.word = word;
    }

    int id() {
      return id;
    }

    String word() {
      return word;
    }

    static Severity of(Activity activity) {
      return switch (activity.action()) {
        case LOGIN_FAILED, ROLE_REVOKED, LIST_EXPORTED, RECORD_DELETED -> LOW;
        case LOCKED_OUT, IMPERSONATION, ACCESS_RULE_CHANGED, GROUP_ROLE_GRANTED -> MEDIUM;
        case ROLE_GRANTED -> isAdmin(activity.detail("role")) ? MEDIUM : LOW;
        default -> INFORMATIONAL;
      };
    }

    private static boolean isAdmin(String role) {
      return role != null && (role.endsWith("admin") || role.equals("impersonator"));
    }
  }
}
