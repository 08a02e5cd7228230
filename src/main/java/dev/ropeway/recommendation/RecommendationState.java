package dev.ropeway.recommendation;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Locale;

/** Whether a recommendation still asks for work (B71, B83). */
@RegisterForReflection // JSON of requests and answers, by its words
public enum RecommendationState {
  /** Somebody should fix it: its assignment is to be open. */
  UNHEALTHY,
  /** Fixed. */
  HEALTHY,
  /** Exempted, off by policy or out of scope. */
  NOT_APPLICABLE,
  /** The resource or the recommendation is gone. */
  DELETED;

  @JsonCreator
  public static RecommendationState of(String word) {
    for (RecommendationState state : values()) {
      if (state.word().equalsIgnoreCase(word)) {
        return state;
      }
    }
    throw new IllegalArgumentException("unknown state " + word);
  }

  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
