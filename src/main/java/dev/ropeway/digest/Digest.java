package dev.ropeway.digest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;

/**
 * A mail to one recipient in one period, and what became of it.
 *
 * @param recipient the address; of an owner who cannot be reached, the integration and the name
 * @param period a week (2026-W49) or a day (2026-11-30)
 * @param why what is to be said of its status; null for nothing
 * @param sendAt when it goes out, or is tried again
 * @param sentTo where it went; null if it went nowhere
 * @param endedAt when its status became final; null while it may change
 */
@RegisterForReflection // JSON of answers
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Digest(
    UUID id,
    String recipient,
    DigestKind kind,
    String period,
    String name,
    Status status,
    String why,
    Instant sendAt,
    int attempts,
    String sentTo,
    String subject,
    Long overdue,
    Long dueSoon,
    Long onTime,
    Instant plannedAt,
    Instant endedAt) {

  /** What became of a mail. */
  public enum Status {
    /** It goes out at its time, or is tried again then. */
    PLANNED,
    /** A replica is at work on it. */
    SENDING,
    /** The mail server took it. */
    SENT,
    /** The mail server may have taken it; it is not repeated. */
    UNKNOWN,
    /** The mail server refused it, and it is not tried again. */
    REFUSED,
    /** There was nothing to tell when its time came. */
    NOTHING_OPEN,
    /** Nothing may be sent to its recipient. */
    SUPPRESSED,
    /** ServiceNow tells no address. */
    UNREACHABLE;

    @JsonValue
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Status of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
  }
}
