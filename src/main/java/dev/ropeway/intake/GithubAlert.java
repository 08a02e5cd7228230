package dev.ropeway.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ropeway.correlation.Candidate;
import dev.ropeway.intake.words.CaseBlind;
import dev.ropeway.intake.words.Duplicates;
import dev.ropeway.intake.words.Moment;
import dev.ropeway.intake.words.Vulnerabilities;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.recommendation.Recommendation.Resource;
import dev.ropeway.recommendation.RecommendationBuilder;
import dev.ropeway.recommendation.RecommendationState;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A webhook's alert and what the webhook says around it. */
record GithubAlert(Tool tool, CaseBlind event) {

  /** What raises alerts. */
  enum Tool {
    CODE_SCANNING("Code scanning"),
    SECRET_SCANNING("Secret scanning"),
    DEPENDABOT("Dependabot");

    private final String title;

    Tool(String title) {
      this.title = title;
    }

    /** As a path and a key have it. */
    private String path() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** By the name of a webhook event; null for one that is no alert. */
    static Tool of(String event) {
      return Stream.of(values())
          .filter(tool -> event.equalsIgnoreCase(tool.name() + "_alert"))
          .findFirst()
          .orElse(null);
    }

    /** By what only its alerts have; null if nothing is. */
    static Tool raising(CaseBlind alert) {
      if (alert.at("security_advisory").isPresent() || alert.at("dependency").isPresent()) {
        return DEPENDABOT;
      }
      if (alert.at("secret_type").isPresent()) {
        return SECRET_SCANNING;
      }
      return alert.at("rule").isPresent() ? CODE_SCANNING : null;
    }
  }

  Candidate candidate(String source) {
    String id = id();
    if (!alert().at("number").isPresent()) {
      return Candidate.rejected(null, "/alert/number", "is missing");
    }
    if (!Recommendation.isKey(id)) {
      return Candidate.rejected(
          null, "/repository/id", "is missing, too long or has control characters");
    }
    RecommendationState state = state();
    if (state == null) {
      return Candidate.rejected(
          id, "/action", "neither the action nor the state of the alert shows whether it is open");
    }
    RecommendationBuilder described = described(id);
    if (described == null) {
      return Candidate.rejected(id, "/alert", "the alert has no name");
    }
    return Limits.candidate(
        described
            .category(tool.title)
            .source(source)
            .state(state)
            .stateReason(state == RecommendationState.UNHEALTHY ? null : reason())
            .stateChangedAt(changed(state))
            .resource(resource())
            .configurationItems(
                Stream.of("full_name", "html_url", "name")
                    .map(field -> repository().at(field).text())
                    .filter(Objects::nonNull)
                    .toList())
            .url(alert().at("html_url").text())
            .tags(tags())
            .raw(withoutSecret()));
  }

  private CaseBlind alert() {
    return event.at("alert");
  }

  private CaseBlind repository() {
    return event.at("repository");
  }

  /** A repository keeps its number when it is renamed or given away. */
  private String id() {
    String repository = CaseBlind.first(repository().at("id"), repository().at("full_name"));
    return repository == null
        ? null
        : host() + "/" + repository + "/" + tool.path() + "/" + alert().at("number").text();
  }

  /** Servers of one's own number their repositories anew. */
  private String host() {
    try {
      String host = URI.create(String.valueOf(repository().at("html_url").text())).getHost();
      return host == null ? "github.com" : host;
    } catch (IllegalArgumentException e) {
      return "github.com";
    }
  }

  /** The alert's own state; where a webhook leaves it out, what was done to it. */
  private RecommendationState state() {
    RecommendationState named = named(CaseBlind.first(alert().at("state")));
    if (named == null) {
      named = named(CaseBlind.first(alert().at("most_recent_instance", "state")));
    }
    RecommendationState state = named == null ? named(CaseBlind.first(event.at("action"))) : named;
    return state == RecommendationState.HEALTHY && isUnfixed()
        ? RecommendationState.NOT_APPLICABLE
        : state;
  }

  /** Closed by GitHub or as another's double: nobody fixed anything. */
  private boolean isUnfixed() {
    return event.at("action").is("auto_dismissed") || withdrawn() != null || superseded() != null;
  }

  private String superseded() {
    return Duplicates.told(
        alert().at("dismissed_reason"),
        alert().at("dismissed_comment"),
        alert().at("resolution_comment"),
        alert().at("fixed_reason"),
        event.at("action"));
  }

  private String withdrawn() {
    return alert().at("security_advisory", "withdrawn_at").text() == null
        ? null
        : "The advisory was withdrawn";
  }

  private RecommendationState named(String word) {
    return switch (word == null ? "" : word.toLowerCase(Locale.ROOT)) {
      case "open",
          "created",
          "reopened",
          "reopened_by_user",
          "auto_reopened",
          "reintroduced",
          "appeared_in_branch" ->
          RecommendationState.UNHEALTHY;
      case "fixed" -> RecommendationState.HEALTHY;
      case "dismissed",
          "auto_dismissed",
          "closed_by_user",
          "closed",
          "superseded",
          "duplicate",
          "merged",
          "withdrawn" ->
          RecommendationState.NOT_APPLICABLE;
      case "resolved" ->
          // A revoked secret opens nothing any more; the other ways only say that it may stay.
          "revoked".equalsIgnoreCase(alert().at("resolution").text())
              ? RecommendationState.HEALTHY
              : RecommendationState.NOT_APPLICABLE;
      default -> null;
    };
  }

  private String reason() {
    String word =
        CaseBlind.first(
            alert().at("dismissed_reason"),
            alert().at("resolution"),
            alert().at("state"),
            event.at("action"));
    String comment =
        CaseBlind.first(alert().at("dismissed_comment"), alert().at("resolution_comment"));
    String said = comment == null ? word : word + ": " + comment;
    return comment == null && withdrawn() != null ? withdrawn() : said;
  }

