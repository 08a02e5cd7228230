package dev.ropeway.activity;

import java.time.Duration;
import java.time.Instant;

/**
 * How far the reading of one table of an instance is.
 *
 * @param source the table and, where one table is read for several streams, for which
 * @param instance whose rows were read
 * @param scope what of the table is read
 * @param seen whether a row of it was ever visible
 * @param polledAt when everything up to the present was read; null before the first time
 * @param failure why it cannot be read; null if it can
 */
public record ActivityCursor(
    String integration,
    String source,
    String instance,
    String scope,
    Position position,
    boolean seen,
    Instant polledAt,
    String failure) {

  /**
   * A place between rows.
   *
   * @param completeTo everything before it is read
   * @param windowTo the end of the window that is being read; null between two
   * @param lastOn when the last row of it was created that was read; null for none yet
   * @param lastId its sys_id
   * @param width how long the next window is
   */
  public record Position(
      Instant completeTo, Instant windowTo, Instant lastOn, String lastId, Duration width) {

    /** The place at which a reading begins. */
    public static Position beginning(Instant at, Duration width) {
      return new Position(at, null, null, null, width);
    }

    /** The same, with a window that ends there. */
    public Position open(Instant to) {
      return new Position(completeTo, to, null, null, width);
    }

    /** The same, with another end of its window. */
    public Position until(Instant to, Duration nextWidth) {
      return new Position(completeTo, to, lastOn, lastId, nextWidth);
    }

    /** The same, after a row of the window. */
    public Position after(Instant on, String sysId) {
      return new Position(completeTo, windowTo, on, sysId, width);
    }

    /** The place behind the window. */
    public Position closed(Duration nextWidth) {
      return beginning(windowTo, nextWidth);
    }

    public boolean isOpen() {
      return windowTo != null;
    }
  }
}
