package dev.ropeway.delivery;

import dev.ropeway.assignment.Claim;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What we know to have written to a ticket: the base of the three-way comparison.
 *
 * @param sent as we sent it
 * @param echoed as the instance showed it afterwards: it may cut, trim or compute
 * @param tried by an update whose end is not known
 */
record LastWritten(
    Map<String, String> sent, Map<String, String> echoed, Map<String, String> tried) {

  LastWritten {
    sent = sent == null ? Map.of() : sent;
    echoed = echoed == null ? Map.of() : echoed;
    tried = tried == null ? Map.of() : tried;
  }

  static LastWritten of(Claim claim) {
    return new LastWritten(claim.sent(), claim.echoed(), claim.tried());
  }

  /** Whether our last word on a field is this value, as far as we know. */
  boolean says(String field, String value) {
    return Objects.equals(value, sent.get(field)) && !tried.containsKey(field);
  }

  /** Whether a value that the ticket shows is of our making. */
  boolean made(String field, String shown) {
    return shown != null
        && (shown.equals(echoed.get(field))
            || shown.equals(sent.get(field))
            || shown.equals(tried.get(field)));
  }

  /** After a write that is known to have happened. */
  LastWritten wrote(Map<String, String> written, Map<String, String> answered) {
    return new LastWritten(with(sent, written), with(echoed, answered), null);
  }

  /**
   * What the instance made otherwise than we sent it: all of {@code echoed} that needs to be kept.
   */
  Map<String, String> madeOtherwise() {
    Map<String, String> otherwise = new LinkedHashMap<>(echoed);
    otherwise.entrySet().removeIf(field -> field.getValue().equals(sent.get(field.getKey())));
    return otherwise;
  }

  static Map<String, String> with(Map<String, String> before, Map<String, String> more) {
    Map<String, String> both = new LinkedHashMap<>(before);
    both.putAll(more);
    return both;
  }
}
