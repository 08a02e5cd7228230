package dev.ropeway.mapping;

import dev.ropeway.mapping.RenderBudget.TooMuchException;
import dev.ropeway.mapping.RenderBudget.TooSlowException;

/** Texts that senders wrote as HTML, as pages show them. */
public final class ReadableText {

  private ReadableText() {}

  /** The text that a ticket would show; as it came where it takes too long to read. */
  public static String of(String html) {
    try {
      return Html.toText(html, RenderBudget.ofRecord());
    } catch (TooMuchException | TooSlowException e) {
      return html;
    }
  }
}
