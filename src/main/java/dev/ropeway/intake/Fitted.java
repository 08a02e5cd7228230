package dev.ropeway.intake;

import dev.ropeway.assignment.Proposal;
import dev.ropeway.assignment.Recommendation;
import dev.ropeway.assignment.Recommendation.Resource;
import dev.ropeway.assignment.RecommendationBuilder;
import dev.ropeway.assignment.Text;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Makes what was read fit the contract: {@code openapi.yaml} bounds every field. */
final class Fitted {

  private static final int WORD = 200;
  private static final int LINE = 1000;
  private static final int PLACE = 2048;
  private static final int ADDRESS = 4096;
  private static final int PAGE = 100_000;
  private static final int ITEMS = 100;
  private static final int TAGS = 200;
  private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

  private static final Resource NOWHERE = new Resource(null, null, null, null);

  private Fitted() {}

  /** The finding, each of its fields as long as it may be. Key and title must be there. */
  static Proposal proposal(RecommendationBuilder described) {
    Recommendation read = described.build();
    return Proposal.of(
        described
            .title(Text.cut(read.title().replaceAll("\\s+", " "), LINE))
            .assessmentKey(Text.cut(read.assessmentKey(), LINE))
            .description(Text.cut(read.description(), PAGE))
            .remediation(Text.cut(read.remediation(), PAGE))
            .category(Text.cut(read.category(), WORD))
            .stateReason(Text.cut(read.stateReason(), LINE))
            .stateChangedAt(date(read.stateChangedAt()))
            .occurredAt(date(read.occurredAt()))
            .resource(resource(read.resource()))
            .configurationItems(items(read.configurationItems()))
            .url(address(read.url()))
            .tags(tags(read.tags()))
            .build());
  }

  /** A year of five digits is no date that anybody meant. */
  static Instant date(Instant date) {
    return date == null || date.isAfter(LATEST) ? null : date;
  }

  private static Resource resource(Resource read) {
    if (read == null) {
      return null;
    }
    Resource fitting =
        new Resource(
            Text.cut(said(read.id()), PLACE),
            Text.cut(said(read.name()), LINE),
            Text.cut(said(read.type()), WORD),
            Text.cut(said(read.scope()), PLACE));
    return fitting.equals(NOWHERE) ? null : fitting;
  }

  private static String said(String text) {
    return text == null || text.isBlank() ? null : text;
  }

  /** What was cut would name something else. */
  private static List<String> items(Collection<String> read) {
    return read.stream()
        .filter(item -> !item.isBlank() && item.length() <= PLACE)
        .distinct()
        .limit(ITEMS)
        .toList();
  }

  /** A link that was cut would lead elsewhere, and one of another kind than http nowhere good. */
  private static String address(String url) {
    return url != null && url.length() <= ADDRESS && url.matches("(?i)https?://\\S+") ? url : null;
  }

  private static Map<String, String> tags(Map<String, String> read) {
    Map<String, String> fitting = new TreeMap<>();
    read.forEach(
        (name, value) -> {
          if (fitting.size() < TAGS) {
            fitting.put(Text.cut(Text.clean(name), LINE), Text.cut(Text.clean(value), LINE));
          }
        });
    return fitting;
  }
}
