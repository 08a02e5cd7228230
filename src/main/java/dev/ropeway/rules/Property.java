package dev.ropeway.rules;

import dev.ropeway.enrichment.Tags;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.recommendation.Recommendation.Resource;
import dev.ropeway.recommendation.Severity;
import dev.ropeway.recommendation.Vulnerability;
import dev.ropeway.store.Alike;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Something of a recommendation that a condition can ask for: one of its fields, or a tag. */
public record Property(Field field, String tag) {

  private static final String TAG = "tag:";

  /** Azure's paths into its own assessments: {@code $.Metadata.Severity} (B45). */
  private static final String AZURE = "^\\$\\.(metadata\\.)?";

  static final Property SEVERITY = new Property(Field.SEVERITY, null);
  static final Property CATEGORY = new Property(Field.CATEGORY, null);
  static final Property SOURCE = new Property(Field.SOURCE, null);
  static final Property SCOPE = new Property(Field.SCOPE, null);

  /** The fields that can be asked for, with the values a recommendation has. */
  public enum Field {
    SEVERITY("severity", recommendation -> one(recommendation.severity().word())),
    RISK_LEVEL(
        "riskLevel",
        recommendation ->
            one(recommendation.riskLevel() == null ? null : recommendation.riskLevel().word())),
    CATEGORY(
        "category",
        recommendation ->
            one(recommendation.category()).stream()
                .flatMap(word -> Meanings.ofCategory(word).stream())
                .toList()),
    ASSESSMENT_KEY("assessmentKey", recommendation -> one(recommendation.assessmentKey())),
    DISPLAY_NAME("displayName", recommendation -> one(recommendation.title())),
    SOURCE("source", recommendation -> senders(recommendation)),
    RECOMMENDATION_SOURCE(
        "recommendationSource",
        recommendation ->
            one(recommendation.recommendedBy()).stream()
                .flatMap(word -> Meanings.ofRecommender(word).stream())
                .toList()),
    KIND("kind", recommendation -> one(recommendation.kind().word())),
    RESOURCE_TYPE(
        "resourceType",
        recommendation ->
            one(recommendation.resource() == null ? null : recommendation.resource().type())),
    SCOPE("scope", recommendation -> places(recommendation.resource())),
    RECOMMENDATION_CATEGORY(
        "recommendationCategory", recommendation -> one(recommendation.recommendationCategory())),
    CVE("cve", recommendation -> of(recommendation, Vulnerability::cves)),
    PACKAGE("package", recommendation -> of(recommendation, told -> one(told.software()))),
    FIX_AVAILABLE(
        "fixAvailable",
        recommendation ->
            of(recommendation, told -> one(String.valueOf(told.fixedVersion() != null)))),
    EXPLOITED(
        "exploited",
        recommendation ->
            of(
                recommendation,
                told -> one(told.exploited() == null ? null : told.exploited().toString()))),
    TAG("tag", recommendation -> List.of());

    private final String word;
    private final Function<Recommendation, List<String>> values;

    Field(String word, Function<Recommendation, List<String>> values) {
      this.word = word;
      this.values = values;
    }

    private static List<String> one(String value) {
      return value == null || value.isBlank() ? List.of() : List.of(value);
    }

    /** Of what is about no vulnerability, nothing. */
    private static List<String> of(
        Recommendation recommendation, Function<Vulnerability, List<String>> values) {
      Vulnerability told = recommendation.vulnerability();
      return told == null ? List.of() : values.apply(told);
    }

    /** Who recommends it too: rules were written for it when it was all there was. */
    private static List<String> senders(Recommendation recommendation) {
      return Stream.of(recommendation.source(), recommendation.recommendationSource())
          .filter(word -> word != null && !word.isBlank())
          .flatMap(word -> Meanings.ofRecommender(word).stream())
          .toList();
    }

    private static List<String> places(Resource resource) {
      return resource == null
          ? List.of()
          : Stream.of(resource.scope(), resource.id()).filter(Objects::nonNull).toList();
    }
  }

  /** The property of that name, in any case; nothing if there is none. */
  static Optional<Property> named(String name) {
    if (name.regionMatches(true, 0, TAG, 0, TAG.length())) {
      String tag = name.substring(TAG.length()).strip();
      return tag.isEmpty() ? Optional.empty() : Optional.of(tag(tag));
    }
    String word = name.strip().toLowerCase(Locale.ROOT).replaceFirst(AZURE, "");
    return Stream.of(Field.values())
        .filter(field -> field != Field.TAG)
        .filter(
            field ->
                field.word.equalsIgnoreCase(word)
                    || (field == Field.DISPLAY_NAME && word.equals("title")))
        .map(field -> new Property(field, null))
        .findFirst();
  }

  static Property tag(String name) {
    return new Property(Field.TAG, name);
  }

  /** What to tell somebody who wrote another name. */
  static String unknown(String name) {
    List<String> names =
        Stream.of(Field.values())
            .filter(field -> field != Field.TAG)
            .map(field -> field.word)
            .toList();
    return "must be one of "
        + String.join(", ", names)
        + " or tag:<name>, not "
        + name
        + Alike.to(name, names).map(meant -> "; did you mean " + meant + "?").orElse("");
  }

  /** What the recommendation has of it; more than one where a place has two names. */
  List<String> of(Recommendation recommendation) {
    return field == Field.TAG ? Tags.of(recommendation, tag) : field.values.apply(recommendation);
  }

  /** The same for people: of a source the sender, of a word that has others the one sent. */
  List<String> shown(Recommendation recommendation) {
    List<String> all = of(recommendation);
    return switch (field) {
      case SOURCE, RECOMMENDATION_SOURCE, CATEGORY -> all.stream().limit(1).toList();
      default -> all;
    };
  }

  /** What else a text means that a recommendation has, itself first. */
  List<String> meanings(String text) {
    return field == Field.CATEGORY ? Meanings.ofCategory(text) : List.of(text);
  }

  /** The texts that a value stands for where a condition names it, in lower case. */
  Set<String> named(Collection<String> values) {
    Set<String> texts = new HashSet<>();
    for (String value : values) {
      if (field == Field.CATEGORY) {
        texts.addAll(Meanings.categories(value));
      } else {
        texts.add(value.toLowerCase(Locale.ROOT));
      }
    }
    return texts;
  }

  /** The only values it can have; empty where it can have any. */
  Set<String> words() {
    return switch (field) {
      case SEVERITY, RISK_LEVEL -> words(Severity.values(), Severity::word);
      case FIX_AVAILABLE, EXPLOITED -> new TreeSet<>(List.of("false", "true"));
      case KIND -> words(Recommendation.Kind.values(), Recommendation.Kind::word);
      default -> Set.of();
    };
  }

  private static <T> Set<String> words(T[] values, Function<T, String> word) {
    return Arrays.stream(values).map(word).collect(Collectors.toCollection(TreeSet::new));
  }

  @Override
  public String toString() {
    return field == Field.TAG ? "tag " + tag : field.word;
  }
}
