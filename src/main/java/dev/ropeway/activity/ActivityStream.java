package dev.ropeway.activity;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What of an instance's activity is read; each is read only where somebody asks for it. */
public enum ActivityStream {
  /** Who signs in, from where, and who fails to. */
  LOGINS,
  /** Who gets which role, and what changes in users, groups, roles and access rules. */
  PRIVILEGES,
  /** Changes of records of named tables. */
  RECORDS,
  /** Who takes data out: exported lists, and reads of other programs over REST. */
  EXPORTS,
  /** Which records are deleted. */
  DELETES;

  /** As settings, parameters and columns name it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The stream of that word. */
  public static Optional<ActivityStream> of(String word) {
    return Arrays.stream(values()).filter(stream -> stream.word().equals(word)).findFirst();
  }
}
