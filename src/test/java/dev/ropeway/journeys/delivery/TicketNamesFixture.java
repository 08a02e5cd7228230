package dev.ropeway.journeys.delivery;

import dev.ropeway.journeys.MadeIntegration;
import dev.ropeway.journeys.Rope;
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

  @Inject Rope rope;

  @BeforeEach
  void start() {
    rope.isNew();
  }

  @AfterEach
  void end() {
    rope.servicenow().faults().clear();
    MadeIntegration.isGone(rope);
  }

  static void isMade(String more) {
    MadeIntegration.basic(QUICK + more).statusCode(201);
  }

  String warning(UUID assignment) {
    return rope.assignment(assignment)
        .getString("timeline.findAll { it.what == 'warned' }.detail.join(' | ')");
  }

  Map<String, String> ticket(UUID assignment) {
    rope.becomes(assignment, "open");
    return rope.ticket("incident", assignment);
  }
}
