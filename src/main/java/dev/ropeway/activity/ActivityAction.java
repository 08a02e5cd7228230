package dev.ropeway.activity;

import java.util.Locale;

/**
 * What somebody did, and what that is in the Open Cybersecurity Schema Framework (OCSF): the class
 * of its event and the activity of that class.
 */
public enum ActivityAction {
  LOGIN(3002, 1, "Logon"),
  LOGIN_FAILED(3002, 1, "Logon"),
  LOGOUT(3002, 2, "Logoff"),
  IMPERSONATION(3002, 7, "Account Switch"),
  LOCKED_OUT(3001, 9, "Lock"),
  UNLOCKED(3001, 12, "Unlock"),
  USER_ENABLED(3001, 2, "Enable"),
  USER_DISABLED(3001, 5, "Disable"),
  PASSWORD_CHANGED(3001, 3, "Password Change"),
  USER_CHANGED(3004, 3, "Update"),
  ROLE_GRANTED(3005, 1, "Assign Privileges"),
  ROLE_REVOKED(3005, 2, "Revoke Privileges"),
  GROUP_ROLE_GRANTED(3006, 1, "Assign Privileges"),
  GROUP_ROLE_REVOKED(3006, 2, "Revoke Privileges"),
  GROUP_CHANGED(3004, 3, "Update"),
  ROLE_CHANGED(3004, 3, "Update"),
  PRIVILEGE_CHANGED(3004, 3, "Update"),
  ACCESS_RULE_CHANGED(3004, 3, "Update"),
  RECORD_CHANGED(3004, 3, "Update"),
  RECORD_DELETED(3004, 4, "Delete"),
  LIST_EXPORTED(6005, 1, "Read"),
  API_CALLED(6003, 0, "Unknown");

  private final int classUid;
  private final int activityId;
  private final String activityName;

  ActivityAction(int classUid, int activityId, String activityName) {
    this.classUid = classUid;
    this.activityId = activityId;
    this.activityName = activityName;
  }

  /** As parameters, conditions and columns name it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The action of that word.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static ActivityAction of(String word) {
    for (ActivityAction action : values()) {
      if (action.word().equals(word)) {
        return action;
      }
    }
    throw new IllegalArgumentException("there is no action " + word);
  }

  int classUid() {
    return classUid;
  }

  int activityId() {
    return activityId;
  }

  String activityName() {
    return activityName;
  }
}
