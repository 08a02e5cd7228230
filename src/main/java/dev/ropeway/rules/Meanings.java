package dev.ropeway.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The words by which senders and people call the same thing: a condition that names one holds of
 * the others too.
 */
final class Meanings {

  /** Secure Score's categories, by the words that it and others have for them (A22). */
  private static final Map<String, Set<String>> CATEGORIES = new TreeMap<>();

  static {
    category("Devices", "Device", "IoT");
    category("Apps", "App", "AppServices", "App Services");
    category("Identity", "IdentityAndAccess", "Identity and access");
    category("Data");
    category("Infrastructure", "Compute", "Networking", "Container", "Containers");
  }

  /** Singular and plural are one word; what a word of Defender's means is the wider of the two. */
  private static void category(String wide, String... words) {
    Set<String> same = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    same.add(wide);
    if (words.length > 0 && wide.equals(words[0] + "s")) {
      same.add(words[0]);
    }
    same.forEach(word -> CATEGORIES.put(key(word), same));
    for (String word : words) {
      CATEGORIES.putIfAbsent(key(word), same);
    }
  }

  private static String key(String word) {
    return word.toLowerCase(Locale.ROOT);
  }

  private Meanings() {}

  /** A category as it was sent, first, and the others that it means. */
  static List<String> ofCategory(String sent) {
    return with(sent, CATEGORIES.getOrDefault(key(sent.strip()), Set.of()));
  }

  /** The categories that a value in a condition stands for, in lower case. */
  static Set<String> categories(String value) {
    Set<String> meant = new TreeSet<>(Set.of(key(value)));
    CATEGORIES.forEach(
        (word, wider) -> {
          if (wider.contains(value)) {
            meant.add(word);
          }
        });
    return meant;
  }

  /** Who recommends something, first, and in the words of the security center (A21). */
  static List<String> ofRecommender(String sent) {
    return switch (key(sent.strip())) {
      case "microsoft", "microsoft recommendation" ->
          with(sent, Set.of("microsoft", "Microsoft recommendation"));
      case "user", "user recommendation" -> with(sent, Set.of("user", "User recommendation"));
      default -> List.of(sent);
    };
  }

  private static List<String> with(String sent, Set<String> others) {
    List<String> all = new ArrayList<>(List.of(sent));
    others.stream().filter(other -> !other.equalsIgnoreCase(sent)).forEach(all::add);
    return all;
  }
}
