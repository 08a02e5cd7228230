package dev.ropeway.mapping;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A template that somebody saved on an instance ({@code sys_template}): constants for a new record.
 *
 * @param constants by column, in the template's order
 */
public record SavedTemplate(String name, Map<String, String> constants) {

  public SavedTemplate {
    constants = Collections.unmodifiableMap(new LinkedHashMap<>(constants));
  }

  /** Reads {@code category=software^impact=2^EQ}; a literal ^ is written twice. */
  static SavedTemplate of(String name, String encoded) {
    Map<String, String> constants = new LinkedHashMap<>();
    StringBuilder term = new StringBuilder();
    for (int i = 0; i <= encoded.length(); i++) {
      boolean caret = i < encoded.length() && encoded.charAt(i) == '^';
      if (caret && i + 1 < encoded.length() && encoded.charAt(i + 1) == '^') {
        term.append('^');
        i++;
      } else if (caret || i == encoded.length()) {
        int equals = term.indexOf("=");
        // EQ ends a template and has no column.
        if (equals > 0 && equals < term.length() - 1) {
          constants.put(term.substring(0, equals).strip(), term.substring(equals + 1));
        }
        term.setLength(0);
      } else {
        term.append(encoded.charAt(i));
      }
    }
    return new SavedTemplate(name, constants);
  }

  /** What keeps tickets from starting from it, whoever writes them. */
  List<String> complaints() {
    return constants.entrySet().stream().flatMap(this::complaint).toList();
  }

  private Stream<String> complaint(Map.Entry<String, String> constant) {
    String column = constant.getKey();
    if (MappingCheck.isKept(column)) {
      return Stream.of(
          "the saved template \"%s\" sets %s, which Ropeway or ServiceNow manages: remove it there"
              .formatted(name, column));
    }
    return constant.getValue().toLowerCase(Locale.ROOT).contains("javascript:")
        ? Stream.of(
            "the saved template \"%s\" sets %s by a script; only constants can be used"
                .formatted(name, column))
        : Stream.empty();
  }

  /**
   * The draft with the constants of columns that neither it nor the mapping has. They belong to
   * ServiceNow once the ticket exists.
   *
   * @param mapped the columns that the mapping names, whether it fills them this time or not
   */
  TicketFields under(TicketFields draft, Set<String> mapped) {
    Map<String, String> onCreate = new LinkedHashMap<>(constants);
    onCreate.keySet().removeAll(mapped);
    onCreate.keySet().removeAll(draft.managed().keySet());
    onCreate.keySet().removeAll(draft.references().keySet());
    onCreate.putAll(draft.onCreate());
    return new TicketFields(draft.managed(), onCreate, draft.references());
  }
}
