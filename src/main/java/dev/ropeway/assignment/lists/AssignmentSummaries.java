package dev.ropeway.assignment.lists;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.summingLong;

import dev.ropeway.assignment.BoundsSql;
import dev.ropeway.assignment.StateLabels;
import dev.ropeway.assignment.lists.AssignmentSummary.BySeverity;
import dev.ropeway.assignment.lists.AssignmentSummary.Day;
import dev.ropeway.assignment.lists.AssignmentSummary.Open;
import dev.ropeway.recommendation.Bounds;
import dev.ropeway.recommendation.Severity;
import dev.ropeway.store.Database;
import dev.ropeway.tickettype.TicketType;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** Counts assignments for whoever wants to see them at one glance. */
@ApplicationScoped
public class AssignmentSummaries {

  private final Database database;
  private final StateLabels labels;
  private final Clock clock;

  AssignmentSummaries(Database database, StateLabels labels, Clock clock) {
    this.database = database;
    this.labels = labels;
    this.clock = clock;
  }

  /**
   * The assignments within bounds in numbers.
   *
   * @param days how many days are told one by one, today among them
   * @param since since when news are told; null for none
   */
  public AssignmentSummary of(int days, Instant since, Bounds within) {
    Instant now = clock.instant();
    LocalDate today = now.atOffset(ZoneOffset.UTC).toLocalDate();
    LocalDate first = today.minusDays(days - 1L);
    return database.inTransaction(
        handle -> {
          Statements.planned(handle);
          List<State> states = states(handle, within);
          BoundedCounts counts = new BoundedCounts(handle, within);
          return new AssignmentSummary(
              days,
              open(states),
              severities(states),
              perDay(handle, within, first, days),
              counts.of("a.status = 'parked'", now),
              counts.of(AssignmentSql.DUE + " < :at and " + AssignmentSql.LIVE, now),
              counts.of(AssignmentSql.HELD, now),
              counts.of("a.assigned_to is null and " + AssignmentSql.LIVE, now),
              since == null ? null : counts.since(since));
        });
  }

  /** How many open ones are alike in what a summary tells apart. */
  private record State(Open shown, String severity) {}

  private List<State> states(Handle handle, Bounds within) {
    return handle
        .createQuery(
            """
            select a.ticket_type, a.ticket_state, a.integration, a.ticket_table, a.severity,
              max(a.ticket_state_label) as label, count(*) as count
            from assignment a%s and %s
            group by a.ticket_type, a.ticket_state, a.integration, a.ticket_table, a.severity
            """
                .formatted(BoundedCounts.where(within), AssignmentSql.LIVE))
        .bindMap(BoundsSql.bindings(within))
        .map(
            (rs, context) -> {
              String state = rs.getString("ticket_state");
              return new State(
                  new Open(
                      TicketType.of(rs.getString("ticket_type")),
                      state,
                      state == null
                          ? null
                          : labels.shown(
                              rs.getString("integration"),
                              rs.getString("ticket_table"),
                              state,
                              rs.getString("label")),
                      rs.getLong("count")),
                  rs.getString("severity"));
            })
        .list();
  }

  private static List<Open> open(List<State> states) {
    return states.stream()
        .map(State::shown)
        .collect(
            groupingBy(
                one -> new Open(one.ticketType(), one.state(), one.stateLabel(), 0),
                summingLong(Open::count)))
        .entrySet()
        .stream()
        .map(
            one ->
                new Open(
                    one.getKey().ticketType(),
                    one.getKey().state(),
                    one.getKey().stateLabel(),
                    one.getValue()))
        .sorted(
            Comparator.comparing((Open one) -> one.ticketType().word())
                .thenComparing(Open::count, Comparator.reverseOrder())
                .thenComparing(Open::state, Comparator.nullsFirst(Comparator.naturalOrder())))
        .toList();
  }

  private static List<BySeverity> severities(List<State> states) {
    Map<String, Long> counts =
        states.stream()
            .collect(groupingBy(State::severity, summingLong(one -> one.shown().count())));
    return Stream.of(Severity.values())
        .map(one -> new BySeverity(one.word(), counts.getOrDefault(one.word(), 0L)))
        .toList();
  }

  private static List<Day> perDay(Handle handle, Bounds within, LocalDate first, int days) {
    Map<LocalDate, Long> created = perDay(handle, within, "a.created_at", "true", first);
    Map<LocalDate, Long> closed =
        perDay(handle, within, "a.ended_at", "a.status = 'closed'", first);
    return Stream.iterate(first, day -> day.plusDays(1))
        .limit(days)
        .map(day -> new Day(day, created.getOrDefault(day, 0L), closed.getOrDefault(day, 0L)))
        .toList();
  }

  private static Map<LocalDate, Long> perDay(
      Handle handle, Bounds within, String at, String which, LocalDate first) {
    Map<LocalDate, Long> counts = new HashMap<>();
    handle
        .createQuery(
            """
            select cast(%1$s at time zone 'UTC' as date) as day, count(*) as count
            from assignment a%2$s and %3$s and %1$s >= :from group by 1
            """
                .formatted(at, BoundedCounts.where(within), which))
        .bind("from", first.atStartOfDay(ZoneOffset.UTC).toInstant())
        .bindMap(BoundsSql.bindings(within))
        .map((rs, context) -> counts.put(rs.getObject("day", LocalDate.class), rs.getLong("count")))
        .list();
    return counts;
  }
}
