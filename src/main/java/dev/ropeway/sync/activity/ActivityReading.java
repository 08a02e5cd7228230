package dev.ropeway.sync.activity;

import dev.ropeway.activity.ActivityCursor.Position;
import java.time.Duration;
import java.time.Instant;

/**
 * The reading of one table on its way.
 *
 * @param stored where the stored cursor stands
 * @param position where the reading stands
 * @param hidden rows behind the position that match and cannot be read, and are left out
 * @param pages how many of this window were read
 */
record ActivityReading(
    ActivitySource source, Position stored, Position position, int hidden, int pages) {

  static final Duration FIRST_WIDTH = Duration.ofHours(1);

  /** A day has no more rows than an instance can count in the time that it has. */
  private static final Duration WIDEST = Duration.ofDays(1);

  private static final Duration NARROWEST = Duration.ofMinutes(1);

  /** More pages than that are a window that is too wide. */
  private static final int MANY_PAGES = 8;

  static ActivityReading at(ActivitySource source, Position position) {
    return new ActivityReading(source, position, position, 0, 0);
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
    return to.isAfter(position.completeTo())
        ? new ActivityReading(source, stored, position.open(to), 0, 0)
        : null;
  }

  ActivityReading moved(Position to) {
    return new ActivityReading(source, to, to, 0, pages + 1);
  }

  /** Whether nothing of the window could be read though something is there. */
  boolean isAllHidden() {
    return hidden > 0 && position.lastOn() == null;
  }

  ActivityReading hiding(int more) {
    return new ActivityReading(source, stored, position, hidden + more, pages);
  }

  /** The same window from its beginning, to be opened again. */
  ActivityReading reopening() {
    Position beginning = Position.beginning(position.completeTo(), position.width());
    return new ActivityReading(source, stored, beginning, 0, 0);
  }

  /** The same with a window half as wide; null if it is narrow already or half read. */
  ActivityReading narrower() {
    Duration half = position.width().dividedBy(2);
    if (position.lastOn() != null || half.compareTo(NARROWEST) < 0) {
      return null;
    }
    Position narrow = Position.beginning(position.completeTo(), half);
    return new ActivityReading(source, stored, narrow, 0, 0);
  }

  /** How wide the next window is, after one of so many rows on its last page. */
  Duration nextWidth(int rows, int pageSize) {
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
