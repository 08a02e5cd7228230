package dev.ropeway.sync.activity;

import dev.ropeway.servicenow.TableRecord;
import dev.ropeway.store.Text;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Texts of rows, fit to be stored: in one line, not too long, and null for nothing. */
final class RowText {

  /** No name, table or column of an instance is longer. */
  private static final int NAME = 100;

  private static final int VALUE = 255;
  private static final int ADDRESS = 45;

  private static final Pattern IPV4 =
      Pattern.compile("(?<![0-9.])(?:[0-9]{1,3}\\.){3}[0-9]{1,3}(?![0-9.])");
  private static final Pattern IPV6 =
      Pattern.compile(
          "(?<![0-9A-Fa-f:])[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7}(?![0-9A-Fa-f:])");

  private RowText() {}

  static String name(TableRecord row, String column) {
    return name(row.text(column));
  }

  static String name(String name) {
    return text(name, NAME);
  }

  static String value(TableRecord row, String column) {
    return text(row.text(column), VALUE);
  }

  static String text(String text, int max) {
    return text.isBlank() ? null : Text.cut(Text.oneLine(Text.clean(text.strip())), max);
  }

  /** The IP address in a text; null if there is none. */
  static String address(String text) {
    String begun = Text.cut(text, VALUE);
    return find(IPV4, begun)
        .or(() -> find(IPV6, begun))
        .filter(found -> found.length() <= ADDRESS)
        .orElse(null);
  }

  private static Optional<String> find(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? Optional.of(matcher.group()) : Optional.empty();
  }

  /** What is known, by its name. */
  static Map<String, String> detail(String... pairs) {
    Map<String, String> detail = new TreeMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      if (pairs[i + 1] != null) {
        detail.put(pairs[i], pairs[i + 1]);
      }
    }
    return detail;
  }
}
