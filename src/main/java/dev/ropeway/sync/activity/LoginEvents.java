package dev.ropeway.sync.activity;

import dev.ropeway.activity.Activity;
import dev.ropeway.activity.ActivityAction;
import dev.ropeway.activity.ActivityId;
import dev.ropeway.activity.ActivityStream;
import dev.ropeway.integration.ReadActivity;
import dev.ropeway.servicenow.EncodedQuery;
import dev.ropeway.servicenow.Stamp;
import dev.ropeway.servicenow.Table;
import dev.ropeway.servicenow.TableRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Logins from the event log. When its rotation moves an event that is still to be processed, it
 * leaves the row and makes another one of the same content, so the content makes the id.
 */
final class LoginEvents implements ActivitySource {

  private record Kind(ActivityAction action, boolean failed, boolean sso) {}

  private static final Map<String, Kind> KINDS =
      new TreeMap<>(
          Map.of(
              "login", new Kind(ActivityAction.LOGIN, false, false),
              "login.failed", new Kind(ActivityAction.LOGIN_FAILED, true, false),
              "logout", new Kind(ActivityAction.LOGOUT, false, false),
              "user.locked.out", new Kind(ActivityAction.LOCKED_OUT, false, false),
              "impersonation.start", new Kind(ActivityAction.IMPERSONATION, false, false),
              "external.authentication.succeeded", new Kind(ActivityAction.LOGIN, false, true),
              "external.authentication.failed", new Kind(ActivityAction.LOGIN_FAILED, true, true),
              "saml2.logout.validation.failed", new Kind(ActivityAction.LOGOUT, true, true)));

  /** A copy is at most as old as the shards that rotation keeps. */
  private static final Duration OLDEST_COPY = Duration.ofDays(8);

  @Override
  public String name() {
    return "logins";
  }

  @Override
  public ActivityStream stream() {
    return ActivityStream.LOGINS;
  }

  @Override
  public Table table() {
    return Table.SYSEVENT;
  }

  @Override
  public List<String> columns() {
    return List.of("name", "parm1", "parm2", "instance", "user_name", "process_on");
  }

  @Override
  public EncodedQuery narrow(EncodedQuery query, ReadActivity wanted, OwnNames own) {
    return query.in("name", List.copyOf(KINDS.keySet()));
  }

  @Override
  public Optional<Activity> read(String integration, Instant at, TableRecord row, OwnNames own) {
    Kind kind = KINDS.get(row.text("name"));
    if (kind == null) {
      return Optional.empty();
    }
    Instant happened = happened(at, Stamp.parse(row.get("process_on")));
    String user = Objects.requireNonNullElse(RowText.name(row, "parm1"), "");
    String actor = user.isEmpty() ? RowText.name(row, "user_name") : user;
    String second = row.text("parm2");
    boolean impersonates = kind.action() == ActivityAction.IMPERSONATION;
    return Optional.of(
        new Activity(
            integration,
            happened,
            ActivityId.of(
                name(),
                row.text("name"),
                row.text("parm1"),
                second,
                row.text("instance"),
                Stamp.of(happened)),
            stream(),
            kind.action(),
            kind.failed(),
            impersonates ? RowText.name(row, "user_name") : actor,
            actor,
            RowText.address(second),
            own.has(impersonates ? row.text("user_name") : actor),
            table().wireName(),
            row.sysId(),
            RowText.detail(
                "event",
                RowText.name(row, "name"),
                "sso",
                kind.sso() ? "true" : null,
                "reason",
                kind.failed() ? RowText.text(second, 255) : null)));
  }

  /** A copy keeps when the event was to be processed, which is when it happened. */
  private static Instant happened(Instant createdAt, Instant processOn) {
    return processOn == null
            || processOn.isAfter(createdAt)
            || processOn.isBefore(createdAt.minus(OLDEST_COPY))
        ? createdAt
        : processOn;
  }
}
