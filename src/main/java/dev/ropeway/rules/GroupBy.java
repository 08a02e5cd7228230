package dev.ropeway.rules;

import dev.ropeway.assignment.AssignmentSpec;
import dev.ropeway.assignment.TicketRequest.Group;
import dev.ropeway.enrichment.Tags;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.recommendation.Vulnerability;
import dev.ropeway.store.Alike;
import dev.ropeway.store.Text;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Recommendations that are equal in all of these share a ticket. */
record GroupBy(List<Criterion> criteria) {

  static final int MOST = 6;

  /** One for each package, version that mends it, and owner or place. */
  static final GroupBy PACKAGE = of(Kind.PACKAGE, Kind.FIXED_VERSION, Kind.OWNER_OR_SCOPE);

  /** One for each kind of recommendation, and owner or place. */
  static final GroupBy CATEGORY = of(Kind.RECOMMENDATION_CATEGORY, Kind.OWNER_OR_SCOPE);

  private static final String TAG = "tag:";
  private static final int MAX_TITLE = 1000;

  /** What recommendations can have in common. */
  enum Kind {
    PACKAGE("package", true),
    FIXED_VERSION("fixedVersion", false),
    CVE("cve", true),
    RECOMMENDATION_CATEGORY("recommendationCategory", true),
    CATEGORY("category", true),
    ASSESSMENT_KEY("assessmentKey", true),
    SEVERITY("severity", false),
    OWNER("owner", false),
    SCOPE("scope", false),
    RESOURCE_TYPE("resourceType", true),
    TAG("tag:<name>", false),
    /** The owner, and where there is none the scope; only for the groupings that have a name. */
    OWNER_OR_SCOPE(null, false);

    private final String word;

    /** Whether it tells what is to be done, so that those without it have little in common. */
    private final boolean subject;

    Kind(String word, boolean subject) {
      this.word = word;
      this.subject = subject;
    }
  }

  /** One of the things that are compared. */
  record Criterion(Kind kind, String tag) {

    /** The criterion of that name, in any case; nothing if there is none. */
    static Optional<Criterion> named(String name) {
      String word = name.strip();
      if (word.regionMatches(true, 0, GroupBy.TAG, 0, GroupBy.TAG.length())) {
        String tag = word.substring(GroupBy.TAG.length()).strip();
        return tag.isEmpty() ? Optional.empty() : Optional.of(new Criterion(Kind.TAG, tag));
      }
      return Stream.of(Kind.values())
          .filter(kind -> kind != Kind.TAG && word.equalsIgnoreCase(kind.word))
          .map(kind -> new Criterion(kind, null))
          .findFirst();
    }

    /** What to tell somebody who wrote another name. */
    static String unknown(String name) {
      List<String> words =
          Stream.of(Kind.values()).map(kind -> kind.word).filter(Objects::nonNull).toList();
      return "must be some of "
          + String.join(", ", words)
          + ", not "
          + name
          + Alike.to(name, words).map(meant -> "; did you mean " + meant + "?").orElse("");
    }

    private String name() {
      return kind == Kind.TAG ? GroupBy.TAG + lower(tag) : lower(kind.name());
    }

    private String value(Recommendation recommendation, AssignmentSpec spec) {
      Vulnerability vulnerability = recommendation.vulnerability();
      return switch (kind) {
        case PACKAGE -> vulnerability == null ? null : vulnerability.software();
        case FIXED_VERSION -> vulnerability == null ? null : vulnerability.fixedVersion();
        case CVE ->
            vulnerability == null ? null : vulnerability.cves().stream().findFirst().orElse(null);
        case RECOMMENDATION_CATEGORY -> recommendation.recommendationCategory();
        case CATEGORY -> recommendation.category();
        case ASSESSMENT_KEY -> recommendation.assessmentKey();
        case SEVERITY -> recommendation.severity().label();
        case OWNER -> owner(spec);
        case SCOPE -> scope(recommendation);
        case RESOURCE_TYPE ->
            recommendation.resource() == null ? null : recommendation.resource().type();
        case TAG -> Tags.of(recommendation, tag).stream().findFirst().orElse(null);
        case OWNER_OR_SCOPE -> owner(spec) == null ? scope(recommendation) : owner(spec);
      };
    }

    private static String scope(Recommendation recommendation) {
      return recommendation.resource() == null ? null : recommendation.resource().scope();
    }
  }

  private static GroupBy of(Kind... kinds) {
    return new GroupBy(Stream.of(kinds).map(kind -> new Criterion(kind, null)).toList());
  }

  static String owner(AssignmentSpec spec) {
    return spec.assignedTo() == null ? spec.assignmentGroup() : spec.assignedTo();
  }

  /**
   * The group of the recommendation. Null if it has nothing of what the group would be about: all
   * that lack a package have only that in common.
   */
  Group of(String rule, Recommendation recommendation, AssignmentSpec spec) {
    List<Criterion> subjects = criteria.stream().filter(one -> one.kind().subject).toList();
    boolean lacking =
        !subjects.isEmpty()
            && subjects.stream().allMatch(one -> one.value(recommendation, spec) == null);
    if (lacking) {
      return null;
    }
    String key =
        criteria.stream()
            .map(one -> one.name() + "=" + escaped(one.value(recommendation, spec)))
            .collect(Collectors.joining("|"));
    return new Group(
        rule + "/by/" + key,
        Text.cut(title(subjects.isEmpty() ? criteria : subjects, recommendation, spec), MAX_TITLE));
  }

  /** Values may have any characters, and two groups may not have one key. */
  private static String escaped(String value) {
    return value == null ? "" : lower(value).replace("%", "%25").replace("|", "%7C");
  }

  private String title(List<Criterion> told, Recommendation recommendation, AssignmentSpec spec) {
    String title =
        told.stream()
            .map(one -> said(one, recommendation, spec))
            .filter(Objects::nonNull)
            .collect(Collectors.joining(", "));
    boolean work =
        told.stream()
            .anyMatch(
                one ->
                    List.of(Kind.PACKAGE, Kind.CVE, Kind.ASSESSMENT_KEY).contains(one.kind())
                        && one.value(recommendation, spec) != null);
    return work ? title : title.isEmpty() ? "Findings" : "Findings: " + title;
  }

  private String said(Criterion one, Recommendation recommendation, AssignmentSpec spec) {
    String value = one.value(recommendation, spec);
    if (value == null) {
      return null;
    }
    return switch (one.kind()) {
      case PACKAGE ->
          has(Kind.FIXED_VERSION) ? recommendation.vulnerability().title() : "Update " + value;
      case ASSESSMENT_KEY -> recommendation.title();
      default -> value;
    };
  }

  private boolean has(Kind kind) {
    return criteria.stream().anyMatch(one -> one.kind() == kind);
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
