package dev.ropeway.mapping;

import dev.ropeway.mapping.Templates.FaultyTemplateException;
import io.quarkus.qute.Template;
import io.quarkus.qute.TemplateException;
import java.util.Map;

/** A template that ends: what one rendering does and writes is bounded. */
record BoundedTemplate(Template template, int length) {

  /** Characters that one rendering writes; a field takes less. */
  static final int LONGEST_TEXT = 100_000;

  /**
   * What the template says of the data, cut off where it says too much.
   *
   * @param record what the whole record may still do
   * @throws FaultyTemplateException when it cannot be said
   */
  String render(Map<String, Object> data, RenderBudget record) {
    Written written = new Written();
    try {
      template
          .instance()
          .data(data)
          .setAttribute(RenderBudget.attribute(), record.ofTemplate(length))
          .consume(written::add)
          .toCompletableFuture()
          .join();
    } catch (RuntimeException e) {
      if (!written.isFull()) {
        requireInTime(e);
        throw new FaultyTemplateException(reason(e));
      }
    }
    return written.text.toString();
  }

  private static void requireInTime(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof RenderBudget.TooSlowException slow) {
        throw slow;
      }
    }
  }

  private static String reason(Throwable thrown) {
    Throwable last = thrown;
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof TemplateException faulty && faulty.getOrigin() != null) {
        return Templates.place(faulty.getOrigin()) + Templates.said(faulty);
      }
      last = cause;
    }
    return Templates.said(last);
  }

  /** As much as is taken of what a template writes. */
  private static final class Written {
    private final StringBuilder text = new StringBuilder();

    private static final class FullException extends RuntimeException {
      private static final long serialVersionUID = 1L;

      FullException() {
        super("full", null, false, false);
      }
    }

    void add(String more) {
      int room = LONGEST_TEXT - text.length();
      text.append(more, 0, Math.min(more.length(), room));
      if (more.length() > room) {
        throw new FullException();
      }
    }

    boolean isFull() {
      return text.length() == LONGEST_TEXT;
    }
  }
}
