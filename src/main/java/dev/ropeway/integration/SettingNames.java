package dev.ropeway.integration;

import dev.ropeway.store.Alike;
import dev.ropeway.store.InvalidSettingException;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigValue;

/** Refuses to start with settings that would be left unread, and say so to nobody. */
@ApplicationScoped
class SettingNames {

  /** What comes after {@code ropeway.}; below each Quarkus refuses what it does not know. */
  static final List<String> PARTS =
      List.of(
          "api",
          "authorization",
          "digests",
          "feeds",
          "instances",
          "intake",
          "integrations",
          "kafka",
          "mail",
          "mappings",
          "retention",
          "routes",
          "rules",
          "scopes",
          "secrets",
          "sign-in",
          "sources",
          "stop",
          "ticket-type-files",
          "ticket-types");

  private static final Pattern PART = Pattern.compile("ropeway\\.([^.]+).*");

  /**
   * What makes a rule, an integration or a caller narrower; by property, and as the environment has
   * it.
   */
  private static final Pattern NARROWING =
      Pattern.compile(
          "ropeway[._](api[._](keys[._].+[._]scopes|oidc[._]scopes[-_]claim)|rules[._].+[._](match[._].+|(excluded[-_])?scopes)|integrations[._].+[._]scope)",
          Pattern.CASE_INSENSITIVE);

  /** By property, and as the environment has it. */
  private static final Pattern OURS = Pattern.compile("ropeway[._].*", Pattern.CASE_INSENSITIVE);

  /** What holds a secret, or words that somebody chose: they may be what they like. */
  private static final Pattern FREE =
      Pattern.compile(
          "secret|password|key|username|jwt|tags|labels|condition|close|properties|ticket-types",
          Pattern.CASE_INSENSITIVE);

  /** An amount or a duration: there is nothing of which Ropeway takes less than none. */
  private static final Pattern NEGATIVE =
      Pattern.compile("-(P\\S{1,60}|\\d{1,18}(ms|[smhd])?)", Pattern.CASE_INSENSITIVE);

  /** What is true or false; Quarkus takes every word that it does not know for false. */
  private static final Set<String> FLAGS =
      Set.of(
          "allow-insecure",
          "attachments.evidence",
          "attachments.in",
          "business-service",
          "create-configuration-items",
          "daily-for-critical",
          "enabled",
          "forget-password",
          "grace-period",
          "hold-test",
          "notify.manager",
          "notify.owner",
          "open-console",
          "test-first");

  private static final Set<String> WORDS =
      Set.of("true", "false", "yes", "no", "y", "n", "on", "off", "1", "0", "t", "f");

  private final Config config;

  SettingNames(Config config) {
    this.config = config;
  }

  void check(@Observes @Priority(1) StartupEvent event) {
    check(
        config.getPropertyNames(),
        name -> {
          ConfigValue value = config.getConfigValue(name);
          // An expression that comes to nothing has no value.
          return value.getValue() == null && value.getRawValue() != null ? "" : value.getValue();
        });
  }

  static void check(Iterable<String> names, UnaryOperator<String> values) {
    for (String name : names) {
      Matcher part = PART.matcher(name);
      if (part.matches() && !PARTS.contains(part.group(1))) {
        throw new InvalidSettingException(
            name,
            "is not a setting of Ropeway"
                + Alike.to(part.group(1), PARTS)
                    .map(meant -> "; did you mean ropeway." + meant + "?")
                    .orElse("; application.properties.example lists all settings"));
      }
      String value = OURS.matcher(name).matches() ? values.apply(name) : null;
      String complaint = value == null ? null : complaint(name, value.strip());
      if (complaint != null) {
        throw new InvalidSettingException(name, complaint);
      }
    }
  }

  /** What is wrong with a value; null if nothing is. */
  private static String complaint(String name, String value) {
    if (NARROWING.matcher(name).matches()) {
      return value.replace(',', ' ').isBlank()
          ? "is empty, which would match everything: set a value, or remove the setting"
          : null;
    }
    if (isFlag(name)) {
      return value.isEmpty() || WORDS.contains(value.toLowerCase(Locale.ROOT))
          ? null
          : "must be true or false, not " + value;
    }
    return !FREE.matcher(name).find() && NEGATIVE.matcher(value).matches()
        ? "must not be negative"
        : null;
  }

  /** Whether a setting is true or false. */
  static boolean isFlag(String name) {
    return name.startsWith("ropeway.")
        && !name.contains(".tags.")
        && FLAGS.stream().anyMatch(flag -> name.endsWith("." + flag));
  }
}
