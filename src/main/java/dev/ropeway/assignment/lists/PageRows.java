package dev.ropeway.assignment.lists;

import dev.ropeway.recommendation.Recommendation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.result.ResultIterator;
import org.jdbi.v3.core.statement.Query;

/**
 * The rows of a page: as many as were asked for, and fewer where their texts are so long that a
 * page of all of them would take too much memory.
 *
 * @param more whether others follow
 */
record PageRows<T>(List<T> rows, boolean more) {

  /** Characters of recommendations on one page; one is shown however long it is. */
  static final int MAX_CHARACTERS = 2_000_000;

  /** So many rows come from the store at once: a thousand of the longest do not fit. */
  private static final int FETCHED = 10;

  /** Reads one row more than the limit, if there is one, to know whether others follow. */
  static <T> PageRows<T> of(
      Query query, int limit, RowMapper<T> mapper, Function<T, Recommendation> recommendation) {
    List<T> rows = new ArrayList<>();
    long characters = 0;
    try (ResultIterator<T> found = query.setFetchSize(FETCHED).map(mapper).iterator()) {
      while (found.hasNext()) {
        if (rows.size() == limit || characters > MAX_CHARACTERS) {
          return new PageRows<>(rows, true);
        }
        T row = found.next();
        rows.add(row);
        characters += recommendation.apply(row).length();
      }
    }
    return new PageRows<>(rows, false);
  }

  T last() {
    return rows.get(rows.size() - 1);
  }
}
