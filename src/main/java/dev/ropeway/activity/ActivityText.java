package dev.ropeway.activity;

import java.util.Objects;

/** What happened, as a sentence that people read. */
public final class ActivityText {

  private ActivityText() {}

  public static String of(Activity activity) {
    String actor = Objects.requireNonNullElse(activity.actor(), "Somebody");
    String target =
        Objects.requireNonNullElse(
            activity.target(), Objects.requireNonNullElse(activity.detail("document"), "a user"));
    String role = Objects.requireNonNullElse(activity.detail("role"), "a role");
    String table = Objects.requireNonNullElse(activity.detail("table"), "a table");
    String from = activity.address() == null ? "" : " from " + activity.address();
    return switch (activity.action()) {
      case LOGIN -> actor + " logged in" + from;
      case LOGIN_FAILED -> actor + " failed to log in" + from;
      case LOGOUT -> actor + " logged out";
      case IMPERSONATION -> actor + " impersonated " + target;
      case LOCKED_OUT -> target + " was locked out";
      case UNLOCKED -> actor + " unlocked " + target;
      case USER_ENABLED -> actor + " activated " + target;
      case USER_DISABLED -> actor + " deactivated " + target;
      case PASSWORD_CHANGED -> actor + " changed the password of " + target;
      case ROLE_GRANTED -> actor + " granted " + role + " to " + target;
      case ROLE_REVOKED -> actor + " took " + role + " from " + target;
      case GROUP_ROLE_GRANTED -> actor + " granted " + role + " to a group";
      case GROUP_ROLE_REVOKED -> actor + " took " + role + " from a group";
      case LIST_EXPORTED -> actor + " exported a list of " + table + from;
      case API_CALLED ->
          actor
              + " called "
              + Objects.requireNonNullElse(activity.detail("path"), "the REST API")
              + from;
      case RECORD_DELETED ->
          actor
              + " deleted "
              + Objects.requireNonNullElse(activity.detail("name"), "a record")
              + " of "
              + table;
      case USER_CHANGED,
          GROUP_CHANGED,
          ROLE_CHANGED,
          PRIVILEGE_CHANGED,
          ACCESS_RULE_CHANGED,
          RECORD_CHANGED ->
          actor
              + " changed "
              + Objects.requireNonNullElse(activity.detail("field"), "a field")
              + " of a record of "
              + table;
    };
  }
}
