package dev.ropeway.assignment;

import dev.ropeway.recommendation.Bounds;
import java.util.Map;

/** Bounds as a condition on the recommendation {@code r}, which holds as they do. */
public final class BoundsSql {

  private static final String NAME = "bounds";

  private static final String WITHIN =
      """
      exists (select 1
        from unnest(cast(:%s as text[])) as bound (path),
          lateral (values (r.document -> 'resource' ->> 'scope'), (r.document -> 'resource' ->> 'id')) as place (path)
        where lower(place.path) = lower(bound.path) or starts_with(lower(place.path), lower(bound.path) || '/'))""";

  private BoundsSql() {}

  public static String where(Bounds bounds) {
    return where(bounds, NAME);
  }

  /** The same for bounds that are bound under a name of their own. */
  public static String where(Bounds bounds, String name) {
    return bounds.everything() ? "true" : WITHIN.formatted(name);
  }

  public static Map<String, Object> bindings(Bounds bounds) {
    return bindings(bounds, NAME);
  }

  public static Map<String, Object> bindings(Bounds bounds, String name) {
    return bounds.everything() ? Map.of() : Map.of(name, bounds.paths().toArray(String[]::new));
  }
}
