package dev.ropeway.store;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the word that somebody meant who wrote another. */
public final class Alike {

  /** Longer words are no slip of the pen, and would be dear to compare. */
  private static final int LONGEST = 60;

  /** One slip in so many letters. */
  private static final int LETTERS_FOR_A_SLIP = 3;

  private Alike() {}

  /**
   * The word of those there are that is written most like the one that was given: in other case,
   * with other hyphens, or with a slip or two; empty where none is like it.
   */
  public static Optional<String> to(String given, Collection<String> words) {
    if (given.length() > LONGEST) {
      return Optional.empty();
    }
    String bare = bare(given);
    return words.stream()
        .filter(word -> slips(bare, bare(word)) <= bare(word).length() / LETTERS_FOR_A_SLIP)
        .min(
            Comparator.comparingInt((String word) -> slips(bare, bare(word)))
                .thenComparing(Comparator.naturalOrder()));
  }

  private static String bare(String word) {
    return word.toLowerCase(Locale.ROOT).replaceAll("[-_ .]", "");
  }

  /** Letters that are missing, too many or other ones (Levenshtein). */
  private static int slips(String given, String meant) {
    int[] above = new int[meant.length() + 1];
    for (int j = 0; j < above.length; j++) {
      above[j] = j;
    }
    for (int i = 1; i <= given.length(); i++) {
      int[] row = new int[above.length];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int other = given.charAt(i - 1) == meant.charAt(j - 1) ? 0 : 1;
        row[j] = Math.min(above[j - 1] + other, Math.min(above[j], row[j - 1]) + 1);
      }
      above = row;
    }
    return above[meant.length()];
  }
}
