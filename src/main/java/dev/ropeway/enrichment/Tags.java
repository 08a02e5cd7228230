package dev.ropeway.enrichment;

import dev.ropeway.recommendation.Recommendation;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Tags of a resource and of what it lies in. Azure keeps their names in any case. */
public final class Tags {

  private Tags() {}

  /** The values of a tag at the nearest place that has it: the resource, its group, … (B46). */
  public static List<String> of(Recommendation recommendation, String name) {
    return Stream.concat(Stream.of(recommendation.tags()), recommendation.inheritedTags().stream())
        .map(tags -> valuesOf(tags, name))
        .filter(values -> !values.isEmpty())
        .findFirst()
        .orElse(List.of());
  }

  private static List<String> valuesOf(Map<String, String> tags, String name) {
    return tags.entrySet().stream()
        .filter(tag -> tag.getKey().equalsIgnoreCase(name))
        .map(Map.Entry::getValue)
        .filter(value -> !value.isBlank())
        .toList();
  }
}
