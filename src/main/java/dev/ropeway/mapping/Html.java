package dev.ropeway.mapping;

import java.util.Locale;
import org.jsoup.nodes.Entities;
import org.jsoup.parser.Tag;

/**
 * Turns the HTML that remediation texts are written in into what a description field shows.
 *
 * <p>Reads each character a bounded number of times, whatever the text is: a parser that builds the
 * tree a browser would build can be led into quadratic work (docs/decisions/0026).
 */
final class Html {

  private static final char REPLACEMENT = '\uFFFD';

  /** What browsers take 128 to 159 for: the text comes from a Windows that meant its own page. */
  private static final String WINDOWS_1252 =
      "\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f"
          + "\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178";

  /** Longer names begin no entity and no tag. */
  private static final int LONGEST_NAME = 31;

  private static final int LONGEST_NUMBER = 8;
  private static final int LONGEST_TAG = 20;

  private final CharSequence html;
  private final RenderBudget work;
  private final HtmlLines lines = new HtmlLines();

  /** False once a quote was met that ends nowhere: then it is looked for no more. */
  private boolean quotes = true;

  private Html(CharSequence html, RenderBudget work) {
    this.html = html;
    this.work = work;
  }

  /**
   * A tag or a comment.
   *
   * @param name in lower case; null for a comment
   * @param close behind its end
   */
  private record Markup(String name, boolean end, String href, int close) {}

  /** The value of the first {@code href}, and where the tag is over. */
  private record Attributes(String href, int close) {}

  /**
   * Lines stay lines, list items get a dash, links keep their address; plain text stays as it is.
   *
   * @param work what reading it is counted as
   */
  static String toText(CharSequence html, RenderBudget work) {
    return html == null ? null : new Html(html, work).text();
  }

  private String text() {
    int first = 0;
    while (first < html.length() && (html.charAt(first) != '<' || markup(first) == null)) {
      first++;
    }
    work.does(first);
    if (first == html.length()) {
      return decoded(0, first);
    }
    int told = 0;
    for (int at = first; at < html.length(); ) {
      Markup markup = html.charAt(at) == '<' ? markup(at) : null;
      if (markup == null) {
        at++;
        continue;
      }
      words(told, at);
      told = hear(markup);
      work.does(told - at);
      at = told;
    }
    words(told, html.length());
    return lines.text();
  }

  /** What stands between two tags, line by line. */
  private void words(int from, int to) {
    work.does(Math.max(0, to - from));
    int begin = from;
    for (int i = from; i < to; i++) {
      if (html.charAt(i) == '\n') {
        lines.words(decoded(begin, i));
        lines.lineEnd();
        begin = i + 1;
      }
    }
    if (begin < to) {
      lines.words(decoded(begin, to));
    }
  }

  /** Where reading goes on. */
  private int hear(Markup markup) {
    String name = markup.name();
    if (name == null) {
      return markup.close();
    }
    if (markup.end()) {
      lines.end(name);
      return markup.close();
    }
    boolean unseen =
        name.equals("script") || name.equals("style") || (name.equals("title") && lines.isEmpty());
    lines.begin(name, markup.href());
    return unseen ? endOf(name, markup.close()) : markup.close();
  }

  /** Where the end tag stands of an element whose content nobody sees. */
  private int endOf(String name, int from) {
    for (int i = from; i < html.length(); i++) {
      if (html.charAt(i) == '<' && isEndOf(name, i) && markup(i) != null) {
        return i;
      }
    }
    return html.length();
  }

  /** By the name first: reading every tag to its end would not be linear here. */
  private boolean isEndOf(String name, int at) {
    int end = at + 2 + name.length();
    return is('/', at + 1)
        && end <= html.length()
        && html.subSequence(at + 2, end).toString().equalsIgnoreCase(name)
        && !(end < html.length() && Character.isLetterOrDigit(html.charAt(end)));
  }

  /** What begins at a {@code <}; null where it is only a character. */
  private Markup markup(int at) {
    if (is('!', at + 1) && is('-', at + 2) && is('-', at + 3)) {
      return new Markup(null, false, null, commentEnd(at + 2));
    }
    boolean end = is('/', at + 1);
    int start = end ? at + 2 : at + 1;
    int after = start;
    while (after < html.length()
        && after < start + LONGEST_TAG
        && Character.isLetterOrDigit(html.charAt(after))) {
      after++;
    }
    if (after == start) {
      return null;
    }
    String name = html.subSequence(start, after).toString().toLowerCase(Locale.ROOT);
    if (!Tag.isKnownTag(name)) {
      return null;
    }
    int close = close(after);
    if (close < 0) {
      return null;
    }
    Attributes attributes = attributes(after, close + 1);
    return new Markup(name, end, attributes.href(), attributes.close());
  }

  private int commentEnd(int from) {
    for (int i = from; i < html.length(); i++) {
      if (html.charAt(i) == '-' && is('-', i + 1) && is('>', i + 2)) {
        return i + 3;
      }
    }
    return html.length();
  }

