package dev.ropeway.intake;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ropeway.correlation.Candidate;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Locale;

/**
 * Reads findings of the Open Cybersecurity Schema Framework: security (2001), vulnerability (2002),
 * compliance (2003), detection (2004) and incident (2005) findings, and those that came after.
 */
@ApplicationScoped
public class OcsfReader implements EventReader {

  private static final String SOURCE = "ocsf";

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
    return List.of(OcsfFinding.read(json, SOURCE));
  }
}
