package dev.ropeway.sync;

import dev.ropeway.assignment.Tickets.Cursor;
import dev.ropeway.assignment.Tickets.Seen;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What time it is when a page is read, by both clocks. Nothing that is yet to come may move a
 * cursor: behind it every change would be hidden until that time has come.
 *
 * @param theirs the Date of the instance's answer; null where it has none
 */
record Present(Instant ours, Instant theirs) {

  /** As far as clocks may differ before anybody should look; the connection check has the same. */
  private static final Duration APART = Duration.ofMinutes(1);

  /** The earlier of both clocks, in whole seconds as rows have them. */
  Instant earlier() {
    Instant now = theirs == null || theirs.isAfter(ours) ? ours : theirs;
    return now.truncatedTo(ChronoUnit.SECONDS);
  }

  /** The place itself, or the present where it lies behind that; null for none. */
  Cursor notBehind(Cursor place) {
    return place == null || !place.updatedOn().isAfter(earlier())
        ? place
        : new Cursor(earlier(), "");
  }

  /** What a person should look at: a clock that is ahead, and rows from times to come. */
  List<String> oddities(List<Seen> page) {
    List<String> told = new ArrayList<>();
    if (theirs != null && theirs.isAfter(ours.plus(APART))) {
      told.add(
          // Rounded, so that all answers of a poll say the same.
          "the instance's clock is about %d minutes ahead of Ropeway's clock: changes are read again until the clocks agree; check both clocks"
              .formatted(Duration.between(ours, theirs).plusSeconds(30).toMinutes()));
    }
    Instant latest = (theirs == null || ours.isAfter(theirs) ? ours : theirs).plus(APART);
    page.stream()
        .map(Seen::ticket)
        .filter(ticket -> ticket.updatedAt().isAfter(latest))
        .findFirst()
        .map(
            ticket ->
                Objects.requireNonNullElse(ticket.number(), ticket.sysId())
                    + " has the future update time "
                    + ticket.updatedAt()
                    + ": every poll reads it again until then; find out what writes sys_updated_on on"
                    + " the instance")
        .ifPresent(told::add);
    return told;
  }
}
