package dev.ropeway.recommendation;

import dev.ropeway.recommendation.Recommendation.Resource;
import dev.ropeway.store.Text;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a caller may see and change: everything, or what lies under some paths.
 *
 * @param everything there are no bounds
 * @param paths without a slash at their ends
 */
public record Bounds(boolean everything, Set<String> paths) {

  /** No bounds. */
  public static final Bounds EVERYTHING = new Bounds(true, Set.of());

  /** Nothing: the bounds of whoever shows none where bounds are needed. */
  public static final Bounds NOTHING = new Bounds(false, Set.of());

  /** What lies under one of some paths; nothing if there are none. */
  public static Bounds within(Collection<String> paths) {
    return new Bounds(
        false,
        paths.stream()
            .map(path -> Text.withoutEnding(path.strip(), '/'))
            .collect(Collectors.toUnmodifiableSet()));
  }

  /** Whether a recommendation lies within; one without a place lies within no bounds. */
  public boolean contain(Recommendation recommendation) {
    return contain(recommendation.resource());
  }

  /** Whether a resource lies within; null is a resource without a place. */
  public boolean contain(Resource resource) {
    return everything || (resource != null && paths.stream().anyMatch(resource::liesUnder));
  }
}
