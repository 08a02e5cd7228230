package dev.ropeway.delivery;

import dev.ropeway.assignment.AssignmentSpec;
import dev.ropeway.assignment.Claim;
import dev.ropeway.assignment.DesiredState;
import dev.ropeway.assignment.Policy;
import dev.ropeway.assignment.Reassignment;
import dev.ropeway.assignment.Status;
import dev.ropeway.mapping.TicketFields;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.recommendation.RecommendationState;
import dev.ropeway.servicenow.Connection;
import dev.ropeway.servicenow.Table;
import dev.ropeway.servicenow.TableAnswer;
import dev.ropeway.servicenow.TableRecord;
import dev.ropeway.servicenow.TicketState;
import dev.ropeway.servicenow.Ticketing;
import dev.ropeway.tickettype.Shipped;
import dev.ropeway.tickettype.TicketType;
import dev.ropeway.tickettype.TicketTypeDefinition;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Claims for the tests of what is done with one: an open incident, but for what a test says. */
final class Claims {

  static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
  static final String SYS_ID = "0123456789abcdef0123456789abcdef";

  private static final Connection INSTANCE =
      new Connection(
          "snow",
          1,
          URI.create("https://acme"),
          null,
          Duration.ofSeconds(30),
          null,
          false,
          null,
          List.of());

  private UUID id = UUID.randomUUID();
  private long fence = 1;
  private long revision = 1;
  private Instant leaseEnd = NOW.plusSeconds(600);
  private TicketType type = TicketType.INCIDENT;
  private Status status = Status.OPEN;
  private DesiredState desiredState = DesiredState.OPEN;
  private RecommendationState state;
  private Instant unsettledUntil;
  private int attempts;
  private Map<String, String> sent;
  private Map<String, String> tried;
  private String lastFailure;
  private String sysId;
  private Policy policy;
  private Instant dampedUntil;
  private List<String> notes = List.of();
  private Reassignment reassignment;
  private String follows;

  static Claims pending() {
    return new Claims().status(Status.PENDING);
  }

  /** With a ticket. */
  static Claims open() {
    Claims claims = new Claims();
    claims.sysId = SYS_ID;
    return claims;
  }

  Claims id(UUID value, long itsFence) {
    id = value;
    fence = itsFence;
    return this;
  }

  Claims revision(long value) {
    revision = value;
    return this;
  }

  Claims leaseEnd(Instant value) {
    leaseEnd = value;
    return this;
  }

  Claims type(TicketType value) {
    type = value;
    return this;
  }

  Claims status(Status value) {
    status = value;
    return this;
  }

  Claims desiredState(DesiredState value) {
    desiredState = value;
    return this;
  }

  Claims state(RecommendationState value) {
    state = value;
    return this;
  }

  Claims unsettledUntil(Instant value) {
    unsettledUntil = value;
    return this;
  }

  Claims attempts(int value) {
    attempts = value;
    return this;
  }

  Claims sent(Map<String, String> value) {
    sent = value;
    return this;
  }

  Claims tried(Map<String, String> value) {
    tried = value;
    return this;
  }

  Claims lastFailure(Failure value) {
    lastFailure = value.reason();
    return this;
  }

  Claims policy(Policy value) {
    policy = value;
    return this;
  }

  Claims dampedUntil(Instant value) {
    dampedUntil = value;
    return this;
  }

  Claims notes(String... values) {
    notes = List.of(values);
    return this;
  }

  Claims reassignment(Reassignment value) {
    reassignment = value;
    return this;
  }

  Claims follows(String value) {
    follows = value;
    return this;
  }

  Claim claim() {
    RecommendationState its =
        state != null
            ? state
            : desiredState.isEnd() ? RecommendationState.HEALTHY : RecommendationState.UNHEALTHY;
    Recommendation recommendation =
        Recommendation.of("hut-7/door", "Lock the hut").state(its).stateChangedAt(NOW).build();
    return new Claim(
        id,
        fence,
        revision,
        leaseEnd,
        "snow",
        Shipped.of(type),
        status,
        desiredState,
        recommendation,
        AssignmentSpec.NONE,
        null,
        unsettledUntil,
        attempts,
        sent,
        sent,
        tried,
        lastFailure,
        sysId,
        sysId == null ? null : "INC1",
        policy,
        dampedUntil,
        notes,
        follows,
        reassignment,
        false);
  }

  /** With these fields as what the mapping wants of the ticket. */
  Delivery delivery(Map<String, String> managed) {
    return Delivery.of(claim())
        .mapped(new MappedFields(new TicketFields(managed, Map.of(), Map.of()), Map.of()));
  }

  /** A reader of tickets for an instance whose states are as out of the box. */
  static TicketReader reader() {
    return (claim, table, row) -> shown(table, row);
  }

  static ShownTicket shown(Table table, TableRecord row) {
    TicketTypeDefinition type = Shipped.in(table);
    TicketState state = TicketState.of(type, row.text("state"), null);
    return new ShownTicket(row, Ticketing.read(INSTANCE, type, row, null), state, state.label());
  }

  /** A record as an instance answers it, with a state and other columns. */
  static TableRecord row(String state, Map<String, String> columns) {
    Map<String, String> row = new LinkedHashMap<>();
    row.put("sys_id", SYS_ID);
    row.put("number", "INC1");
    row.put("state", state);
    row.put("sys_mod_count", "1");
    row.putAll(columns);
    return new TableRecord(row);
  }

  static TableAnswer answer(TableRecord... rows) {
    return new TableAnswer(List.of(rows), rows.length, null);
  }
}
