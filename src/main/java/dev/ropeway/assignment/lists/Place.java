package dev.ropeway.assignment.lists;

import java.util.UUID;

/**
 * Where a page begins or ends: what a cursor says.
 *
 * @param key the row's key in that order, as PostgreSQL writes it
 * @param back whether the page before it is meant, and not the one after it
 */
public record Place(Order order, boolean back, UUID id, String key) {

  private static final int PARTS = 4;
  private static final String BEFORE = "before";
  private static final String AFTER = "after";

  /** Behind an assignment in the default order. */
  public static Place behind(UUID id) {
    return new Place(Order.DEFAULT, false, id, id.toString());
  }

  /** The place as a text; in the default order an id, as versions before wrote it. */
  public String text() {
    return order.equals(Order.DEFAULT) && !back
        ? id.toString()
        : String.join(" ", order.word(), back ? BEFORE : AFTER, id.toString(), key);
  }

  /**
   * Reads what {@link #text} wrote.
   *
   * @throws RuntimeException for anything else
   */
  public static Place of(String text) {
    String[] parts = text.split(" ", PARTS);
    if (parts.length == 1) {
      return behind(UUID.fromString(text));
    }
    if (parts.length != PARTS || !(parts[1].equals(BEFORE) || parts[1].equals(AFTER))) {
      throw new IllegalArgumentException("not a place in a list of assignments");
    }
    Order order = Order.of(parts[0]).orElseThrow();
    order.key().require(parts[3]);
    return new Place(order, parts[1].equals(BEFORE), UUID.fromString(parts[2]), parts[3]);
  }
}
