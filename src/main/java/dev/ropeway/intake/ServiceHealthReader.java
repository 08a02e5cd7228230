package dev.ropeway.intake;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ropeway.correlation.Candidate;
import dev.ropeway.intake.words.CaseBlind;
import dev.ropeway.intake.words.Duplicates;
import dev.ropeway.intake.words.Facts;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.recommendation.Recommendation.Kind;
import dev.ropeway.recommendation.Recommendation.Resource;
import dev.ropeway.recommendation.RecommendationState;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Reads service health issues of Microsoft 365 as Graph has them (D02–D05, D34). */
@ApplicationScoped
public class ServiceHealthReader implements EventReader {

  static final String SOURCE = "service-health";

  private static final Set<String> RESTORED =
      Set.of(
          "servicerestored",
          "serviceoperational",
          "postincidentreviewpublished",
          "resolved",
          "resolvedexternal",
          "mitigated",
          "mitigatedexternal");

  @Override
  public String source() {
    return SOURCE;
  }

  @Override
  public List<Candidate> read(JsonNode json) {
    return json.isObject() ? List.of(issue(new CaseBlind(json))) : Limits.noObject();
  }

  private static Candidate issue(CaseBlind issue) {
    String id = issue.at("id").text();
    if (!Recommendation.isKey(id)) {
      return Limits.keyless("/id").get(0);
    }
    String title = CaseBlind.first(issue.at("title"));
    if (title == null) {
      return Candidate.rejected(id, "/title", "the issue has no title");
    }
    if (!issue.at("isResolved").node().isBoolean() && issue.at("status").text() == null) {
      return Candidate.rejected(id, "/status", "the issue has no status");
    }
    if (!issue.at("service").isPresent()) {
      return Candidate.rejected(
          id, "/service", "the event is not a service health issue: it names no service");
    }
    RecommendationState state = state(issue);
    Map<String, String> tags = new TreeMap<>();
    for (String field :
        List.of("service", "feature", "featureGroup", "classification", "status", "origin")) {
      String value = CaseBlind.first(issue.at(field));
      if (value != null) {
        tags.put(field, value);
      }
    }
    String service = CaseBlind.first(issue.at("service"));
    Instant told = told(issue, state);
    return Candidate.of(
            Limits.keep(
                Recommendation.of(id, title)
                    .kind(Kind.ALERT)
                    .assessmentKey(service)
                    .description(description(issue))
                    .severity(
                        Severities.ofServiceHealth(issue.at("classification"), issue.at("status")))
                    .category(CaseBlind.first(issue.at("classification")))
                    .source(SOURCE)
                    .recommendationSource(Recommendation.MICROSOFT)
                    .state(state)
                    .stateReason(reason(issue, state))
                    .latestUpdate(latestUpdate(issue))
                    .stateChangedAt(told == null ? issue.at("startDateTime").instant() : told)
                    .resource(service == null ? null : new Resource(null, service, null, null))
                    .url(Limits.link(issue.at("webUrl")))
                    .tags(tags)
                    .raw(issue.node())
                    .build()))
        .since(told == null);
  }

  private static RecommendationState state(CaseBlind issue) {
    String status = issue.at("status").word();
    if (status.equals("falsepositive") || merged(issue) != null) {
      return RecommendationState.NOT_APPLICABLE;
    }
    CaseBlind resolved = issue.at("isResolved");
    boolean over = resolved.node().isBoolean() ? resolved.is("true") : RESTORED.contains(status);
    return over ? RecommendationState.HEALTHY : RecommendationState.UNHEALTHY;
  }

  /** What says that another issue tells of this one, which is over here; else null. */
  private static String merged(CaseBlind issue) {
    CaseBlind status = issue.at("status");
    boolean over = issue.at("isResolved").is("true") || RESTORED.contains(status.word());
    CaseBlind latest =
        issue.at("posts").items().stream()
            .max(Comparator.comparing(ServiceHealthReader::posted))
            .orElse(status);
    String word = Duplicates.isWord(status.text()) ? status.text() : null;
    String told =
        over || word != null
            ? Duplicates.told(latest.at("description", "content"), latest.at("description"))
            : null;
    return told == null ? word : told;
  }

  /** The note that closes the ticket (D04), without its pointer to a tab that is not here. */
  private static String reason(CaseBlind issue, RecommendationState state) {
    String merged = merged(issue);
    if (state != RecommendationState.HEALTHY) {
      return merged == null ? CaseBlind.first(issue.at("status")) : merged;
    }
    Instant ended = issue.at("endDateTime").instant();
    Instant at = ended == null ? told(issue, state) : ended;
    return at == null
        ? "The Microsoft service health incident was resolved."
        : "The Microsoft service health incident was resolved on " + at + ".";
  }

  /** Null where only the beginning has a date. */
  private static Instant told(CaseBlind issue, RecommendationState state) {
    Instant modified = issue.at("lastModifiedDateTime").instant();
    return modified != null || state == RecommendationState.UNHEALTHY
        ? modified
        : issue.at("endDateTime").instant();
  }

  /** All other fields (D03), the newest post first: what is cut off is the oldest. */
  private static String description(CaseBlind issue) {
    Facts facts =
        new Facts()
            .add(CaseBlind.first(issue.at("impactDescription")))
            .add("Id", issue.at("id"))
            .add("Service", issue.at("service"))
            .add("Feature", issue.at("feature"))
            .add("Feature group", issue.at("featureGroup"))
            .add("Issue type", issue.at("classification"))
            .add("Status", issue.at("status"))
            .add("Started", issue.at("startDateTime"))
            .add("Ended", issue.at("endDateTime"));
    issue
        .at("details")
        .items()
        .forEach(
            detail -> {
              String name = detail.at("name").text();
              if (name != null) {
                facts.add(name, detail.at("value"));
              }
            });
    issue.at("posts").items().stream()
        .sorted(Comparator.comparing(ServiceHealthReader::posted).reversed())
        .forEach(post -> facts.add(post(post)));
    return facts.text();
  }

  /** The newest post, and the status that the issue has with it (D02). */
  private static String latestUpdate(CaseBlind issue) {
    String status = CaseBlind.first(issue.at("status"));
    String newest =
        issue.at("posts").items().stream()
            .max(Comparator.comparing(ServiceHealthReader::posted))
            .map(post -> CaseBlind.first(post.at("description", "content"), post.at("description")))
            .orElse(null);
    return newest == null || status == null ? newest : "Microsoft says " + status + ":\n" + newest;
  }

  private static Instant posted(CaseBlind post) {
    Instant posted = post.at("createdDateTime").instant();
    return posted == null ? Instant.EPOCH : posted;
  }

  private static String post(CaseBlind post) {
    String text = CaseBlind.first(post.at("description", "content"), post.at("description"));
    String date = CaseBlind.first(post.at("createdDateTime"));
    return text == null ? null : (date == null ? "\n" : "\n" + date + ":\n") + text;
  }
}
