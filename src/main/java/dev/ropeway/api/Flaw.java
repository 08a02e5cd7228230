package dev.ropeway.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * Something in JSON from outside that no reader should meet.
 *
 * @param pointer a JSON pointer to it
 */
public record Flaw(String pointer, String detail) {

  /** Values that one item may have; the largest of real sources have some hundreds. */
  static final int MAX_VALUES = 50_000;

  /** A whole number of more bits, some 100 digits, is no amount of anything. */
  private static final int MAX_BITS = 350;

  /** The first flaw of an item: more values than an item may have, or a number that is none. */
  public static Optional<Flaw> in(JsonNode item) {
    return Optional.ofNullable(new Search().look(item));
  }

  private static final class Search {
    private int values;

    private Flaw look(JsonNode node) {
      if (++values > MAX_VALUES) {
        return new Flaw("", "has more than " + MAX_VALUES + " values");
      }
      if (node.isObject()) {
        for (var field : node.properties()) {
          Flaw found = look(field.getValue());
          if (found != null) {
            return found.under(field.getKey().replace("~", "~0").replace("/", "~1"));
          }
        }
      } else {
        for (int i = 0; i < node.size(); i++) {
          Flaw found = look(node.get(i));
          if (found != null) {
            return found.under(String.valueOf(i));
          }
        }
      }
      return isAbsurd(node) ? new Flaw("", "is a number that is too large") : null;
    }
  }

  private static boolean isAbsurd(JsonNode node) {
    return node.isBigInteger()
        ? node.bigIntegerValue().bitLength() > MAX_BITS
        : node.isFloatingPointNumber() && !Double.isFinite(node.doubleValue());
  }

  /** Too many values are not the fault of the one that was one too many. */
  private Flaw under(String place) {
    return detail.startsWith("has more") ? this : new Flaw("/" + place + pointer, detail);
  }
}
