package dev.ropeway.servicenow;

import java.util.Locale;

/**
 * The tables we call, and no others: the component puts a table's name into the path as it is, so
 * {@code incident/../sys_user} would reach any of them.
 */
public enum Table {
  INCIDENT,
  PROBLEM,
  CHANGE_REQUEST,
  EM_EVENT,
  EM_ALERT,
  SYS_USER,
  SYS_USER_GROUP,
  CMDB_CI,
  /** Which services a configuration item belongs to. */
  SVC_CI_ASSOC,
  SYS_CHOICE,
  /** Only read, when a connection is tested. */
  SYS_USER_HAS_ROLE,
  SYS_PROPERTIES,
  SYS_DICTIONARY,
  SYS_JOURNAL_FIELD;

  /** One of the tables whose records people work on. */
  public static Table ofTickets(String name) {
    Table table = named(name);
    if (!table.isWatched()) {
      throw new IllegalArgumentException("table holds no tickets");
    }
    return table;
  }

  /** Whether it extends task: has owners, a journal, close codes and correlation fields. */
  public boolean isTask() {
    return this == INCIDENT || this == PROBLEM || this == CHANGE_REQUEST;
  }

  /** Whether people change its records in ways that are to be seen here. */
  public boolean isWatched() {
    return isTask() || this == EM_ALERT;
  }

  public static Table named(String name) {
    for (Table table : values()) {
      if (table.wireName().equals(name)) {
        return table;
      }
    }
    throw new IllegalArgumentException("table is not among those in use");
  }

  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
