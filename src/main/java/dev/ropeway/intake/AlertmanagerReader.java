package dev.ropeway.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ropeway.correlation.Candidate;
import dev.ropeway.intake.words.Around;
import dev.ropeway.intake.words.CaseBlind;
import dev.ropeway.intake.words.GrafanaStates;
import dev.ropeway.intake.words.Moment;
import dev.ropeway.intake.words.PrometheusLabels;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.recommendation.RecommendationState;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads the webhooks of Prometheus' Alertmanager (version 4) and of Grafana, which sends the same
 * shape: an alert for each of a group, whether it fires or is resolved.
 */
@ApplicationScoped
public class AlertmanagerReader implements EventReader {

  static final String SOURCE = "alertmanager";

  /** What the keys of its alerts begin with. */
  static final String PREFIX = SOURCE + "/";

  private final Duration staleAfter;

  /** Reads alerts that count as firing until somebody says that they are resolved. */
  public AlertmanagerReader() {
    this(Optional.empty());
  }

  @Inject
  AlertmanagerReader(SourceSettings settings) {
    this(settings.alertmanager().staleAfter());
  }

  AlertmanagerReader(Optional<Duration> staleAfter) {
    this.staleAfter = staleAfter.orElse(null);
  }

  @Override
  public String source() {
    return SOURCE;
  }

  @Override
  public boolean carries(String type) {
    return type.toLowerCase(Locale.ROOT).contains(SOURCE);
  }

  @Override
  public List<Candidate> read(JsonNode json) {
    return alerts(json).stream().map(alert -> alert.staleAfter(staleAfter)).toList();
  }

  private static List<Candidate> alerts(JsonNode json) {
    CaseBlind group = new CaseBlind(json);
    if (!group.at("alerts").isPresent() && group.at("labels").isPresent()) {
      return List.of(alert(group, new CaseBlind(json.path("group"))));
    }
    List<CaseBlind> alerts = group.at("alerts").items();
    if (alerts.isEmpty()) {
      return List.of(Candidate.rejected(null, "/alerts", "must be a list of alerts"));
    }
    CaseBlind around = new CaseBlind(Around.items(json, "alerts", alerts.size()));
    List<Candidate> read = new ArrayList<>();
    for (int i = 0; i < alerts.size(); i++) {
      read.add(alert(alerts.get(i), around).under("/alerts/" + i));
    }
    return read;
  }

  private static Candidate alert(CaseBlind alert, CaseBlind group) {
    CaseBlind labels = alert.at("labels");
    CaseBlind annotations = alert.at("annotations");
    // Of the labels alone, so that it is the same whichever group brings the alert.
    String id = prefixed(alert.at("fingerprint").text());
    if (!Recommendation.isKey(id)) {
      return Candidate.rejected(
          null, "/fingerprint", "is missing, too long or has control characters");
    }
    RecommendationState state = state(alert, group);
    if (state == null) {
      return Candidate.rejected(id, "/status", "must be firing or resolved");
    }
    GrafanaStates grafana = new GrafanaStates(labels, annotations);
    boolean undecided = state == RecommendationState.UNHEALTHY && grafana.isUndecided();
    String unseen = state == RecommendationState.HEALTHY ? grafana.unseenEnd() : null;
    String special = grafana.isSpecial() || undecided ? grafana.title() : null;
    String title =
        special != null
            ? special
            : CaseBlind.first(
                annotations.at("summary"),
                annotations.at("title"),
                annotations.at("message"),
                labels.at("alertname"));
    if (title == null) {
      return Candidate.rejected(
          id, "/labels/alertname", "the alert has neither a name nor a summary");
    }
    PrometheusLabels named = new PrometheusLabels(labels);
    return Limits.candidate(
            Recommendation.of(id, title)
                .kind(Recommendation.Kind.ALERT)
                .assessmentKey(
                    grafana.rule() == null ? labels.at("alertname").text() : grafana.rule())
                .description(
                    CaseBlind.paragraphs(
                        special != null
                            ? grafana.description()
                            : CaseBlind.first(
                                annotations.at("description"), annotations.at("message")),
                        isTruncated(group)
                            ? "Alertmanager left other alerts of this group out (truncatedAlerts)."
                            : null))
                .remediation(
                    CaseBlind.paragraphs(
                        annotations.at("remediation").text(), annotations.at("runbook_url").text()))
                .severity(
                    Severities.first(
                        labels.at("severity"), labels.at("priority"), annotations.at("severity")))
                .category(labels.at("category").text())
                .source(SOURCE)
                .state(unseen == null ? state : RecommendationState.NOT_APPLICABLE)
                .stateReason(unseen)
                .stateChangedAt(changed(alert, state))
                .resource(named.resource())
                .configurationItems(named.configurationItems())
                .url(url(alert, group))
                .tags(labels.tags())
                .raw(raw(alert.node(), group.node())))
        .since(state == RecommendationState.UNHEALTHY);
  }

  private static String prefixed(String fingerprint) {
    return fingerprint == null ? null : PREFIX + fingerprint;
  }

  /** An alert's own word; the group's for senders that leave it out. */
  private static RecommendationState state(CaseBlind alert, CaseBlind group) {
    String word =
        CaseBlind.first(alert.at("status"), alert.at("status", "state"), group.at("status"));
    return switch (word == null ? "firing" : word.toLowerCase(Locale.ROOT)) {
      case "firing", "active", "suppressed", "unprocessed" -> RecommendationState.UNHEALTHY;
      case "resolved" -> RecommendationState.HEALTHY;
      default -> null;
    };
  }

  /**
   * While an alert fires its end is a guess, or the year 1, and its beginning says only since when:
   * one that fires once more after it was resolved may begin when it began before.
   */
  private static Instant changed(CaseBlind alert, RecommendationState state) {
    return Moment.first(alert.at(state == RecommendationState.UNHEALTHY ? "startsAt" : "endsAt"));
  }

  private static boolean isTruncated(CaseBlind group) {
    return group.at("truncatedAlerts").node().asLong() > 0;
  }

  /** Grafana names its graph relative to itself: "?orgId=1". */
  private static String url(CaseBlind alert, CaseBlind group) {
    String graph = alert.at("generatorURL").text();
    String home = group.at("externalURL").text();
    if (isAbsolute(graph)) {
      return graph;
    }
    String panel = CaseBlind.first(alert.at("panelURL"), alert.at("dashboardURL"));
    if (isAbsolute(panel)) {
      return panel;
    }
    try {
      return graph == null || home == null ? home : URI.create(home).resolve(graph).toString();
    } catch (IllegalArgumentException e) {
      return home;
    }
  }

  private static boolean isAbsolute(String url) {
    return url != null && url.matches("(?i)https?://.+");
  }

  /** The alert as it came, and what its group says around it. */
  private static JsonNode raw(JsonNode alert, JsonNode group) {
    if (!alert.isObject() || !group.isObject() || alert.has("group")) {
      return alert;
    }
    ObjectNode raw = ((ObjectNode) alert).objectNode();
    raw.setAll((ObjectNode) alert);
    raw.set("group", group);
    return raw;
  }
}
