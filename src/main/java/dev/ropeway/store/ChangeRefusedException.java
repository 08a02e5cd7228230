package dev.ropeway.store;

/**
 * A change of a definition that cannot be made as things are; the message says what is in the way.
 */
public final class ChangeRefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public ChangeRefusedException(String message) {
    super(message);
  }

  /** The refusal of what the configuration has: REST does not change it. */
  public static ChangeRefusedException configured(String kind, String name) {
    return new ChangeRefusedException(
        kind + " \"" + name + "\" comes from the configuration; change it there");
  }
}
