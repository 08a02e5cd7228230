package dev.ropeway.servicenow;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * What an answer is, by its type and its first bytes: gateways on the way re-label JSON as text.
 */
enum BodyForm {
  JSON,
  /** A page for a browser. */
  PAGE,
  /** Neither. */
  OTHER;

  /** So many bytes tell it. */
  static final int ENOUGH = 256;

  /**
   * What stands before the first character of a document: blanks, and the marks of UTF-8 and -16.
   */
  private static final String BEFORE = " \t\r\n\0\u00ef\u00bb\u00bf\u00fe\u00ff";

  /** Tells it; a type that says JSON is believed, but for a body that is plainly a page. */
  static BodyForm of(String contentType, byte[] body) {
    String type = contentType.toLowerCase(Locale.ROOT);
    int first = first(body);
    boolean json = type.contains("json");
    if (json ? first != '<' : first == '{' || first == '[') {
      return JSON;
    }
    return type.contains("html") || first == '<' && !type.contains("xml") ? PAGE : OTHER;
  }

  /** The kind of answer in words that quote nothing of it; for one that is no JSON. */
  String hint(String contentType, byte[] body) {
    String text = new String(body, StandardCharsets.UTF_8).toLowerCase(Locale.ROOT);
    if (text.contains("hibernating")) {
      return "the instance is hibernating";
    }
    if (this == OTHER) {
      return contentType.isBlank()
          ? "neither JSON nor a page, and without a Content-Type"
          : "neither JSON nor a page: its Content-Type is " + contentType.split(";", 2)[0].strip();
    }
    return text.contains("login") ? "a login page" : "an HTML page";
  }

  private static int first(byte[] body) {
    for (int i = 0; i < Math.min(body.length, ENOUGH); i++) {
      int character = Byte.toUnsignedInt(body[i]);
      if (BEFORE.indexOf(character) < 0) {
        return character;
      }
    }
    return -1;
  }
}
