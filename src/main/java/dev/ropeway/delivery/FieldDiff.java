package dev.ropeway.delivery;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The three-way comparison (promise 3): what we want, what we wrote last, what the ticket shows.
 *
 * @param write fields to write now
 * @param kept fields that we want otherwise but that a person changed: theirs stand
 */
record FieldDiff(Map<String, String> write, List<String> kept) {

  /** Fields whose desired value is not the one we last wrote. */
  static Map<String, String> wanted(Map<String, String> desired, LastWritten base) {
    Map<String, String> wanted = new LinkedHashMap<>(desired);
    wanted.entrySet().removeIf(field -> base.says(field.getKey(), field.getValue()));
    return wanted;
  }

  /**
   * Compares with the ticket. A field that shows what we never wrote was changed by a person; one
   * that cannot be read might have been, and is left alone too.
   */
  static FieldDiff between(
      Map<String, String> desired, LastWritten base, Map<String, String> shown) {
    Map<String, String> write = new LinkedHashMap<>();
    List<String> kept = new ArrayList<>();
    wanted(desired, base)
        .forEach(
            (field, value) -> {
              String now = shown.get(field);
              if (value.equals(now)) {
                return;
              }
              if (base.made(field, now)) {
                write.put(field, value);
              } else {
                kept.add(field);
              }
            });
    return new FieldDiff(write, kept);
  }
}