  /**
   * The first {@code >} of what may be a tag; negative if it is none. {@code <b and c>} is no tag:
   * an element without attributes ends at once.
   */
  private int close(int from) {
    int inside = from;
    while (inside < html.length() && Character.isWhitespace(html.charAt(inside))) {
      inside++;
    }
    int visible = 0;
    boolean value = false;
    boolean named = false;
    for (int i = inside; i < html.length(); i++) {
      char c = html.charAt(i);
      if (c == '<') {
        return -1;
      }
      if (c == '>') {
        boolean slash = visible == 1 && html.charAt(inside) == '/';
        return visible == 0 || value || slash ? i : -1;
      }
      if (c == '=' && !named) {
        named = true;
        value = i > inside;
      }
      visible += Character.isWhitespace(c) ? 0 : 1;
    }
    return -1;
  }

  /** Reads attributes as a browser does: a value in quotes may hold the end of the tag. */
  private Attributes attributes(int from, int shortest) {
    String href = null;
    int i = from;
    while (quotes && i < html.length()) {
      char c = html.charAt(i);
      if (c == '>') {
        return new Attributes(href, i + 1);
      }
      if (c == '/' || Character.isWhitespace(c)) {
        i++;
        continue;
      }
      int nameEnd = i + 1;
      while (nameEnd < html.length() && !endsName(html.charAt(nameEnd))) {
        nameEnd++;
      }
      boolean address = href == null && isHref(i, nameEnd);
      i = visible(nameEnd);
      if (!is('=', i)) {
        continue;
      }
      i = visible(i + 1);
      boolean quoted = is('"', i) || is('\'', i);
      int begin = quoted ? i + 1 : i;
      int end = quoted ? quoteEnd(begin, html.charAt(i)) : valueEnd(begin);
      if (end < 0) {
        break;
      }
      if (address) {
        href = decoded(begin, end);
      }
      i = quoted ? end + 1 : end;
    }
    quotes = false;
    return new Attributes(null, shortest);
  }

  private static boolean endsName(char c) {
    return c == '=' || c == '>' || c == '/' || Character.isWhitespace(c);
  }

  private boolean isHref(int from, int to) {
    return to - from == 4 && html.subSequence(from, to).toString().equalsIgnoreCase("href");
  }

  private int visible(int from) {
    int i = from;
    while (i < html.length() && Character.isWhitespace(html.charAt(i))) {
      i++;
    }
    return i;
  }

  private int quoteEnd(int from, char quote) {
    for (int i = from; i < html.length(); i++) {
      if (html.charAt(i) == quote) {
        return i;
      }
    }
    return -1;
  }

  private int valueEnd(int from) {
    int i = from;
    while (i < html.length() && html.charAt(i) != '>' && !Character.isWhitespace(html.charAt(i))) {
      i++;
    }
    return i;
  }

  private boolean is(char c, int at) {
    return at < html.length() && html.charAt(at) == c;
  }

  /** The text with its entities read. */
  private String decoded(int from, int to) {
    StringBuilder text = new StringBuilder(to - from);
    for (int i = from; i < to; i++) {
      char c = html.charAt(i);
      int end = c == '&' ? entityEnd(i + 1, to) : -1;
      String meant = end < 0 ? null : entity(html.subSequence(i + 1, end).toString());
      if (meant == null) {
        text.append(c);
      } else {
        text.append(meant);
        i = end;
      }
    }
    return text.toString();
  }

  /** Its semicolon; negative without one: {@code &copy=2} in an address is no entity. */
  private int entityEnd(int from, int to) {
    boolean number = from < to && html.charAt(from) == '#';
    int most = number ? from + 1 + LONGEST_NUMBER : from + LONGEST_NAME;
    for (int i = number ? from + 1 : from; i < to && i <= most; i++) {
      char c = html.charAt(i);
      if (c == ';') {
        return i;
      }
      if (!(c < 128 && Character.isLetterOrDigit(c))) {
        return -1;
      }
    }
    return -1;
  }

  /** Null where nothing is called so. */
  private static String entity(String name) {
    if (!name.startsWith("#")) {
      String meant = Entities.getByName(name);
      return meant.isEmpty() ? null : meant;
    }
    boolean hex = name.regionMatches(true, 1, "x", 0, 1);
    try {
      int number = Integer.parseInt(name.substring(hex ? 2 : 1), hex ? 16 : 10);
      if (number >= 128 && number < 160) {
        return WINDOWS_1252.substring(number - 128, number - 127);
      }
      boolean character = number > 0 && number <= Character.MAX_CODE_POINT && !isSurrogate(number);
      return character ? Character.toString(number) : String.valueOf(REPLACEMENT);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static boolean isSurrogate(int number) {
    return number >= Character.MIN_SURROGATE && number <= Character.MAX_SURROGATE;
  }
}
