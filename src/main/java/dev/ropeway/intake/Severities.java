package dev.ropeway.intake;

import static java.util.Map.entry;

import dev.ropeway.intake.words.CaseBlind;
import dev.ropeway.recommendation.Severity;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Every word that sources have for how bad something is, as one of ours (five-systems § 6). */
final class Severities {

  /** Words mean the same wherever they are used; numbers do not, and stand with their source. */
  private static final Map<String, Severity> WORDS =
      Map.ofEntries(
          entry("critical", Severity.CRITICAL),
          entry("fatal", Severity.CRITICAL),
          entry("emergency", Severity.CRITICAL),
          entry("page", Severity.CRITICAL),
          entry("urgent", Severity.CRITICAL),
          entry("p1", Severity.CRITICAL),
          entry("high", Severity.HIGH),
          entry("important", Severity.HIGH),
          entry("major", Severity.HIGH),
          entry("error", Severity.HIGH),
          entry("p2", Severity.HIGH),
          entry("medium", Severity.MEDIUM),
          entry("moderate", Severity.MEDIUM),
          entry("warning", Severity.MEDIUM),
          entry("warn", Severity.MEDIUM),
          entry("p3", Severity.MEDIUM),
          entry("low", Severity.LOW),
          entry("minor", Severity.LOW),
          entry("note", Severity.LOW),
          entry("p4", Severity.LOW),
          entry("informational", Severity.INFORMATIONAL),
          entry("information", Severity.INFORMATIONAL),
          entry("info", Severity.INFORMATIONAL),
          entry("verbose", Severity.INFORMATIONAL),
          entry("notice", Severity.INFORMATIONAL),
          entry("debug", Severity.INFORMATIONAL),
          entry("p5", Severity.INFORMATIONAL),
          entry("none", Severity.INFORMATIONAL),
          // Azure Monitor (E71).
          entry("sev0", Severity.CRITICAL),
          entry("sev1", Severity.HIGH),
          entry("sev2", Severity.MEDIUM),
          entry("sev3", Severity.LOW),
          entry("sev4", Severity.INFORMATIONAL));

  /** Defender for Cloud Apps (C19). */
  private static final Map<Integer, Severity> CLOUD_APPS =
      Map.of(0, Severity.LOW, 1, Severity.MEDIUM, 2, Severity.HIGH, 3, Severity.INFORMATIONAL);

  /** OCSF's severity_id; 0 and 99 say nothing. */
  private static final Map<Integer, Severity> OCSF =
      Map.of(
          1, Severity.INFORMATIONAL,
          2, Severity.LOW,
          3, Severity.MEDIUM,
          4, Severity.HIGH,
          5, Severity.CRITICAL,
          6, Severity.CRITICAL);

  /** Microsoft's own services: the kind of issue says how bad it is (D03). */
  private static final Map<String, Severity> SERVICE_HEALTH =
      Map.of(
          "serviceinterruption", Severity.CRITICAL,
          "incident", Severity.HIGH,
          "advisory", Severity.LOW);

  /** How an exposed secret is judged by whether it still opens anything. */
  private static final Map<String, Severity> EXPOSED =
      Map.of("active", Severity.CRITICAL, "inactive", Severity.MEDIUM);

  private Severities() {}

  /** The severity a word means, in any case; empty for a word that says nothing of it. */
  static Optional<Severity> named(String word) {
    return word == null
        ? Optional.empty()
        : Optional.ofNullable(WORDS.get(word.strip().toLowerCase(Locale.ROOT)));
  }

  /** Defender for Cloud Apps' numbers. */
  static Optional<Severity> ofCloudApps(int value) {
    return Optional.ofNullable(CLOUD_APPS.get(value));
  }

  /** OCSF's numbers. */
  static Optional<Severity> ofOcsf(int id) {
    return Optional.ofNullable(OCSF.get(id));
  }

  /** A service that is down is worse than its kind of issue; medium for an unknown kind. */
  static Severity ofServiceHealth(CaseBlind classification, CaseBlind status) {
    Severity kind = SERVICE_HEALTH.getOrDefault(classification.word(), Severity.MEDIUM);
    return kind == Severity.LOW ? kind : SERVICE_HEALTH.getOrDefault(status.word(), kind);
  }

  /** ASFF's Normalized, 0 to 100. */
  static Optional<Severity> ofNormalized(int value) {
    if (value < 0 || value > 100) {
      return Optional.empty();
    }
    return Optional.of(
        value == 0
            ? Severity.INFORMATIONAL
            : value < 40
                ? Severity.LOW
                : value < 70 ? Severity.MEDIUM : value < 90 ? Severity.HIGH : Severity.CRITICAL);
  }

  /** OCSF's risk_level_id, which counts from 0. */
  static Optional<Severity> ofOcsfRisk(int id) {
    return id >= 0 && id < 5 ? ofOcsf(id + 1) : Optional.empty();
  }

  /** An exposed secret's, by what its validity is known to be. */
  static Severity ofExposedSecret(String validity) {
    return validity == null ? Severity.HIGH : EXPOSED.getOrDefault(validity, Severity.HIGH);
  }

  /** The first candidate that says something; medium if none does. */
  static Severity first(CaseBlind... candidates) {
    for (CaseBlind candidate : candidates) {
      Optional<Severity> severity = named(candidate.text());
      if (severity.isPresent()) {
        return severity.get();
      }
    }
    return Severity.MEDIUM;
  }
}
