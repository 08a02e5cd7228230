package dev.ropeway.delivery;

import dev.ropeway.assignment.FailureNote;
import dev.ropeway.mapping.UnmappableException;
import dev.ropeway.servicenow.Fault;
import dev.ropeway.servicenow.References.UnresolvedException;
import dev.ropeway.store.StoreBusyException;
import dev.ropeway.store.StoreUnavailableException;
import java.time.Instant;
import java.util.Locale;

/**
 * Every way a delivery fails and what happens next: the one place that decides it (promise 5).
 *
 * <p>A create whose end is not known settles before anything else; everything that only waits for
 * the instance costs no attempt; what cannot succeed as it is, is parked with a sentence of advice.
 */
enum Failure {
  // reason              a lost create?      otherwise       whole integration waits
  RATE_LIMITED(
      Next.WAIT, Next.WAIT, true, "Nothing to do: delivery continues when the instance allows it."),
  CROWDED(
      Next.WAIT,
      Next.WAIT,
      false,
      "Nothing to do: the instance had too many calls at once, so Ropeway sends fewer for a while."),
  NOT_AUTHORIZED(
      Next.WAIT,
      Next.WAIT,
      true,
      "Check the user, password and OAuth client of the integration; the user must be active, not"
          + " locked and allowed to use the REST API. Delivery then continues automatically."),
  UNREACHABLE(
      Next.WAIT,
      Next.WAIT,
      true,
      "Check the instance's address, DNS, the firewall and the instance's allow list. Delivery then"
          + " continues automatically."),
  NOT_TRUSTED(
      Next.WAIT,
      Next.WAIT,
      true,
      "The TLS handshake failed: check the instance's certificate and the trust store."),
  ASLEEP(
      Next.SETTLE,
      Next.WAIT,
      true,
      "The instance answers with a page instead of records: it is hibernating or restarting, or a"
          + " login page is in front of it. Wake it or check single sign-on; delivery then continues"
          + " automatically."),
  NO_ANSWER(
      Next.SETTLE,
      Next.RETRY,
      false,
      "The instance did not answer in time; look for slow business rules. Before Ropeway creates a"
          + " ticket again, it looks for the first one."),
  UNREADABLE(
      Next.SETTLE,
      Next.RETRY,
      false,
      "The answer was cut off or empty. Before Ropeway creates a ticket again, it looks for the first"
          + " one."),
  DROPPED(Next.SETTLE, Next.RETRY, false, "The instance was too busy and dropped the request."),
  SERVER_ERROR(
      Next.SETTLE,
      Next.RETRY,
      false,
      "A script on the instance failed; its system log names the script. Ropeway tries again a few"
          + " times."),
  /** 403 without a cause: the row may have been written and only be hidden from us (§ 1.1). */
  MAYBE_HIDDEN(
      Next.SETTLE,
      Next.PARK,
      false,
      "Let the integration user read what it creates, then retry: Ropeway looks for the ticket first."),
  NOT_ALLOWED(
      Next.PARK,
      Next.PARK,
      false,
      "Give the integration user a role that may read, create and change records of this table (itil, for"
          + " security incidents sn_si.integration_user), then retry."),
  DATA_POLICY(
      Next.PARK,
      Next.PARK,
      false,
      "A data policy requires fields that Ropeway does not send: give them a default value or relax"
          + " the policy, then retry."),
  BUSINESS_RULE(
      Next.PARK,
      Next.PARK,
      false,
      "A business rule of the instance refused the record: exempt the integration user from it, then"
          + " retry."),
  BAD_REQUEST(
      Next.PARK,
      Next.PARK,
      false,
      "The instance rejected the request: check the table, the address and the detail, then"
          + " retry."),
  TOO_LARGE(
      Next.PARK,
      Next.PARK,
      false,
      "The record is larger than the instance allows: shorten it, then retry."),
  UNRESOLVED_REFERENCE(
      Next.PARK,
      Next.PARK,
      false,
      "Name exactly one active user or group, by e-mail, user name, employee number, name or sys_id, or"
          + " give the integration a fallback; then retry."),
  /** The import was accepted, and its transform made nothing of it. */
  TRANSFORM_FAILED(
      Next.PARK,
      Next.PARK,
      false,
      "Look at the import set's row in ServiceNow: its transform map failed or skipped it. Correct the"
          + " map or the mapping of this ticket type, then retry."),
  /** The template was there when it was looked up, or its sys_id is wrong. */
  TEMPLATE_GONE(
      Next.PARK,
      Next.PARK,
      false,
      "The standard change template is retired or was deleted: publish it again, or set another"
          + " changeTemplate in the ticket type; then retry."),
  /**
   * Trying again by itself could make a second ticket: only a person can see that there is none.
   */
  AMBIGUOUS_CREATE(
      Next.PARK,
      Next.PARK,
      false,
      "Look in ServiceNow whether the ticket is there. If there is none, retry, and Ropeway creates it."
          + " To have Ropeway look itself, give the ticket type a correlation column that it can read."),
  /** Ours: a field cannot be worded, and a ticket with a blank would not be noticed. */
  MAPPING_FAILED(
      Next.PARK,
      Next.PARK,
      false,
      "Correct the mapping of this ticket type (its preview shows the record), then retry."),
  /** Ours to run and theirs to mend: what such a route calls may only be away. */
  CUSTOMIZATION_FAILED(
      Next.SETTLE,
      Next.RETRY,
      false,
      "Correct the route customize-fields or the service it calls, then retry; the log has the details."),
  /** On a machine that has too much to do it may be nobody's fault, and a text that does it is. */
  RENDERING_TOO_SLOW(
      Next.SETTLE,
      Next.RETRY,
      false,
      "Shorten the description or remediation of the recommendation, or simplify the mapping of this"
          + " ticket type (its preview shows the record), then retry."),
  /** The state model forbids the end we want; a work note says it instead. */
  STATE_REFUSED(
      Next.PARK,
      Next.RETRY,
      false,
      "The instance does not let the integration user close this ticket; Ropeway writes a work note"
          + " instead."),
  /** Whether a note was written cannot be seen: it is written once more rather than lost. */
  JOURNAL_HIDDEN(
      Next.SETTLE,
      Next.RETRY,
      false,
      "Let the integration user read sys_journal_field; otherwise a work note may appear twice."),
  /** Ours went away between two calls; what was asked of the instance stands. */
  STORE_UNREACHABLE(
      Next.SETTLE,
      Next.RETRY,
      false,
      "The database could not be reached during the delivery; delivery continues automatically."),
  GONE(Next.PARK, Next.CLOSE, false, "The ticket no longer exists or an ACL hides it."),
  INTERNAL(
      Next.SETTLE,
      Next.PARK,
      false,
      "This is an error in Ropeway: please report it with the details from the log, then retry.");

