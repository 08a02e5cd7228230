package dev.ropeway.enrichment;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithParentName;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is known of the places that resources lie in and that events do not tell, by name. */
@ConfigMapping(prefix = "ropeway.scopes")
public interface ScopeSettings {

  @WithParentName
  Map<String, Scope> byName();

  /** A place, such as a subscription. */
  interface Scope {

    /** Its path, as events have it. */
    String path();

    /** Paths, or names given here, of what it belongs to, such as a management group. */
    Optional<Set<String>> under();

    /** Its tags, for recommendations that bring none of what they lie in (B46). */
    Map<String, String> tags();
  }
}
