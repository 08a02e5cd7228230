package dev.ropeway.assignment.lists;

import dev.ropeway.assignment.BoundsSql;
import dev.ropeway.assignment.Page;
import dev.ropeway.assignment.lists.AssignmentSummary.BySeverity;
import dev.ropeway.recommendation.Bounds;
import dev.ropeway.recommendation.Severity;
import dev.ropeway.store.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.statement.Query;

/** Reports how the work of each owner or group stands, from what is stored at that moment. */
@ApplicationScoped
public class Owners {

  private static final String FIGURES =
      Stream.of(Severity.values())
          .map(Severity::word)
          .map(
              word ->
                  "count(*) filter (where %s and a.severity = '%s') as %s"
                      .formatted(AssignmentSql.LIVE, word, word))
          .collect(
              Collectors.joining(
                  ", ",
                  """
                  count(*) filter (where LIVE) as open,
                  count(*) filter (where LIVE and a.due_at < :now) as overdue,
                  count(*) filter (where a.status = 'closed' and not coalesce(a.ended_at > a.due_at, false)) as completed,
                  count(*) filter (where a.status = 'closed' and a.ended_at > a.due_at) as late,
                  """
                      .replace("LIVE", AssignmentSql.LIVE),
                  ""));

  private final Database database;
  private final Clock clock;

  Owners(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /** Whose work is reported. */
  public enum By {
    OWNER(AssignmentSql.OWNER, "a.assigned_to"),
    GROUP(AssignmentSql.GROUP, "coalesce(a.ticket_group, a.terms ->> 'assignmentGroup')");

    private final String key;
    private final String name;

    By(String key, String name) {
      this.key = key;
      this.name = name;
    }

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    public static By of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }

  /** In which order; among equals by name. */
  public enum Sort {
    MOST_OVERDUE("-overdue", "overdue", true),
    LEAST_OVERDUE("overdue", "overdue", false),
    MOST_OPEN("-open", "open", true),
    LEAST_OPEN("open", "open", false);

    private final String word;
    private final String column;
    private final boolean descending;

    Sort(String word, String column, boolean descending) {
      this.word = word;
      this.column = column;
      this.descending = descending;
    }

    public String word() {
      return word;
    }

    public static Optional<Sort> of(String word) {
      return Arrays.stream(values()).filter(sort -> sort.word.equals(word)).findFirst();
    }

    public static List<String> words() {
      return Arrays.stream(values()).map(Sort::word).toList();
    }
  }

  /**
   * What is counted; null conditions hold for all.
   *
   * @param under the path under which the resources lie
   * @param completed when closed work was completed
   * @param within what whoever asks may see
   */
  public record Filter(
      String integration,
      String rule,
      Bounds under,
      AssignmentFilter.Period completed,
      Bounds within) {}

  /** Where a page ends: the number that it is sorted by, and the name. */
  public record Place(Sort sort, long count, String key) {

    private static final int PARTS = 3;

    public String text() {
      return sort.word() + " " + count + " " + key;
    }

    /**
     * Reads what {@link #text} wrote.
     *
     * @throws RuntimeException for anything else
     */
    public static Place of(String text) {
      String[] parts = text.split(" ", PARTS);
      if (parts.length != PARTS || parts[2].indexOf('\0') >= 0) {
        throw new IllegalArgumentException("not a place in a list of owners");
      }
      return new Place(Sort.of(parts[0]).orElseThrow(), Long.parseLong(parts[1]), parts[2]);
    }
  }

  private record Row(String key, OwnerFigures figures) {

    String cursor(Sort sort) {
      return new Place(sort, sort.column.equals("open") ? figures.open() : figures.overdue(), key)
          .text();
    }
  }

  public Page<OwnerFigures> page(By by, Filter filter, Sort sort, Place from, int limit) {
    List<Row> rows =
        database.inTransaction(
            handle -> {
              AssignmentFilter.Sql sql = conditions(filter).sql();
              String compares = sort.descending ? "<" : ">";
              Query query =
                  Statements.planned(handle)
                      .createQuery(
                          """
                          select * from (
                            select %1$s as key, max(%2$s) as name, %3$s
                            from assignment a%4$s where %5$s group by 1) as figures
                          where %6$s order by %7$s %8$s, key limit :limit
                          """
                              .formatted(
                                  by.key,
                                  by.name,
                                  FIGURES,
                                  sql.where().contains("r.")
                                      ? " join recommendation r on r.key = a.recommendation_key"
                                      : "",
                                  sql.where(),
                                  from == null
                                      ? "true"
                                      : "(%1$s %2$s :placeCount or %1$s = :placeCount and key > :placeKey)"
                                          .formatted(sort.column, compares),
                                  sort.column,
                                  sort.descending ? "desc" : "asc"))
                      .bindMap(sql.bindings())
                      .bind("now", clock.instant())
                      .bind("limit", limit + 1);
              if (from != null) {
                query.bind("placeCount", from.count()).bind("placeKey", from.key());
              }
              return query.map((rs, context) -> row(rs)).list();
            });
    List<Row> shown = rows.size() > limit ? rows.subList(0, limit) : rows;
    return new Page<>(
        shown.stream().map(Row::figures).toList(),
        rows.size() > limit ? shown.get(limit - 1).cursor(sort) : null);
  }

  private static Conditions conditions(Filter filter) {
    Conditions completed =
        new Conditions()
            .add("a.status = 'closed'")
            .add("a.ended_at >= :from", "from", filter.completed().after())
            .add("a.ended_at < :to", "to", filter.completed().before());
    AssignmentFilter.Sql ended = completed.sql();
    Conditions all =
        new Conditions()
            .add("(" + AssignmentSql.LIVE + " or " + ended.where() + ")")
            .add("a.integration = :integration", "integration", filter.integration())
            .add("a.rule = :rule", "rule", filter.rule());
    ended.bindings().forEach(all::bind);
    if (!filter.within().everything()) {
      all.add(BoundsSql.where(filter.within()));
      BoundsSql.bindings(filter.within()).forEach(all::bind);
    }
    if (!filter.under().everything()) {
      all.add(BoundsSql.where(filter.under(), "under"));
      BoundsSql.bindings(filter.under(), "under").forEach(all::bind);
    }
    return all;
  }

  private static Row row(ResultSet rs) throws SQLException {
    List<BySeverity> severities =
        Stream.of(Severity.values()).map(Severity::word).map(word -> count(rs, word)).toList();
    String key = rs.getString("key");
    return new Row(
        key,
        new OwnerFigures(
            key.isEmpty() ? null : rs.getString("name"),
            rs.getLong("open"),
            rs.getLong("overdue"),
            rs.getLong("open") - rs.getLong("overdue"),
            rs.getLong("completed"),
            rs.getLong("late"),
            severities));
  }

  private static BySeverity count(ResultSet rs, String severity) {
    try {
      return new BySeverity(severity, rs.getLong(severity));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