  /** What happens to the assignment. */
  enum Next {
    /** The same again after the integration's pause; no attempt is counted. */
    WAIT,
    /** The same again after a backoff. */
    RETRY,
    /** Wait until a lost create can no longer be committed, then look it up. */
    SETTLE,
    /** A person must look. */
    PARK,
    /** The work is over. */
    CLOSE
  }

  private static final int MOST_COSTLY = 3;

  private final Next afterCreate;
  private final Next otherwise;
  private final boolean pausesIntegration;
  private final String advice;

  Failure(Next afterCreate, Next otherwise, boolean pausesIntegration, String advice) {
    this.afterCreate = afterCreate;
    this.otherwise = otherwise;
    this.pausesIntegration = pausesIntegration;
    this.advice = advice;
  }

  static Failure of(Throwable thrown, Fault fault) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnresolvedException) {
        return UNRESOLVED_REFERENCE;
      }
      if (cause instanceof UnmappableException.TooSlow) {
        return RENDERING_TOO_SLOW;
      }
      if (cause instanceof UnmappableException) {
        return MAPPING_FAILED;
      }
      if (cause instanceof CustomizeFields.RouteFailedException) {
        return CUSTOMIZATION_FAILED;
      }
      if (cause instanceof AdoptTicket.TransformFailedException) {
        return TRANSFORM_FAILED;
      }
      if (cause instanceof FindLostTicket.AmbiguousCreateException) {
        return AMBIGUOUS_CREATE;
      }
      if (cause instanceof StillHiddenException) {
        return MAYBE_HIDDEN;
      }
      if (cause instanceof StoreUnavailableException || cause instanceof StoreBusyException) {
        return STORE_UNREACHABLE;
      }
    }
    return switch (fault.kind()) {
      case RATE_LIMITED -> RATE_LIMITED;
      case CROWDED -> CROWDED;
      case DROPPED -> DROPPED;
      case ASLEEP -> ASLEEP;
      case UNREADABLE -> UNREADABLE;
      case NO_ANSWER -> NO_ANSWER;
      case NOT_SENT -> UNREACHABLE;
      case NOT_TRUSTED -> NOT_TRUSTED;
      case NOT_AUTHORIZED -> NOT_AUTHORIZED;
      case OURS -> INTERNAL;
      case REFUSED -> ofRefusal(fault);
    };
  }

  private static Failure ofRefusal(Fault fault) {
    String said = (fault.message() + " " + fault.detail()).toLowerCase(Locale.ROOT);
    if (said.contains("maximum execution time exceeded")) {
      return NO_ANSWER;
    }
    return switch (fault.status()) {
      case 403 -> {
        if (said.contains("data policy exception")) {
          yield DATA_POLICY;
        }
        if (said.contains("aborted by business rule")) {
          yield BUSINESS_RULE;
        }
        // These stand before any write.
        boolean before =
            said.contains("insert failed")
                || said.contains("update failed")
                || said.contains("rights to query")
                || said.contains("api level acl")
                || said.contains("denied due to table security");
        yield before ? NOT_ALLOWED : MAYBE_HIDDEN;
      }
      case 400 -> said.contains("rejected large rest payload") ? TOO_LARGE : BAD_REQUEST;
      // "Records matching query not found" is the empty list of the API's first version.
      case 404 ->
          said.contains("no record found") && !said.contains("matching query") ? GONE : BAD_REQUEST;
      case 408, 425, 499 -> NO_ANSWER;
      case 413, 414 -> TOO_LARGE;
      default -> fault.status() >= 500 ? SERVER_ERROR : BAD_REQUEST;
    };
  }

  /**
   * A look-up after a 403 found nothing: the row may exist all the same, so it is not made again.
   */
  static final class StillHiddenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StillHiddenException() {
      super("the instance answered 403 to the creation, and no ticket of Ropeway can be seen");
    }
  }

  Next next(boolean creating) {
    return creating ? afterCreate : otherwise;
  }

  /**
   * What happens after so many attempts, this one among them.
   *
   * @param most what the integration lets be tried
   * @param before the reason of the failure before this one; null for none
   */
  Next next(boolean creating, int attempts, int most, String before) {
    Next next = next(creating);
    boolean again = next == Next.RETRY || next == Next.SETTLE;
    // A worker is held up for seconds each time.
    boolean costly = this == RENDERING_TOO_SLOW && reason().equals(before);
    int enough = costly ? Math.min(MOST_COSTLY, most) : most;
    return again && attempts >= enough ? Next.PARK : next;
  }

  boolean pausesIntegration() {
    return pausesIntegration;
  }

  /** Whether neither the instance as a whole nor we are what fails. */
  boolean endsOnlyThis() {
    return !pausesIntegration
        && otherwise != Next.WAIT
        && this != STORE_UNREACHABLE
        && this != INTERNAL
        && this != CUSTOMIZATION_FAILED
        && this != UNRESOLVED_REFERENCE;
  }

  /**
   * What is stored of it and shown.
   *
   * @param next when it is tried again; null for never
   */
  FailureNote note(String said, Instant at, int attempts, Instant next) {
    return new FailureNote(reason(), said, advice, at, attempts, next);
  }

  String reason() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
