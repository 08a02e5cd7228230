package dev.ropeway.intake.words;

import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Whether a recommendation ended because another stands for it: merged, redirected, a duplicate.
 * Nothing is healthy then, what is ill is only told elsewhere.
 */
public final class Duplicates {

  private static final Set<String> WORDS =
      Set.of("duplicate", "duplicated", "merged", "redirected", "superseded", "transferred");

  /**
   * In what people write, and in long reports: a fix that is merged into a branch, traffic that is
   * redirected to another region and rows that are duplicates are none of these.
   */
  private static final Pattern TOLD =
      Pattern.compile(
          "(?i)^duplicated? ?[.:;,(#\\d-]"
              + "|(?<!not a )(?<!no )\\b(?:duplicate (?:of|alert|incident|finding|issue|case|ticket)\\b"
              + "|(?:is|was|as|marked)(?: a)? duplicate\\b|superseded by\\b"
              + "|(?:merged (?:into|with|to|in)|redirected to|tracked under|continued in)"
              + " (?:the )?(?:incident|alert|issue|case|finding|problem|#|\\d|[a-z]{2}\\d))");

  /** As much as a reason needs. */
  private static final int LENGTH = 200;

  private Duplicates() {}

  /** Whether a word of a source means this, however it is written. */
  public static boolean isWord(String word) {
    return word != null && WORDS.contains(word.strip().toLowerCase(Locale.ROOT));
  }

  /**
   * The first text that says so, of fields, lists and objects of fields; null if none does. A long
   * one from where it says so.
   */
  public static String told(CaseBlind... places) {
    return Stream.of(places)
        .flatMap(Duplicates::texts)
        .map(Duplicates::told)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  private static String told(String text) {
    if (isWord(text)) {
      return text;
    }
    Matcher found = TOLD.matcher(text);
    if (!found.find()) {
      return null;
    }
    int end = Math.min(text.length(), found.start() + LENGTH);
    return text.length() <= LENGTH ? text : text.substring(found.start(), end);
  }

  private static Stream<String> texts(CaseBlind place) {
    if (place.plain() != null) {
      return Stream.of(place.plain());
    }
    return StreamSupport.stream(place.node().spliterator(), false)
        .map(CaseBlind::new)
        .flatMap(
            one ->
                Stream.of(one, one.at("comment"), one.at("text"), one.at("labelName"))
                    .map(CaseBlind::plain))
        .filter(Objects::nonNull);
  }
}
