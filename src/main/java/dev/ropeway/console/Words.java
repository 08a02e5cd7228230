package dev.ropeway.console;

import dev.ropeway.assignment.Status;
import dev.ropeway.assignment.TimelineEntry.What;
import dev.ropeway.assignment.notes.NoteKind;
import dev.ropeway.store.Text;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** How the pages say dates, counts and what happened. Times are UTC, for all readers the same. */
final class Words {

  private static final DateTimeFormatter DAY = format("d MMM yyyy");
  private static final DateTimeFormatter SECOND = format("d MMM yyyy HH:mm:ss");

  private static final int MAX_LINE = 72;

  private Words() {}

  private static DateTimeFormatter format(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).withZone(ZoneOffset.UTC);
  }

  static String day(Instant at) {
    return at == null ? null : DAY.format(at);
  }

  static String second(Instant at) {
    return at == null ? null : SECOND.format(at) + " UTC";
  }

  /** "in 3 days", "2 hours ago", "now": the largest unit that fits, rounded. */
  static String distance(Instant at, Instant now) {
    boolean past = at.isBefore(now);
    String length = length(Duration.between(past ? at : now, past ? now : at));
    if (length == null) {
      return "now";
    }
    return past ? length + " ago" : "in " + length;
  }

  /** "3 days overdue". */
  static String overdue(Instant due, Instant now) {
    String length = length(Duration.between(due, now));
    return length == null ? "overdue" : length + " overdue";
  }

  private static String length(Duration duration) {
    if (duration.toDays() > 0) {
      return count(duration.plusHours(12).toDays(), "day");
    }
    if (duration.toHours() > 0) {
      return count(duration.plusMinutes(30).toHours(), "hour");
    }
    if (duration.toMinutes() > 0) {
      return count(duration.plusSeconds(30).toMinutes(), "minute");
    }
    return duration.toSeconds() > 0 ? count(duration.toSeconds(), "second") : null;
  }

  private static String count(long number, String unit) {
    return number + " " + unit + (number == 1 ? "" : "s");
  }

  /** The last segments of a path that is too long for a line; anything else that is, cut off. */
  static String tail(String text) {
    if (text.length() <= MAX_LINE) {
      return text;
    }
    int from = text.indexOf('/', text.length() - MAX_LINE);
    return from >= 0 && from < text.length() - 1
        ? "…" + text.substring(from)
        : Text.cut(text, MAX_LINE);
  }

  /** A count that stopped at a limit: "1,234", "10,000+". */
  static String atMost(int number, int limit) {
    return number > limit
        ? String.format(Locale.ROOT, "%,d+", limit)
        : String.format(Locale.ROOT, "%,d", number);
  }

  static String label(Status status) {
    return capitalized(status.word());
  }

  static String label(NoteKind kind) {
    return capitalized(kind.said());
  }

  static String label(What what) {
    return switch (what) { // no default: something new that happens must be given words
      case ACCEPTED -> "Accepted";
      case ATTEMPT -> "Attempt failed";
      case CREATED -> "Ticket created";
      case CHANGED_HERE -> "Changed in Ropeway";
      case CHANGED_THERE -> "Changed in ServiceNow";
      case PARKED -> "Parked";
      case RETRIED -> "Retried";
      case CLOSED -> "Closed";
      case REOPENED -> "Reopened";
      case WITHDRAWN -> "Withdrawn";
      case WARNED -> "Warning";
      case HELD -> "Held back";
      case RELEASED -> "Released";
      case NOTE_ADDED -> "Note added";
    };
  }

  /** "data-policy" as a sentence begins: "Data policy". */
  static String reason(String reason) {
    return capitalized(reason.replace('-', ' ').replace('_', ' '));
  }

  /** The name of a parameter of the list, as a sentence begins. */
  static String filter(String parameter) {
    return switch (parameter) {
      case "assignedTo" -> "Owner";
      case "assignmentGroup" -> "Group";
      case "ticketType" -> "Ticket type";
      case "dueAfter" -> "Due after";
      case "dueBefore" -> "Due before";
      case "createdAfter" -> "Created after";
      case "createdBefore" -> "Created before";
      case "closedAfter" -> "Closed after";
      case "closedBefore" -> "Closed before";
      default -> capitalized(parameter);
    };
  }

  /** What an error says, as a sentence of its own. */
  static String sentence(String detail) {
    String capital = capitalized(detail);
    return capital.endsWith(".") ? capital : capital + ".";
  }

  private static String capitalized(String word) {
    return word.isEmpty()
        ? word
        : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
  }

  /** How long something may take, in days where it is whole days; null for null. */
  static String timeframe(Duration timeframe) {
    if (timeframe == null) {
      return null;
    }
    long days = timeframe.toDays();
    long hours = timeframe.toHours();
    if (days > 0 && timeframe.equals(Duration.ofDays(days))) {
      return days == 1 ? "1 day" : days + " days";
    }
    return hours > 0 && timeframe.equals(Duration.ofHours(hours))
        ? hours == 1 ? "1 hour" : hours + " hours"
        : timeframe.toString();
  }
}
