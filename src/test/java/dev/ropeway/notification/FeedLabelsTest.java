package dev.ropeway.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.scenarios.Scenario;
import dev.ropeway.store.Database;
import dev.ropeway.store.Json;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Feeds have the labels that people read (A07). */
@RopewayTest
class FeedLabelsTest {

  @Inject Database database;
  @Inject Scenario scenario;

  private final Subscriber target =
      Subscriber.of(
          "labels-" + UUID.randomUUID(),
          new SmallRyeConfigBuilder()
              .addDiscoveredConverters()
              .withMapping(FeedSettings.class)
              .withDefaultValues(Map.of("ropeway.feeds.x.topic", "none"))
              .build()
              .getConfigMapping(FeedSettings.class)
              .byName()
              .get("x"));

  @Test
  void an_event_has_the_renamed_label_of_its_tickets_state() {
    scenario.isNew();
    Instant now = Instant.parse("2026-01-02T03:04:05Z");
    FeedRows rows =
        new FeedRows(
            database,
            (integration, table, state, label) ->
                integration.equals("snow") && table.equals("incident") && state.equals("2")
                    ? "Being worked on"
                    : label);
    rows.configure(List.of(target), now);
    add(1, "'ticket':{'table':'incident','state':'2','stateLabel':'In Progress'}", now);
    add(2, "'ticket':{'table':'incident','state':'1','stateLabel':'New'}", now);
    add(3, "'ticket':null", now);

    assertThat(rows.due(target, now, 10))
        .extracting(
            event -> Json.tree(event.body()).at("/data/ticket/stateLabel").textValue(),
            event -> Json.tree(event.body()).at("/data/status").textValue())
        .containsExactlyInAnyOrder(
            tuple("Being worked on", "open"), tuple("New", "open"), tuple(null, "open"));
    database.inTransaction(
        handle -> handle.execute("delete from feed_target where name = ?", target.name()));
  }

  private void add(long id, String ticket, Instant now) {
    String body =
        "{'data':{'integration':'snow','status':'open',%s}}".formatted(ticket).replace('\'', '"');
    database.inTransaction(
        handle ->
            handle
                .createUpdate(
                    "insert into feed_event (target, id, assignment_id, at, next_at, body)"
                        + " values (:target, :id, :assignment, :now, :now, cast(:body as jsonb))")
                .bind("target", target.name())
                .bind("id", id)
                .bind("assignment", UUID.randomUUID())
                .bind("now", now)
                .bind("body", body)
                .execute());
  }
}
