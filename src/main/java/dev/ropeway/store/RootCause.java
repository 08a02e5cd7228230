package dev.ropeway.store;

/** What an exception comes from, in one line that people may read. */
public final class RootCause {

  private static final int LENGTH = 300;

  private RootCause() {}

  /** The innermost cause with its kind, cut to a line, without records as Java writes them. */
  public static String of(Throwable thrown) {
    Throwable cause = thrown;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return Text.cut(Text.withoutRecords(Text.oneLine(cause.toString())), LENGTH);
  }
}