  /**
   * Without a date of this change it is unknown: the alert's first would be too old to count, and
   * the end of an earlier state is none of one that is open again.
   */
  private Instant changed(RecommendationState state) {
    CaseBlind updated = alert().at("updated_at");
    if (state != RecommendationState.UNHEALTHY) {
      return Moment.newest(
          updated,
          alert().at("fixed_at"),
          alert().at("dismissed_at"),
          alert().at("auto_dismissed_at"),
          alert().at("resolved_at"));
    }
    boolean isNew = "created".equalsIgnoreCase(event.at("action").text());
    return isNew ? Moment.first(updated, alert().at("created_at")) : Moment.first(updated);
  }

  /** Null if it has no name. */
  private RecommendationBuilder described(String id) {
    return switch (tool) {
      case CODE_SCANNING -> codeScanning(id);
      case SECRET_SCANNING -> secretScanning(id);
      case DEPENDABOT -> dependabot(id);
    };
  }

  private RecommendationBuilder codeScanning(String id) {
    CaseBlind rule = alert().at("rule");
    String title =
        CaseBlind.first(
            rule.at("description"), rule.at("full_description"), rule.at("name"), rule.at("id"));
    return title == null
        ? null
        : Recommendation.of(id, title)
            .assessmentKey(rule.at("id").text())
            .description(CaseBlind.paragraphs(rule.at("full_description").text(), location()))
            .remediation(CaseBlind.paragraphs(rule.at("help").text(), rule.at("help_uri").text()))
            .severity(Severities.first(rule.at("security_severity_level"), rule.at("severity")));
  }

  private String location() {
    CaseBlind instance =
        alert().at("most_recent_instance").isPresent()
            ? alert().at("most_recent_instance")
            : new CaseBlind(alert().at("instances").node().path(0));
    String path = instance.at("location", "path").text();
    String line = instance.at("location", "start_line").text();
    String ref = CaseBlind.first(instance.at("ref"), event.at("ref"));
    return path == null
        ? null
        : "In "
            + path
            + (line == null ? "" : ", line " + line)
            + (ref == null ? "" : " (" + ref + ")");
  }

  private RecommendationBuilder secretScanning(String id) {
    String type =
        CaseBlind.first(alert().at("secret_type_display_name"), alert().at("secret_type"));
    return type == null
        ? null
        : Recommendation.of(id, "Exposed secret: " + type)
            .assessmentKey(alert().at("secret_type").text())
            .severity(Severities.ofExposedSecret(alert().at("validity").text()))
            .remediation("Revoke the secret where it is good for something, then close the alert.");
  }

  private RecommendationBuilder dependabot(String id) {
    CaseBlind advisory = alert().at("security_advisory");
    CaseBlind vulnerability = alert().at("security_vulnerability");
    String name =
        CaseBlind.first(
            alert().at("dependency", "package", "name"), vulnerability.at("package", "name"));
    String title =
        CaseBlind.first(advisory.at("summary"), advisory.at("cve_id"), advisory.at("ghsa_id"));
    String patched = vulnerability.at("first_patched_version", "identifier").text();
    return title == null
        ? null
        : Recommendation.of(id, title)
            .assessmentKey(CaseBlind.first(advisory.at("ghsa_id"), advisory.at("cve_id")))
            .description(
                CaseBlind.paragraphs(
                    advisory.at("description").text(),
                    advisory.at("cve_id").text(),
                    Vulnerabilities.references(Vulnerabilities.links(advisory.at("references"))),
                    found(name, vulnerability)))
            .remediation(
                name == null
                    ? null
                    : patched == null
                        ? "No version of " + name + " without this weakness is told."
                        : "Update " + name + " to " + patched + ".")
            .vulnerability(
                Vulnerabilities.told(
                    Stream.concat(
                        Stream.of(advisory.at("cve_id").text()),
                        advisory.at("identifiers").items().stream()
                            .map(one -> one.at("value").text())),
                    name,
                    patched,
                    advisory.at("cvss", "score")))
            .severity(Severities.first(vulnerability.at("severity"), advisory.at("severity")));
  }

  private String found(String name, CaseBlind vulnerability) {
    String manifest = alert().at("dependency", "manifest_path").text();
    String range = vulnerability.at("vulnerable_version_range").text();
    return name == null
        ? null
        : name + (range == null ? "" : " " + range) + (manifest == null ? "" : " in " + manifest);
  }

  private Resource resource() {
    String address = repository().at("html_url").text();
    return new Resource(
        address,
        CaseBlind.first(repository().at("full_name"), repository().at("name")),
        "repository",
        above(address));
  }

  private static String above(String address) {
    int last = address == null ? -1 : address.lastIndexOf('/');
    return last < 0 ? address : address.substring(0, last);
  }

  private Map<String, String> tags() {
    Map<String, String> tags = new TreeMap<>(repository().at("custom_properties").tags());
    String visibility = repository().at("visibility").text();
    if (visibility != null) {
      tags.putIfAbsent("visibility", visibility);
    }
    return tags;
  }

  /** What was exposed once is not stored a second time. */
  private JsonNode withoutSecret() {
    ObjectNode raw = event.node().deepCopy();
    List<String> names =
        raw.properties().stream().map(Map.Entry::getKey).filter("alert"::equalsIgnoreCase).toList();
    for (String name : names) {
      if (raw.get(name) instanceof ObjectNode alert) {
        alert.properties().removeIf(field -> field.getKey().equalsIgnoreCase("secret"));
      }
    }
    return raw;
  }
}
