package dev.ropeway.integration;

import java.util.Locale;

/** What becomes of the live assignments of an integration that is deleted (B10, E11). */
public enum Removal {
  /** They stay as they are, and go on if an integration of that name is made again. */
  KEEP,
  /** They are withdrawn; their tickets stay. */
  WITHDRAW,
  /** They are withdrawn and their tickets canceled, for which the integration is still needed. */
  WITHDRAW_CANCEL;

  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Removal of(String word) {
    return word == null ? null : valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}
