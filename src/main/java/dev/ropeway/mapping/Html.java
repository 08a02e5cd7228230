package dev.ropeway.mapping;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.parser.Parser;
import org.jsoup.parser.Tag;
import org.jsoup.select.NodeVisitor;

/** Turns the HTML that remediation texts are written in into what a description field shows. */
final class Html {

  /** Stands for a line end of the source, which counts between words but not between blocks. */
  private static final String LINE_END = "<wbr>";

  /** An ampersand that begins no entity: {@code &copy=2} in an address is none. */
  private static final Pattern BARE_AMPERSAND = Pattern.compile("&(?!(?:#\\w{1,8}|\\w{2,31});)");

  private Html() {}

  /**
   * Lines stay lines, list items get a dash, links keep their address; plain text stays as it is.
   */
  static String toText(String html) {
    if (html == null || html.indexOf('<') < 0 && html.indexOf('&') < 0) {
      return html;
    }
    String strict = BARE_AMPERSAND.matcher(html).replaceAll("&amp;");
    StringBuilder marked = new StringBuilder(strict.length() + 64);
    if (!keepTags(strict, marked)) {
      return Parser.unescapeEntities(strict, false);
    }
    Lines lines = new Lines();
    Jsoup.parse(marked.toString().replace("\r", "").replace("\n", LINE_END)).body().traverse(lines);
    return lines
        .text
        .toString()
        .replaceAll("[ \\t]+\n", "\n")
        .replaceAll("\n[ \\t]+", "\n")
        .replaceAll("\n{3,}", "\n\n")
        .strip();
  }

  /** Copies the text with every {@code <} that begins no tag written out; false if none does. */
  private static boolean keepTags(String html, StringBuilder copy) {
    boolean tags = false;
    for (int i = 0; i < html.length(); i++) {
      char c = html.charAt(i);
      if (c == '<' && !isTag(html, i)) {
        copy.append("&lt;");
      } else {
        tags |= c == '<';
        copy.append(c);
      }
    }
    return tags;
  }

  private static boolean isTag(String html, int at) {
    if (html.startsWith("<!--", at)) {
      return true;
    }
    int start = html.startsWith("</", at) ? at + 2 : at + 1;
    int end = start;
    while (end < html.length() && Character.isLetterOrDigit(html.charAt(end)) && end < start + 20) {
      end++;
    }
    if (end == start || !Tag.isKnownTag(html.substring(start, end).toLowerCase(Locale.ROOT))) {
      return false;
    }
    while (end < html.length() && Character.isWhitespace(html.charAt(end))) {
      end++;
    }
    int close = end;
    while (close < html.length() && html.charAt(close) != '>' && html.charAt(close) != '<') {
      close++;
    }
    boolean closed = close < html.length() && html.charAt(close) == '>';
    // <b and c> is no tag: an element without attributes ends at once.
    String inside = closed ? html.substring(end, close) : "";
    return closed && (inside.isBlank() || inside.indexOf('=') > 0 || inside.strip().equals("/"));
  }

  private static final class Lines implements NodeVisitor {
    private final StringBuilder text = new StringBuilder();
    private boolean afterBlock = true;

    @Override
    public void head(Node node, int depth) {
      if (node instanceof TextNode words) {
        if (!words.isBlank()) {
          afterBlock = false;
          text.append(words.text());
        } else if (!afterBlock) {
          text.append(' ');
        }
      } else if (node instanceof Element element) {
        switch (element.normalName()) {
          case "br" -> text.append('\n');
          case "wbr" -> {
            if (!afterBlock) {
              text.append('\n');
            }
          }
          case "li" -> newLine().append("- ");
          case "td", "th" -> {
            if (element.elementSiblingIndex() > 0) {
              text.append(' ');
            }
          }
          default -> {
            if (element.isBlock()) {
              newLine();
            }
          }
        }
      }
    }

    @Override
    public void tail(Node node, int depth) {
      if (node instanceof Element element) {
        if (element.normalName().equals("a")) {
          String href = element.attr("href").strip();
          String address = href.regionMatches(true, 0, "http", 0, 4) ? Mapping.link(href) : null;
          if (address != null && !element.text().equals(address)) {
            text.append(" (").append(address).append(')');
          }
        } else if (element.isBlock() && !element.normalName().matches("body|td|th")) {
          newLine();
        }
      }
    }

    private StringBuilder newLine() {
      afterBlock = true;
      if (!text.isEmpty() && text.charAt(text.length() - 1) != '\n') {
        text.append('\n');
      }
      return text;
    }
  }
}
