package dev.ropeway.sync.activity;

import dev.ropeway.activity.ActivityCursor.Position;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The reading of one table on its way.
 *
 * @param stored where the stored cursor stands
 * @param position where the reading stands
 * @param seen whether a row of it was ever visible
 * @param pageSize how many rows are asked for at once
 * @param hidden rows behind the position that match and cannot be read, and are left out
 * @param pages how many of this window were read
 */
record ActivityReading(
    ActivitySource source,
    Position stored,
    Position position,
    boolean seen,
    int pageSize,
    int hidden,
    int pages) {

  static final Duration FIRST_WIDTH = Duration.ofHours(1);

  /** A day has no more rows than an instance can count in the time that it has. */
  private static final Duration WIDEST = Duration.ofDays(1);

  private static final Duration NARROWEST = Duration.ofMinutes(1);

  /** More pages than that are a window that is too wide. */
  private static final int MANY_PAGES = 8;

  /** Fewer rows than that are not worth another try. */
  private static final int SMALLEST_PAGE = 50;

  static ActivityReading at(ActivitySource source, Position position, boolean seen, int pageSize) {
    return new ActivityReading(source, position, position, seen, pageSize, 0, 0);
  }

  /**
   * The same with a window to read, which ends at the limit at the latest.
   *
   * @return null if there is none before the limit
   */
  ActivityReading opened(Instant limit) {
    if (position.isOpen()) {
      return this;
    }
    Instant end = position.completeTo().plus(position.width());
    Instant to = end.isAfter(limit) ? limit : end;
    return to.isAfter(position.completeTo()) ? beginning(position.open(to)) : null;
  }

  private ActivityReading beginning(Position at) {
    return new ActivityReading(source, stored, at, seen, pageSize, 0, 0);
  }

  ActivityReading moved(Position to, boolean sawRows) {
    return new ActivityReading(source, to, to, seen || sawRows, pageSize, 0, pages + 1);
  }

  /**
   * Whether nothing of the window could be read though something is there, as nothing ever was:
   * what is hidden will be seen once the role is there.
   */
  boolean isUnreadable() {
    return hidden > 0 && position.lastOn() == null && !seen;
  }

  ActivityReading hiding(int more) {
    return new ActivityReading(source, stored, position, seen, pageSize, hidden + more, pages);
  }

  /** The same window from its beginning, to be opened again. */
  ActivityReading reopening() {
    return beginning(Position.beginning(position.completeTo(), position.width()));
  }

  boolean mayAskForLess() {
    return pageSize / 2 >= SMALLEST_PAGE;
  }

  /** The same page again, half as long; other tables are not concerned. */
  ActivityReading askingForLess() {
    return new ActivityReading(source, stored, position, seen, pageSize / 2, hidden, pages);
  }

  /** The same with half of what is left of the window; null if that is little already. */
  ActivityReading narrower() {
    Instant from = position.lastOn() == null ? position.completeTo() : position.lastOn();
    Duration half =
        Duration.between(from, position.windowTo()).dividedBy(2).truncatedTo(ChronoUnit.SECONDS);
    if (half.compareTo(NARROWEST) < 0) {
      return null;
    }
    return position.lastOn() == null
        ? beginning(Position.beginning(position.completeTo(), half))
        : new ActivityReading(
            source, stored, position.until(from.plus(half), half), seen, pageSize, hidden, pages);
  }

  /** How wide the next window is, after one of so many rows on its last page. */
  Duration nextWidth(int rows) {
    Duration width = position.width();
    if (pages == 0 && rows <= pageSize / 2) {
      Duration twice = width.multipliedBy(2);
      return twice.compareTo(WIDEST) > 0 ? WIDEST : twice;
    }
    if (pages >= MANY_PAGES) {
      Duration half = width.dividedBy(2);
      return half.compareTo(NARROWEST) < 0 ? NARROWEST : half;
    }
    return width;
  }
}
