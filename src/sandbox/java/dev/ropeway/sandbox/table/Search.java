package dev.ropeway.sandbox.table;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Predicate;

/** Runs a bound query over a table: index first, filter second, and sorts only what is returned. */
public final class Search {
  private static final Set<QueryOperator> LOWER_BOUNDS =
      Set.of(
          QueryOperator.EQUAL,
          QueryOperator.GREATER,
          QueryOperator.GREATER_OR_EQUAL,
          QueryOperator.BETWEEN);

  private final Tables database;

  public Search(Tables database) {
    this.database = database;
  }

  /** The rows of one page and how many matched in all (-1 when nobody asked). */
  public record Page(List<Row> rows, int total) {}

  public Page run(
      TableRows table,
      ParsedQuery query,
      Predicate<Row> filter,
      int offset,
      int limit,
      boolean count) {
    if (filter == null) {
      return new Page(List.of(), 0);
    }
    Set<Row> found = lookedUp(table, query);
    boolean byUpdate = found == null && followsUpdateOrder(table, query.orders());
    Collection<Row> candidates = found != null ? found : scanned(table, query, byUpdate);
    long last = (long) offset + limit;
    List<Row> wanted = new ArrayList<>();
    int matched = 0;
    Comparator<Row> order = byUpdate ? null : order(table, query.orders());
    if (order == null) {
      for (Row row : candidates) {
        if (filter.test(row)) {
          if (matched >= offset && matched < last) {
            wanted.add(row);
          }
          matched++;
          if (!count && matched >= last) {
            return new Page(wanted, -1);
          }
        }
      }
      return new Page(wanted, count ? matched : -1);
    }
    // Keeps the best rows only: sorting 100,000 matches for a page of 100 is what makes fakes slow.
    PriorityQueue<Row> best = new PriorityQueue<>(order.reversed());
    for (Row row : candidates) {
      if (filter.test(row)) {
        matched++;
        if (best.size() < last) {
          best.add(row);
        } else if (!best.isEmpty() && order.compare(row, best.peek()) < 0) {
          best.poll();
          best.add(row);
        }
      }
    }
    List<Row> sorted = new ArrayList<>(best);
    sorted.sort(order);
    wanted = sorted.subList(Math.min(offset, sorted.size()), sorted.size());
    return new Page(wanted, count ? matched : -1);
  }

  private static boolean followsUpdateOrder(TableRows table, List<ParsedQuery.Order> orders) {
    return table.hasUpdateOrder()
        && !orders.isEmpty()
        && orders.stream().noneMatch(ParsedQuery.Order::descending)
        && orders.get(0).field().equals("sys_updated_on")
        && (orders.size() == 1 || orders.get(1).field().equals("sys_id"));
  }

  private static Collection<Row> scanned(TableRows table, ParsedQuery query, boolean byUpdate) {
    if (table.hasUpdateOrder()) {
      String since = lowerBound(query);
      if (since != null) {
        return table.updatedSince(since);
      }
    }
    return byUpdate ? table.rowsByUpdate() : table.rows();
  }

  /** Rows found by an indexed = or IN that every group contains, null when there is none. */
  private static Set<Row> lookedUp(TableRows table, ParsedQuery query) {
    Set<Row> found = new LinkedHashSet<>();
    for (List<List<QueryTerm>> group : query.groups()) {
      QueryTerm indexed = null;
      for (List<QueryTerm> clause : group) {
        QueryTerm only = clause.size() == 1 ? clause.get(0) : null;
        if (only != null
            && (only.operator() == QueryOperator.EQUAL || only.operator() == QueryOperator.IN)
            && table.isIndexed(only.field())
            && !only.value().isEmpty()
            && !only.value().startsWith("javascript:")) {
          indexed = only;
        }
      }
      if (indexed == null) {
        return null;
      }
      boolean list = indexed.operator() == QueryOperator.IN;
      for (String value : list ? indexed.value().split(",") : new String[] {indexed.value()}) {
        found.addAll(table.lookUp(indexed.field(), value));
      }
    }
    return found;
  }

  private static String lowerBound(ParsedQuery query) {
    String lowest = null;
    for (List<List<QueryTerm>> group : query.groups()) {
      String bound = null;
      for (List<QueryTerm> clause : group) {
        QueryTerm only = clause.size() == 1 ? clause.get(0) : null;
        if (only != null
            && only.field().equals("sys_updated_on")
            && LOWER_BOUNDS.contains(only.operator())
            && !only.value().startsWith("javascript:")) {
          bound = only.value().split("@")[0];
        }
      }
      if (bound == null) {
        return null;
      }
      lowest = lowest == null || bound.compareTo(lowest) < 0 ? bound : lowest;
    }
    return lowest;
  }

  /**
   * References are ordered by sys_id; that the platform orders them by name is not in our sources.
   */
  private Comparator<Row> order(TableRows table, List<ParsedQuery.Order> orders) {
    Comparator<Row> all = null;
    for (ParsedQuery.Order order : orders) {
      FieldPath path = FieldPath.of(database, table, order.field());
      if (path == null) {
        continue;
      }
      Comparator<Row> one = (a, b) -> QueryFilter.ordered(path.value(a), path.value(b));
      one = order.descending() ? one.reversed() : one;
      all = all == null ? one : all.thenComparing(one);
    }
    return all;
  }
}
