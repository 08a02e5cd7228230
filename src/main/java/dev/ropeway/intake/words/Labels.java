package dev.ropeway.intake.words;

import java.util.Map;
import java.util.TreeMap;

/** Tags that are written as one text each: {@code owner:summit}. */
public final class Labels {

  /** Its names have colons of their own, and nobody gives these tags. */
  private static final String RESERVED = "aws:";

  private Labels() {}

  /** Those of a list by their names; what has no value is no tag. */
  public static Map<String, String> tags(CaseBlind list) {
    Map<String, String> tags = new TreeMap<>();
    for (CaseBlind label : list.items()) {
      String text = label.plain() == null ? "" : label.plain();
      int colon = text.indexOf(':');
      if (colon > 0 && !text.startsWith(RESERVED) && tags.size() < CaseBlind.TAGS) {
        tags.putIfAbsent(text.substring(0, colon).strip(), text.substring(colon + 1).strip());
      }
    }
    return tags;
  }
}
