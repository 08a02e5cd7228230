package dev.ropeway.store;

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

  /**
   * The text on one line, in the order in which it is read, for logs, headers and timelines: a line
   * end becomes ⏎, a tab a blank, and other control characters and those that turn the direction of
   * writing become U+FFFD. Null for null.
   */
  public static String oneLine(String text) {
    return folded(text, " ⏎ ");
  }

  /** As {@link #oneLine}, with something else for a line end. */
  static String folded(String text, String lineEnd) {
    int at = 0;
    int length = text == null ? 0 : text.length();
    while (at < length && !isFolded(text.charAt(at))) {
      at++;
    }
    if (at == length) {
      return text;
    }
    StringBuilder folded = new StringBuilder(length + lineEnd.length()).append(text, 0, at);
    for (; at < length; at++) {
      char c = text.charAt(at);
      if (isLineEnd(c)) {
        folded.append(lineEnd);
        at += c == '\r' && at + 1 < length && text.charAt(at + 1) == '\n' ? 1 : 0;
      } else {
        folded.append(c == '\t' ? ' ' : isFolded(c) ? REPLACEMENT : c);
      }
    }
    return folded.toString();
  }

  private static boolean isFolded(char c) {
    return Character.isISOControl(c)
        || isLineEnd(c)
        || (c >= '\u202A' && c <= '\u202E')
        || (c >= '\u2066' && c <= '\u2069');
  }

  private static boolean isLineEnd(char c) {
    return c == '\n' || c == '\r' || c == '\u0085' || c == '\u2028' || c == '\u2029';
  }

  /** The text without what it ends with, however often. Null for null. */
  public static String withoutEnding(String text, char ending) {
    int end = text == null ? 0 : text.length();
    while (end > 0 && text.charAt(end - 1) == ending) {
      end--;
    }
    return text == null ? null : text.substring(0, end);
  }

  /**
   * The text without how Java names what went wrong, {@code java.net.ConnectException: }, which
   * tells nobody anything.
   */
  public static String withoutExceptions(String text) {
    StringBuilder kept = new StringBuilder(text.length());
    int at = 0;
    while (at < text.length()) {
      int end = at;
      while (end < text.length() && isOfName(text.charAt(end))) {
        end++;
      }
      if (end == at) {
        kept.append(text.charAt(at++));
      } else {
        String word = text.substring(at, end);
        boolean named = isException(word);
        kept.append(named ? "" : word);
        at = named && text.startsWith(": ", end) ? end + 2 : end;
      }
    }
    return kept.toString().strip();
  }

  /**
   * The text up to where it quotes a record as Java writes it, {@code Claim[id=…}: messages of
   * Camel name what they could not convert, and that is for nobody to read.
   */
  public static String withoutRecords(String text) {
    for (int open = text.indexOf('['); open >= 0; open = text.indexOf('[', open + 1)) {
      int name = open;
      while (name > 0 && isOfName(text.charAt(name - 1))) {
        name--;
      }
      int field = open + 1;
      while (field < text.length() && Character.isJavaIdentifierPart(text.charAt(field))) {
        field++;
      }
      boolean record =
          name < open
              && Character.isUpperCase(text.charAt(name))
              && field > open + 1
              && field < text.length()
              && text.charAt(field) == '=';
      if (record) {
        return text.substring(0, name) + "…";
      }
    }
    return text;
  }

  private static boolean isOfName(char c) {
    return c == '.' || c == '$' || Character.isJavaIdentifierPart(c);
  }

  private static boolean isException(String word) {
    int dot = word.lastIndexOf('.');
    return dot > 0
        && Character.isLowerCase(word.charAt(0))
        && dot + 1 < word.length()
        && Character.isUpperCase(word.charAt(dot + 1))
        && (word.endsWith("Exception") || word.endsWith("Error"));
  }
}
