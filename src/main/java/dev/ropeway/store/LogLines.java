package dev.ropeway.store;

import io.quarkus.logging.LoggingFilter;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.ExtLogRecord.FormatStyle;
import org.jboss.logmanager.formatters.PatternFormatter;

/**
 * Keeps every record of every logger to one line, whatever foreign text is in it: nobody but us
 * begins a line. The lines of a stack trace stay; what an exception says goes on behind a bar.
 */
@LoggingFilter(name = "one-line")
public final class LogLines implements Filter {

  private static final PatternFormatter WORDS = new PatternFormatter("%s");

  private static final String GOES_ON = System.lineSeparator() + "\t| ";

  /** Lets everything pass, folded. */
  @Override
  public boolean isLoggable(LogRecord record) {
    String message = WORDS.formatMessage(record);
    String line = Text.oneLine(message);
    // The same text comes back where there is nothing to fold.
    if (line != message) {
      record.setParameters(null);
      if (record instanceof ExtLogRecord ours) {
        ours.setMessage(line, FormatStyle.NO_FORMAT);
      } else {
        record.setMessage(line);
      }
    }
    Throwable thrown = record.getThrown();
    if (!(thrown instanceof Told) && isFolded(thrown, newSet())) {
      record.setThrown(new Told(thrown, newSet()));
    }
    return true;
  }

  private static Set<Throwable> newSet() {
    return Collections.newSetFromMap(new IdentityHashMap<>());
  }

  private static boolean isFolded(Throwable thrown, Set<Throwable> seen) {
    if (thrown == null || !seen.add(thrown)) {
      return false;
    }
    String text = String.valueOf(thrown);
    boolean folded = !Text.folded(text, GOES_ON).equals(text) || isFolded(thrown.getCause(), seen);
    for (Throwable beside : thrown.getSuppressed()) {
      folded |= isFolded(beside, seen);
    }
    return folded;
  }

  /** An exception as a log may tell it. */
  private static final class Told extends Throwable {
    private static final long serialVersionUID = 1L;

    private final String text;

    Told(Throwable thrown, Set<Throwable> seen) {
      super(Text.folded(thrown.getMessage(), GOES_ON), cause(thrown, seen), true, true);
      text = Text.folded(String.valueOf(thrown), GOES_ON);
      setStackTrace(thrown.getStackTrace());
      for (Throwable beside : thrown.getSuppressed()) {
        if (!seen.contains(beside)) {
          addSuppressed(new Told(beside, seen));
        }
      }
    }

    private static Throwable cause(Throwable thrown, Set<Throwable> seen) {
      seen.add(thrown);
      Throwable cause = thrown.getCause();
      return cause == null || seen.contains(cause) ? null : new Told(cause, seen);
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
