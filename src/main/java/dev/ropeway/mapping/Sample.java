package dev.ropeway.mapping;

import dev.ropeway.assignment.AssignmentSpec;
import dev.ropeway.assignment.Claim;
import dev.ropeway.assignment.DesiredState;
import dev.ropeway.assignment.Status;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.recommendation.Severity;
import dev.ropeway.recommendation.Vulnerability;
import dev.ropeway.tickettype.TicketTypeDefinition;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Recommendations that mappings are tried on before real ones come. */
final class Sample {

  /** The integration of both. */
  static final Map<String, Object> INTEGRATION =
      Model.integration("sample", "production", "https://sample.service-now.com");

  private Sample() {}

  /** With everything that a recommendation can have. */
  static Claim fullest(TicketTypeDefinition type) {
    Instant at = Instant.parse("2026-01-02T03:04:05Z");
    Recommendation recommendation =
        Recommendation.of("id", "title")
            .assessmentKey("key")
            .description("description")
            .remediation("remediation")
            .severity(Severity.HIGH)
            .riskLevel(Severity.LOW)
            .category("Data")
            .recommendationCategory("SoftwareUpdate")
            .source("source")
            .recommendationSource("user")
            .stateReason("reason")
            .latestUpdate("update")
            .stateChangedAt(at)
            .occurredAt(at)
            .url("https://portal.example.org")
            .initiatedBy("somebody")
            .resource(new Recommendation.Resource("/id", "name", "type", "/scope"))
            .vulnerability(
                new Vulnerability(List.of("CVE-2026-10001"), "openssl", "1", "2", 9.8, true))
            .configurationItems(List.of("name"))
            .tags(Map.of("tag", "value"))
            .inheritedTags(List.of(Map.of("tag", "value")))
            .build();
    AssignmentSpec spec =
        new AssignmentSpec(
            "owner", "group", "caller", "title", "text", 1, 1, 1, at, null, true, null);
    return claim(new UUID(0, 0), "sample", recommendation, type, spec, at);
  }

  /** With nothing but what a recommendation must have. */
  static Claim barest(String integration, TicketTypeDefinition type) {
    Recommendation recommendation = Recommendation.of("id", "title").build();
    return claim(new UUID(0, 0), integration, recommendation, type, AssignmentSpec.NONE, null);
  }

  /** What a worker would be lent of an assignment without a ticket. */
  static Claim claim(
      UUID id,
      String integration,
      Recommendation recommendation,
      TicketTypeDefinition type,
      AssignmentSpec spec,
      Instant dueAt) {
    return new Claim(
        id,
        0,
        0,
        null,
        integration,
        type,
        Status.PENDING,
        DesiredState.OPEN,
        recommendation,
        spec,
        dueAt,
        null,
        0,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        false);
  }
}
