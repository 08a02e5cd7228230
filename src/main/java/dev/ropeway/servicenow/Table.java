package dev.ropeway.servicenow;

import dev.ropeway.tickettype.TicketTypeDefinition;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.regex.Pattern;

/**
 * A table that we call. The component puts its name into the path as it is, so that {@code
 * incident/../sys_user} would reach any other: nothing but letters, digits and _ makes a name.
 */
@RegisterForReflection // part of calls, which are bodies of messages
public record Table(String wireName, Family family) implements Comparable<Table> {

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,79}");

  public static final Table EM_EVENT = new Table("em_event", Family.EVENT);
  public static final Table EM_ALERT = new Table("em_alert", Family.ALERT);
  public static final Table SYS_USER = lookUp("sys_user");
  public static final Table SYS_USER_GROUP = lookUp("sys_user_group");
  public static final Table CMDB_CI = lookUp("cmdb_ci");

  /** Which services a configuration item belongs to. */
  public static final Table SVC_CI_ASSOC = lookUp("svc_ci_assoc");

  public static final Table SYS_CHOICE = lookUp("sys_choice");

  /** Only read, when a connection is tested. */
  public static final Table SYS_USER_HAS_ROLE = lookUp("sys_user_has_role");

  /** Which role the members of a group get. */
  public static final Table SYS_GROUP_HAS_ROLE = lookUp("sys_group_has_role");

  public static final Table SYS_PROPERTIES = lookUp("sys_properties");
  public static final Table SYS_DICTIONARY = lookUp("sys_dictionary");

  /** Which table extends which. */
  public static final Table SYS_DB_OBJECT = lookUp("sys_db_object");

  /** Constants for new records, which people saved. */
  public static final Table SYS_TEMPLATE = lookUp("sys_template");

  public static final Table SYS_JOURNAL_FIELD = lookUp("sys_journal_field");

  /** Names, sizes and hashes of the files of records. */
  public static final Table SYS_ATTACHMENT = lookUp("sys_attachment");

  /** What happened on the instance, the logins among it; rotated, so never read but by windows. */
  public static final Table SYSEVENT = lookUp("sysevent");

  /** Changes of fields, by the table that they were made in. */
  public static final Table SYS_AUDIT = lookUp("sys_audit");

  public static final Table SYS_AUDIT_ROLE = lookUp("sys_audit_role");
  public static final Table SYS_AUDIT_DELETE = lookUp("sys_audit_delete");

  /** Pages and calls that were answered; rotated as well. */
  public static final Table SYSLOG_TRANSACTION = lookUp("syslog_transaction");

  /** What the records of a table are. */
  public enum Family {
    /** Extends task: has owners, a journal, close codes and correlation fields. */
    TASK,
    EVENT,
    ALERT,
    /** Holds no tickets, and is only read. */
    LOOK_UP
  }

  public Table {
    if (!NAME.matcher(wireName).matches()) {
      throw new IllegalArgumentException("a table has no such name");
    }
  }

  private static Table lookUp(String name) {
    return new Table(name, Family.LOOK_UP);
  }

  /** The table of that name, whose records people work on. */
  public static Table ofTickets(String name) {
    return switch (name) {
      case "em_event" -> EM_EVENT;
      case "em_alert" -> EM_ALERT;
      default -> new Table(name, Family.TASK);
    };
  }

  /** The table of a kind of ticket. */
  public static Table of(TicketTypeDefinition type) {
    return ofTickets(type.table());
  }

  /** The import table that a transform makes records of. */
  public static Table ofImports(String name) {
    return lookUp(name);
  }

  public boolean isTask() {
    return family == Family.TASK;
  }

  /** Whether people change its records in ways that are to be seen here. */
  public boolean isWatched() {
    return isTask() || family == Family.ALERT;
  }

  @Override
  public int compareTo(Table other) {
    return wireName.compareTo(other.wireName);
  }

  @Override
  public String toString() {
    return wireName;
  }
}
