package dev.ropeway.delivery;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The three-way comparison (promise 3): what we want, what we wrote last, what the ticket shows.
 *
 * @param write fields to write now
 * @param kept fields that we want otherwise but that a person changed: theirs stand
 */
record Changes(Map<String, String> write, List<String> kept) {

  /** Fields whose desired value is not the one we last wrote. */
  static Map<String, String> wanted(Map<String, String> desired, Map<String, String> sent) {
    Map<String, String> wanted = new LinkedHashMap<>();
    desired.forEach(
        (field, value) -> {
          if (sent == null || !Objects.equals(value, sent.get(field))) {
            wanted.put(field, value);
          }
        });
    return wanted;
  }

  /**
   * Compares with the ticket. A field differs by a person's hand when it is not what the instance
   * answered to our last write; one that cannot be read might, and is left alone too.
   */
  static Changes between(
      Map<String, String> desired,
      Map<String, String> sent,
      Map<String, String> echoed,
      Map<String, String> shown) {
    Map<String, String> write = new LinkedHashMap<>();
    List<String> kept = new ArrayList<>();
    wanted(desired, sent)
        .forEach(
            (field, value) -> {
              String now = shown.get(field);
              if (value.equals(now)) {
                return;
              }
              boolean ours =
                  now != null
                      && (now.equals(valueOf(echoed, field)) || now.equals(valueOf(sent, field)));
              if (ours) {
                write.put(field, value);
              } else {
                kept.add(field);
              }
            });
    return new Changes(write, kept);
  }

  private static String valueOf(Map<String, String> fields, String field) {
    return fields == null ? null : fields.get(field);
  }
}
