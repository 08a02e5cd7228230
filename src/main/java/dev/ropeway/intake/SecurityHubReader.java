package dev.ropeway.intake;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ropeway.correlation.Candidate;
import dev.ropeway.intake.words.CaseBlind;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Reads findings of AWS Security Hub: alone, as GetFindings lists them, and in the envelope of
 * EventBridge; in AWS' own format (ASFF) or in OCSF, as the newer Security Hub sends them.
 */
@ApplicationScoped
public class SecurityHubReader implements EventReader {

  private static final String SOURCE = "security-hub";

  private static final String[][] LISTS = {{"detail", "findings"}, {"Findings"}};

  @Override
  public String source() {
    return SOURCE;
  }

  @Override
  public boolean carries(String type) {
    String word = type.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
    return word.contains("securityhub") || word.startsWith("findingsimportedv");
  }

  @Override
  public List<Candidate> read(JsonNode json) {
    CaseBlind event = new CaseBlind(json);
    for (String[] path : LISTS) {
      if (event.at(path).node().isArray()) {
        return list(event.at(path), "/" + String.join("/", path), event.at("time").instant());
      }
    }
    if (event.at("detail").isPresent()) {
      return List.of(
          Candidate.rejected(
              null,
              "/detail/findings",
              "the event has no findings; Security Hub sends them in events of type \"Security Hub"
                  + " Findings - Imported\""));
    }
    return List.of(recommendation(json));
  }

  /** A finding keeps its dates when people change its workflow; EventBridge's event has its own. */
  private static List<Candidate> list(CaseBlind recommendations, String place, Instant time) {
    List<CaseBlind> items = recommendations.items();
    if (items.isEmpty()) {
      return List.of(Candidate.rejected(null, place, "the list is empty"));
    }
    List<Candidate> read = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      read.add(Envelopes.dated(recommendation(items.get(i).node()), time).under(place + "/" + i));
    }
    return read;
  }

  private static Candidate recommendation(JsonNode json) {
    CaseBlind recommendation = new CaseBlind(json);
    boolean ocsf =
        Stream.of("class_uid", "finding_info")
            .anyMatch(field -> recommendation.at(field).isPresent());
    return ocsf
        ? OcsfFinding.read(json, SOURCE)
        : new AsffFinding(recommendation).candidate(SOURCE);
  }
}
