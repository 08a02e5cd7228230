package dev.ropeway.mapping;

import org.jsoup.parser.Tag;

/** The lines that a page's words stand on, without blanks at their ends or many empty ones. */
final class HtmlLines {

  private static final int MOST_LINE_ENDS = 2;

  private final StringBuilder text = new StringBuilder();

  /** What was said last, though it may not be written; 0 for nothing yet. */
  private char last;

  private int blanks;
  private int lineEnds;

  private boolean afterBlock = true;

  private int tables;
  private boolean inCell;
  private boolean cellBefore;

  /** A line end between cells, which counts only where words stand there. */
  private boolean owesLineEnd;

  private String address;
  private int linkStart;

  boolean isEmpty() {
    return text.isEmpty();
  }

  String text() {
    endLink();
    return text.toString().strip();
  }

  /** Says words of one line. */
  void words(String words) {
    if (isBlank(words)) {
      if (!words.isEmpty() && !afterBlock) {
        say(' ');
      }
      return;
    }
    if (owesLineEnd && !afterBlock) {
      say('\n');
    }
    owesLineEnd = false;
    afterBlock = false;
    boolean white = false;
    for (int i = 0; i < words.length(); i++) {
      char c = words.charAt(i);
      if (isWhite(c) || c == '\u00a0') {
        if (!white) {
          say(' ');
        }
        white = true;
      } else if (c != '\u200b' && c != '\u00ad') {
        say(c);
        white = false;
      }
    }
  }

  private static boolean isBlank(String words) {
    for (int i = 0; i < words.length(); i++) {
      if (!isWhite(words.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isWhite(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
  }

  /** Counts between words but not between blocks or cells. */
  void lineEnd() {
    if (tables > 0 && !inCell) {
      owesLineEnd = true;
    } else if (!afterBlock) {
      say('\n');
    }
  }

  /** A tag opens. */
  void begin(String name, String href) {
    switch (name) {
      case "br" -> lineBreak();
      case "a" -> {
        endLink();
        boolean web = href != null && href.strip().regionMatches(true, 0, "http", 0, 4);
        address = web ? Mapping.link(href.strip()) : null;
        linkStart = text.length();
      }
      case "li" -> {
        newLine();
        say('-');
        say(' ');
      }
      case "td", "th" -> {
        if (cellBefore) {
          say(' ');
        }
        cellBefore = true;
        inCell = true;
        owesLineEnd = false;
      }
      default -> {
        if (name.equals("table")) {
          tables++;
        }
        if (name.equals("table") || name.equals("tr")) {
          cellBefore = false;
          inCell = false;
        }
        inCell |= name.equals("caption");
        block(name);
      }
    }
  }

  /** A tag closes. */
  void end(String name) {
    switch (name) {
      case "br" -> lineBreak();
      case "a" -> endLink();
      case "td", "th" -> inCell = false;
      case "body" -> {
        // Line ends behind it are as good as those before.
      }
      default -> {
        if (name.equals("table")) {
          tables = Math.max(0, tables - 1);
          // What lies in a table lies in a cell of it.
          cellBefore = tables > 0;
          inCell = tables > 0;
        } else if (name.equals("tr") || name.equals("caption")) {
          inCell = false;
        }
        block(name);
      }
    }
  }

  private void block(String name) {
    if (Tag.valueOf(name).isBlock()) {
      newLine();
    }
  }

  private void newLine() {
    afterBlock = true;
    if (last != 0 && last != '\n') {
      say('\n');
    }
  }

  private void lineBreak() {
    afterBlock = true;
    say('\n');
  }

  /** The address behind the words, unless they are the address. */
  private void endLink() {
    if (address != null && !text.substring(linkStart).strip().equals(address)) {
      (" (" + address + ")").chars().forEach(c -> say((char) c));
    }
    address = null;
  }

  private void say(char c) {
    last = c;
    if (c == '\n') {
      blanks = 0;
      if (lineEnds < MOST_LINE_ENDS) {
        text.append(c);
      }
      lineEnds++;
    } else if (c == ' ') {
      blanks++;
    } else {
      // None at the beginning of a line.
      if (lineEnds == 0 && !text.isEmpty()) {
        text.append(" ".repeat(blanks));
      }
      blanks = 0;
      lineEnds = 0;
      text.append(c);
    }
  }
}
