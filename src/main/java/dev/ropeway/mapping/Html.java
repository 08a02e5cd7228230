package dev.ropeway.mapping;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeVisitor;

/** Turns the HTML that remediation texts are written in into what a description field shows. */
final class Html {

  private Html() {}

  /** Lines stay lines, list items get a dash, links keep their address; plain text stays as it is. */
  static String toText(String html) {
    if (html == null || html.indexOf('<') < 0 && html.indexOf('&') < 0) {
      return html;
    }
    Lines lines = new Lines();
    Jsoup.parse(html.replace("\n", "<br>")).body().traverse(lines);
    return lines.text
        .toString()
        .replaceAll("[ \\t]+\n", "\n")
        .replaceAll("\n{3,}", "\n\n")
        .strip();
  }

  private static final class Lines implements NodeVisitor {
    private final StringBuilder text = new StringBuilder();

    @Override
    public void head(Node node, int depth) {
      if (node instanceof TextNode words) {
        text.append(words.text());
      } else if (node instanceof Element element) {
        switch (element.normalName()) {
          case "br" -> text.append('\n');
          case "li" -> newLine().append("- ");
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
        String address = element.attr("href");
        if (element.normalName().equals("a") && !address.isBlank() && !element.text().equals(address)) {
          text.append(" (").append(address).append(')');
        }
        if (element.isBlock() && !element.normalName().equals("body")) {
          newLine();
        }
      }
    }

    private StringBuilder newLine() {
      if (!text.isEmpty() && text.charAt(text.length() - 1) != '\n') {
        text.append('\n');
      }
      return text;
    }
  }
}
