package dev.ropeway.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ropeway.integration.Integration;
import dev.ropeway.integration.Integrations;
import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.servicenow.Choices;
import dev.ropeway.servicenow.Table;
import dev.ropeway.servicenow.TableAnswer;
import dev.ropeway.servicenow.TableRecord;
import dev.ropeway.store.Database;
import dev.ropeway.store.StoreUnavailableException;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A refresh reaches the caches of every replica, whichever was asked for it. */
@RopewayTest
class RefreshedCachesTest {

  private static final String NAME = "Security finding";

  @Inject CacheRefreshes here;
  @Inject Database database;
  @Inject Integrations integrations;
  @Inject ProducerTemplate camel;
  @Inject Clock clock;

  private SavedTemplates templates;
  private CacheRefreshes elsewhere;

  @BeforeEach
  void another_replica_that_knows_a_template() {
    templates = new SavedTemplates(camel);
    elsewhere =
        new CacheRefreshes(database, new Dictionaries(camel, clock), templates, new Choices());
    // The store may not be there yet: nothing before this test has waited for it.
    await()
        .ignoreException(StoreUnavailableException.class)
        .until(
            () -> {
              elsewhere.start(null);
              return true;
            });
    learn("snow");
    learn("oauth");
  }

  @AfterEach
  void end() {
    elsewhere.stop(null);
  }

  private void learn(String integration) {
    TableRecord row =
        new TableRecord(Map.of("name", NAME, "table", "incident", "template", "impact=1"));
    templates.learn(
        named(integration),
        Table.ofTickets("incident"),
        new TableAnswer(List.of(row), 1, clock.instant()));
  }

  private Integration named(String integration) {
    return integrations.named(integration);
  }

  @Test
  void another_replica_forgets_what_it_cached_of_that_instance_and_of_no_other() {
    assertThat(templates.has(named("snow"), Table.ofTickets("incident"), NAME)).isTrue();

    here.refresh("snow");

    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertThat(templates.has(named("snow"), Table.ofTickets("incident"), NAME))
                    .isFalse());
    assertThat(templates.has(named("oauth"), Table.ofTickets("incident"), NAME)).isTrue();
  }
}
