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

  /** One of the tables that tickets are in. */
  public static Table ofTickets(String name) {
    Table table = named(name);
    if (table != INCIDENT && table != PROBLEM && table != CHANGE_REQUEST) {
      throw new IllegalArgumentException("table holds no tickets");
    }
    return table;
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
