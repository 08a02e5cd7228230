package dev.ropeway.scenarios.workitem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ropeway.packaged.Api;
import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.scenarios.Scenario;
import dev.ropeway.scenarios.SettableClock;
import jakarta.inject.Inject;
import java.time.Duration;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What imports cost in calls. Small in the suite; {@code -Dwork-items=100000} is the size that is
 * promised.
 */
@RopewayTest
class WorkItemFiguresTest {

  private static final Logger LOG = Logger.getLogger(WorkItemFiguresTest.class);

  private static final int ROWS = Integer.getInteger("work-items", 5000);
  private static final int PAGE = 1000;
  @Inject Scenario scenario;
  @Inject WorkItemsFixture items;

  @BeforeEach
  void start() {
    items.isNew();
  }

  @AfterEach
  void forget() {
    items.forget();
  }

  @Test
  void a_backfill_costs_a_call_for_each_page_and_ends_equal_row_by_row() {
    String filled =
        new Api(scenario.servicenow().url(), null)
            .post("/sandbox/fill", "{\"count\":" + ROWS + ",\"seconds\":2000000}")
            .body();
    assertThat(filled).contains(String.valueOf(ROWS));
    SettableClock.advance(Duration.ofMinutes(10));
    items.imports(PAGE, "incident");
    items.polls();
    int before = scenario.servicenow().calls().size();
    long begin = System.nanoTime();
    items.backfills();
    LOG.infof(
        "%d work items backfilled with %d calls in %d ms",
        ROWS,
        scenario.servicenow().calls().size() - before,
        (System.nanoTime() - begin) / 1_000_000);

    assertThat(scenario.servicenow().calls().size() - before).isLessThanOrEqualTo(ROWS / PAGE + 5);
    assertThat(items.stored(WorkItemsFixture.COMPARED))
        .hasSize(ROWS)
        .isEqualTo(WorkItemsFixture.there("incident", WorkItemsFixture.COMPARED));

    before = scenario.servicenow().calls().size();
    items.backfills();
    items.polls();
    assertThat(scenario.servicenow().calls().size() - before).as("idle").isEqualTo(1);
  }
}
