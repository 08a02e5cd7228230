package dev.ropeway.activity;

import java.time.Instant;
import java.util.Locale;

/**
 * A role that a user or a group has on an instance.
 *
 * @param sysId of the row that says so
 * @param holderId the sys_id of the user or group; null if it cannot be read
 * @param name the user name, or the name of the group
 * @param fullName of a user
 * @param inherited whether it comes with another role or through a group
 * @param active whether the user or group is
 * @param since when it was given
 * @param lastLogin of a user; null if never, or if it cannot be read
 */
public record Privilege(
    String integration,
    String sysId,
    Holder holder,
    String holderId,
    String name,
    String fullName,
    String role,
    boolean inherited,
    boolean active,
    Instant since,
    Instant lastLogin) {

  /** Who can have a role. */
  public enum Holder {
    USER,
    GROUP;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The holder of that word.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Holder of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }
}
