package dev.ropeway.scenarios.delivery;

import dev.ropeway.scenarios.MadeIntegration;
import dev.ropeway.scenarios.Scenario;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** An integration that looks up whom and what its tickets name. */
abstract class TicketNamesFixture {

  private static final String QUICK =
      "\"delivery\":{\"testFirst\":false,\"timeout\":\"1s\",\"concurrency\":8},"
          + "\"sync\":{\"cron\":\"0 0 0 1 1 ? 2099\"}";

  @Inject Scenario scenario;

  @BeforeEach
  void start() {
    scenario.isNew();
  }

  @AfterEach
  void end() {
    scenario.servicenow().faults().clear();
    MadeIntegration.isGone(scenario);
  }

  static void isMade(String more) {
    MadeIntegration.basic(QUICK + more).statusCode(201);
  }

  String warning(UUID assignment) {
    return scenario
        .assignment(assignment)
        .getString("timeline.findAll { it.what == 'warned' }.detail.join(' | ')");
  }

  Map<String, String> ticket(UUID assignment) {
    scenario.becomes(assignment, "open");
    return scenario.ticket("incident", assignment);
  }
}
