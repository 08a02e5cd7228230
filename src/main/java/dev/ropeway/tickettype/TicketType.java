package dev.ropeway.tickettype;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.regex.Pattern;

/**
 * The name of a kind of ticket, as rules, mappings and assignments say it. What it stands for is
 * known to {@link TicketTypes}, perhaps only in a newer version or in another replica.
 */
@RegisterForReflection // JSON of requests and answers, by its word
public record TicketType(@JsonValue String word) implements Comparable<TicketType> {

  public static final TicketType INCIDENT = new TicketType("incident");
  public static final TicketType PROBLEM = new TicketType("problem");
  public static final TicketType CHANGE_REQUEST = new TicketType("change_request");
  public static final TicketType EVENT = new TicketType("event");
  public static final TicketType ALERT = new TicketType("alert");

  private static final Pattern WORD = Pattern.compile("[a-z][a-z0-9_]{0,39}");

  /**
   * Reads a name.
   *
   * @throws IllegalArgumentException saying what a name must be
   */
  @JsonCreator
  public static TicketType of(String word) {
    if (word == null || !WORD.matcher(word).matches()) {
      throw new IllegalArgumentException(
          "must have 1 to 40 lower-case letters, digits and _, and start with a letter");
    }
    return new TicketType(word);
  }

  /** Whether a ticket has an owner, a group and a journal; only events and alerts have none. */
  public boolean isTask() {
    return !equals(EVENT) && !equals(ALERT);
  }

  @Override
  public int compareTo(TicketType other) {
    return word.compareTo(other.word);
  }

  @Override
  public String toString() {
    return word;
  }
}
