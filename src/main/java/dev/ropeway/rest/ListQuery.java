package dev.ropeway.rest;

import dev.ropeway.api.Contract;
import dev.ropeway.api.Parameters;
import dev.ropeway.api.ProblemException;
import dev.ropeway.store.Alike;
import dev.ropeway.store.Text;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What the address of the list of assignments may have behind its question mark, always written in
 * the same way.
 */
record ListQuery(Map<String, String> parameters) {

  private static final String FIELD = "/query";
  private static final int MAX_LENGTH = 2000;
  private static final int SHOWN = 100;

  /** Where a list was read to is no part of it. */
  private static final String CURSOR = "cursor";

  private static final Set<String> KNOWN = known();

  private static Set<String> known() {
    var list = Contract.paths().path("/assignments");
    Set<String> known = new TreeSet<>(Parameters.ofQuery(list, list.path("get")));
    known.remove(CURSOR);
    return known;
  }

  /**
   * Reads one.
   *
   * @throws ProblemException saying what the list does not take
   */
  static ListQuery of(String query, AssignmentPages pages) {
    Map<String, String> parameters = new TreeMap<>();
    for (String parameter : query.split("&")) {
      String[] parts = parameter.split("=", 2);
      String name = decoded(parts[0]);
      String value = parts.length == 1 ? "" : decoded(parts[1]).strip();
      if (!KNOWN.contains(name)) {
        throw refused(quoted(name) + " is unknown; the list accepts " + list() + meant(name));
      }
      if (value.isEmpty()) {
        throw refused(quoted(name) + " is empty; give it a value, or leave it out");
      }
      if (parameters.put(name, value) != null) {
        throw refused(quoted(name) + " is given more than once");
      }
    }
    try {
      pages.require(new Query(Map.copyOf(parameters)));
    } catch (ProblemException e) {
      throw refused(e.getMessage());
    }
    ListQuery read = new ListQuery(parameters);
    if (read.text().length() > MAX_LENGTH) {
      throw refused("it has more than " + MAX_LENGTH + " characters when it is encoded");
    }
    return read;
  }

  /** As an address has it, by name. */
  String text() {
    return parameters.entrySet().stream()
        .map(one -> one.getKey() + "=" + URLEncoder.encode(one.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw refused(quoted(text) + " is not encoded: % begins a character");
    }
  }

  private static ProblemException refused(String why) {
    return ProblemException.badField(FIELD, "cannot be shown by the list: " + why);
  }

  private static String quoted(String text) {
    return "\"" + Text.cut(Text.clean(text), SHOWN) + "\"";
  }

  private static String list() {
    return String.join(", ", KNOWN);
  }

  private static String meant(String name) {
    return Alike.to(name, KNOWN).map(word -> "; did you mean " + word + "?").orElse("");
  }
}
