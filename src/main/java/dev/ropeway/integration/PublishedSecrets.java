package dev.ropeway.integration;

import dev.ropeway.store.InvalidSettingException;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.Config;

/**
 * Refuses to start in production with a secret that anybody can read in our repository: it keeps
 * nobody out.
 */
@ApplicationScoped
class PublishedSecrets {

  /** By property, and as the environment has it. */
  private static final Pattern OURS =
      Pattern.compile("(ropeway|quarkus)[._].*", Pattern.CASE_INSENSITIVE);

  /** Of application.properties.example; at the end of what a broker's address holds, too. */
  private static final String PLACEHOLDER = "change-me";

  /** What encrypts or signs in the example, and in dev mode. */
  private static final Set<String> KEYS =
      Set.of(
          "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=",
          "ZGV2IGtleSwgdXNlZCBpbiBkZXYgbW9kZSBvbmx5ISE=");

  private final Config config;

  PublishedSecrets(Config config) {
    this.config = config;
  }

  void check(@Observes @Priority(1) StartupEvent event) {
    if (LaunchMode.current() == LaunchMode.NORMAL) {
      check(config.getPropertyNames(), name -> config.getConfigValue(name).getValue());
    }
  }

  static void check(Iterable<String> names, UnaryOperator<String> values) {
    for (String name : names) {
      String value = OURS.matcher(name).matches() ? values.apply(name) : null;
      if (value != null && isPublished(value)) {
        throw new InvalidSettingException(
            name, "is a value from the published examples: set a secret of your own");
      }
    }
  }

  private static boolean isPublished(String value) {
    String text = value.strip();
    String lower = text.toLowerCase(Locale.ROOT);
    return lower.startsWith(PLACEHOLDER)
        || lower.contains("=" + PLACEHOLDER)
        || KEYS.stream().anyMatch(text::endsWith);
  }
}
