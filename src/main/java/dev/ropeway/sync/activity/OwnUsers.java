package dev.ropeway.sync.activity;

import dev.ropeway.integration.Integration;
import dev.ropeway.servicenow.EncodedQuery;
import dev.ropeway.servicenow.Purpose;
import dev.ropeway.servicenow.Table;
import dev.ropeway.servicenow.TableAnswer;
import dev.ropeway.servicenow.TableCall;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * As whom Ropeway calls each instance, by the instance's own word: not every way of logging in
 * names a user. What that user does becomes no ticket.
 */
@ApplicationScoped
class OwnUsers {

  private static final Duration REMEMBERED = Duration.ofHours(6);

  private record Known(long version, String name, Instant until) {}

  private final Map<String, Known> known = new ConcurrentHashMap<>();
  private final Clock clock;

  OwnUsers(Clock clock) {
    this.clock = clock;
  }

  /** Null if it must be asked for. */
  String known(Integration integration) {
    Known one = known.get(integration.name());
    return one == null
            || one.version() != integration.version()
            || one.until().isBefore(clock.instant())
        ? null
        : one.name();
  }

  TableCall question(String integration) {
    EncodedQuery me = new EncodedQuery().isMe("user_name");
    return TableCall.list(integration, Table.SYS_USER, me, List.of("user_name"), 1)
        .as(Purpose.IMPORT);
  }

  /** The name that the instance told. */
  String learn(Integration integration, TableAnswer answer) {
    String name = answer.row() == null ? "" : answer.row().text("user_name").strip();
    if (name.isEmpty() || answer.rows().size() != 1) {
      throw TableAnswer.unusable(
          "the instance does not tell who the integration user is: let it read its own record in sys_user");
    }
    known.put(
        integration.name(),
        new Known(integration.version(), name, clock.instant().plus(REMEMBERED)));
    return name;
  }
}
