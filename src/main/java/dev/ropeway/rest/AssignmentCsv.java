package dev.ropeway.rest;

import dev.ropeway.assignment.Assignment;
import dev.ropeway.assignment.Status;
import dev.ropeway.assignment.Ticket;
import dev.ropeway.recommendation.Recommendation.Resource;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Assignments as a table for spreadsheets (RFC 4180). Columns are only ever added at the end. */
final class AssignmentCsv {

  private static final String LINE_END = "\r\n";

  /** What a spreadsheet takes for the beginning of a formula. */
  private static final Set<Character> FORMULAS = Set.of('=', '+', '-', '@', '\t', '\r');

  private static final Pattern QUOTED = Pattern.compile("[,\"\r\n]");

  private static final Set<Status> LIVE = EnumSet.of(Status.PENDING, Status.OPEN, Status.PARKED);

  /** A column and what stands in it at a time; null leaves it empty. */
  private record Column(String name, BiFunction<Assignment, Instant, Object> value) {

    static Column of(String name, Function<Assignment, Object> value) {
      return new Column(name, (assignment, now) -> value.apply(assignment));
    }

    static Column ofTicket(String name, Function<Ticket, Object> value) {
      return of(name, one -> one.ticket() == null ? null : value.apply(one.ticket()));
    }

    static Column ofResource(String name, Function<Resource, Object> value) {
      return of(
          name,
          one ->
              one.recommendation().resource() == null
                  ? null
                  : value.apply(one.recommendation().resource()));
    }
  }

  private static final List<Column> COLUMNS =
      List.of(
          Column.of("id", Assignment::id),
          Column.of("status", one -> one.status().word()),
          Column.of("severity", one -> one.recommendation().severity().word()),
          Column.of("title", one -> one.recommendation().title()),
          Column.of("recommendation", one -> one.recommendation().id()),
          Column.ofResource("resource", Resource::name),
          Column.ofResource("resource id", Resource::id),
          Column.of("category", one -> one.recommendation().category()),
          Column.of("source", one -> one.recommendation().source()),
          Column.of("integration", Assignment::integration),
          Column.of("ticket type", one -> one.ticketType().word()),
          Column.ofTicket("ticket", Ticket::number),
          Column.ofTicket("ticket address", Ticket::url),
          Column.ofTicket("ticket state", Ticket::stateLabel),
          Column.of("owner", one -> one.spec().assignedTo()),
          Column.of("group", one -> one.spec().assignmentGroup()),
          Column.of("rule", Assignment::rule),
          Column.of("due", one -> one.spec().dueDate()),
          new Column("overdue", AssignmentCsv::isOverdue),
          Column.of("expected", one -> one.eta() == null ? null : one.eta().date()),
          Column.of("held since", Assignment::heldSince),
          Column.of("close reason", Assignment::closeReason),
          Column.of("failure", one -> one.failure() == null ? null : one.failure().reason()),
          Column.of("created", Assignment::createdAt),
          Column.of("updated", Assignment::updatedAt));

  private AssignmentCsv() {}

  /**
   * @param now decides what is overdue
   */
  static RowFormat<Assignment> format(Instant now) {
    return new RowFormat<>(
        "text/csv",
        line(COLUMNS.stream().map(Column::name)),
        assignment ->
            line(COLUMNS.stream().map(column -> column.value().apply(assignment, now)))
                .getBytes(StandardCharsets.UTF_8));
  }

  private static boolean isOverdue(Assignment one, Instant now) {
    Instant due = one.spec().dueDate();
    return due != null && due.isBefore(now) && LIVE.contains(one.status());
  }

  private static String line(Stream<?> values) {
    return values.map(AssignmentCsv::cell).collect(Collectors.joining(",")) + LINE_END;
  }

  /** The text of a value, harmless in a spreadsheet and quoted where it must be. */
  static String cell(Object value) {
    String text = value == null ? "" : value.toString();
    String harmless = !text.isEmpty() && FORMULAS.contains(text.charAt(0)) ? "'" + text : text;
    return QUOTED.matcher(harmless).find()
        ? "\"" + harmless.replace("\"", "\"\"") + "\""
        : harmless;
  }
}
