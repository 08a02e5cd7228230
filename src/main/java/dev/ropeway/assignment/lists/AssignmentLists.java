package dev.ropeway.assignment.lists;

import dev.ropeway.assignment.Assignment;
import dev.ropeway.assignment.AssignmentRows;
import dev.ropeway.assignment.AssignmentRows.TicketKey;
import dev.ropeway.assignment.Environments;
import dev.ropeway.assignment.Page;
import dev.ropeway.assignment.StateLabels;
import dev.ropeway.assignment.TicketPages;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.store.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Lists of assignments, a page at a time, in any order and in both directions. */
@ApplicationScoped
public class AssignmentLists {

  private final Database database;
  private final TicketPages pages;
  private final StateLabels labels;
  private final Environments environments;
  private final Clock clock;

  AssignmentLists(
      Database database,
      TicketPages pages,
      StateLabels labels,
      Environments environments,
      Clock clock) {
    this.database = database;
    this.pages = pages;
    this.labels = labels;
    this.environments = environments;
    this.clock = clock;
  }

  /** An assignment and its key in the order of its list. */
  private record Row(Assignment assignment, String key) {

    Recommendation recommendation() {
      return assignment.recommendation();
    }

    String cursor(Order order, boolean back) {
      return new Place(order, back, assignment.id(), key).text();
    }
  }

  /**
   * A page of what matches.
   *
   * @param from where the page before ended, in the same order; null for the first page
   */
  public Page<Assignment> page(AssignmentFilter filter, Order order, Place from, int limit) {
    Instant now = clock.instant();
    boolean back = from != null && from.back();
    PageRows<Row> found =
        database.inTransaction(
            handle ->
                PageRows.of(
                    query(
                        Statements.planned(handle),
                        filter.alternatives(now),
                        back ? order.reversed() : order,
                        from,
                        limit + 1),
                    limit,
                    (rs, context) ->
                        new Row(
                            AssignmentRows.read(rs, this::page, labels, environments, now),
                            rs.getString("place")),
                    Row::recommendation));
    List<Row> rows = new ArrayList<>(found.rows());
    if (back) {
      Collections.reverse(rows);
    }
    boolean follows = back || found.more();
    boolean precedes = back ? found.more() : from != null;
    return new Page<>(
        rows.stream().map(Row::assignment).toList(),
        follows && !rows.isEmpty() ? rows.get(rows.size() - 1).cursor(order, false) : null,
        precedes && !rows.isEmpty() ? rows.get(0).cursor(order, true) : null);
  }

  /** Finds the rows of a page by what indexes have, and only then reads them. */
  private static Query query(
      Handle handle, List<AssignmentFilter.Sql> alternatives, Order order, Place from, int limit) {
    String ids =
        alternatives.stream()
            .map(sql -> "(" + ids(sql.where(), order, from != null) + ")")
            .collect(Collectors.joining(" union "));
    Query query =
        handle
            .createQuery(
                """
                select a.*, r.document, found.key, to_json(found.key) #>> '{}' as place
                from (select * from (%1$s) as one order by %2$s limit :limit) as found
                  join assignment a on a.id = found.id join recommendation r on r.key = a.recommendation_key
                order by %3$s
                """
                    .formatted(ids, order.sql(""), order.sql("found.")))
            .bind("limit", limit);
    alternatives.forEach(sql -> query.bindMap(sql.bindings()));
    if (from != null) {
      query.bind("placeKey", from.key()).bind("placeId", from.id());
    }
    return query;
  }

  private static String ids(String where, Order order, boolean continued) {
    return "select %s as key, a.id from assignment a%s where %s%s order by %s limit :limit"
        .formatted(
            order.key().sql(),
            where.contains("r.") ? " join recommendation r on r.key = a.recommendation_key" : "",
            where,
            continued ? " and " + order.behind() : "",
            order.sql(""));
  }

  private String page(String integration, TicketKey key) {
    return pages.of(integration, key.table(), key.sysId());
  }
}
