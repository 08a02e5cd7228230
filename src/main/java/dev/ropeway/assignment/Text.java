package dev.ropeway.assignment;

/** Makes text from outside fit to be stored, compared and sent on. */
public final class Text {

  private static final char REPLACEMENT = '\uFFFD';

  private Text() {}

  /**
   * The text without what PostgreSQL, XML or a log cannot carry: NUL and other control characters
   * (line ends and tabs stay), noncharacters and lone surrogates become U+FFFD. Null for null.
   */
  public static String clean(String text) {
    if (text == null) {
      return null;
    }
    StringBuilder cleaned = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)
          || c >= '\uFFFE'
          || (Character.isISOControl(c) && c != '\n' && c != '\r' && c != '\t')) {
        if (cleaned == null) {
          cleaned = new StringBuilder(text);
        }
        cleaned.setCharAt(i, REPLACEMENT);
      }
    }
    return cleaned == null ? text : cleaned.toString();
  }

  /** The first {@code max} characters, ending with an ellipsis where something was cut. */
  public static String cut(String text, int max) {
    if (text == null || text.length() <= max) {
      return text;
    }
    int end = max - 1;
    if (end < 1) {
      return max < 1 ? "" : "…";
    }
    if (Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(0, end) + "…";
  }
}
