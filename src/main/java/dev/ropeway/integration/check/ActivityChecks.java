package dev.ropeway.integration.check;

import dev.ropeway.activity.ActivityStream;
import dev.ropeway.integration.ReadActivity;
import dev.ropeway.servicenow.EncodedQuery;
import dev.ropeway.servicenow.Stamp;
import dev.ropeway.servicenow.Table;
import dev.ropeway.servicenow.TableCall;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Whether the logs of each stream of activity can be read, and which role is missing. They are
 * asked for a day as every other time, and never as a whole.
 */
final class ActivityChecks {

  private static final Duration WINDOW = Duration.ofDays(1);
  private static final String CREATED = "sys_created_on";
  private static final String AUDIT = "audit_viewer (or admin together with snc_read_only)";
  private static final String ADMIN =
      "admin together with snc_read_only, which takes every right to write away";

  /** A table that a stream needs, and the least role that opens it. */
  private record Need(ActivityStream stream, Table table, String role, String otherwise) {}

  private static final List<Need> NEEDS =
      List.of(
          new Need(ActivityStream.LOGINS, Table.SYSEVENT, ADMIN, "no login is seen"),
          new Need(
              ActivityStream.PRIVILEGES, Table.SYS_AUDIT_ROLE, ADMIN, "no granted role is seen"),
          new Need(
              ActivityStream.PRIVILEGES,
              Table.SYS_AUDIT,
              AUDIT,
              "no change of users, groups and access rules is seen"),
          new Need(ActivityStream.RECORDS, Table.SYS_AUDIT, AUDIT, "no change of records is seen"),
          new Need(
              ActivityStream.EXPORTS,
              Table.SYSLOG_TRANSACTION,
              "syslog_viewer if it opens syslog_transaction on your release, else " + ADMIN,
              "no export is seen"),
          new Need(ActivityStream.DELETES, Table.SYS_AUDIT_DELETE, ADMIN, "no deletion is seen"));

  private ActivityChecks() {}

  /** What is asked, by a name that {@link #finding} knows. */
  static Map<String, TableCall> questions(String integration, ReadActivity wanted, Instant now) {
    Map<String, TableCall> questions = new LinkedHashMap<>();
    for (Need need : NEEDS) {
      if (wanted.has(need.stream())) {
        EncodedQuery query =
            new EncodedQuery().since(CREATED, now.minus(WINDOW)).where(CREATED, "<", Stamp.of(now));
        if (need.table() == Table.SYS_AUDIT) {
          boolean records = need.stream() == ActivityStream.RECORDS;
          query.in("tablename", records ? wanted.tables() : List.of("sys_user", "sys_user_group"));
        }
        questions.put(
            name(need),
            TableCall.list(
                integration, need.table(), query, List.of("sys_id", CREATED), Questions.SAMPLE));
      }
    }
    return questions;
  }

  private static String name(Need need) {
    return need.stream().word() + ": " + need.table();
  }

  /** What the answers say together. */
  static Finding finding(Map<String, CheckAnswer> answers) {
    List<String> seen = new ArrayList<>();
    List<String> give = new ArrayList<>();
    List<String> quiet = new ArrayList<>();
    for (Need need : NEEDS) {
      CheckAnswer answer = answers.get(name(need));
      if (answer == null) {
        continue;
      }
      if (answer.answer() == null && answer.fault() == null) {
        return Finding.skipped("no time left");
      }
      String problem = problem(answer);
      if (problem != null) {
        seen.add(name(need) + " " + problem);
        give.add(need.role() + " for " + need.table() + "; otherwise " + need.otherwise());
      } else if (answer.isEmpty()) {
        quiet.add(name(need));
      }
    }
    if (!seen.isEmpty()) {
      return Finding.warn(
          String.join("; ", seen),
          "Give the integration user " + String.join(". Give it ", give) + ".");
    }
    String read = answers.keySet().stream().collect(Collectors.joining(", "));
    return Finding.pass(
        quiet.isEmpty()
            ? read + " can be read"
            : read
                + " can be asked for; nothing happened in the last day in "
                + String.join(", ", quiet));
  }

  private static String problem(CheckAnswer answer) {
    if (answer.fault() != null) {
      return "cannot be read: " + Diagnosis.of(answer.fault()).seen();
    }
    long hidden = answer.hidden(Questions.SAMPLE);
    return hidden > 0
        ? "hides "
            + hidden
            + " of the "
            + Math.min(Questions.SAMPLE, answer.answer().headers().total())
            + " rows that were asked for"
        : null;
  }
}
