package dev.ropeway.sync.activity;

import dev.ropeway.integration.Integration;
import dev.ropeway.integration.Integrations;
import dev.ropeway.servicenow.EncodedQuery;
import dev.ropeway.servicenow.Purpose;
import dev.ropeway.servicenow.Table;
import dev.ropeway.servicenow.TableAnswer;
import dev.ropeway.servicenow.TableCall;
import dev.ropeway.sync.PollTurns;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * As whom Ropeway calls each instance, by the instance's own word: not every way of logging in
 * names a user. What those users do becomes no ticket, whichever integration reads it.
 */
@ApplicationScoped
class OwnUsers {

  private static final Logger LOG = Logger.getLogger(OwnUsers.class);
  private static final Duration REMEMBERED = Duration.ofHours(6);

  /** A login that is refused is not tried with each poll: the instance could lock its user. */
  private static final Duration ASKED_AGAIN = Duration.ofMinutes(30);

  /**
   * @param name null if the instance never told it and no setting does
   */
  private record Known(long version, String name, Instant until) {}

  /**
   * Who is known by now.
   *
   * @param toAsk integrations whose user the instance is to tell, the reading one first
   */
  record Asked(OwnNames names, List<String> toAsk) {}

  private final Map<String, Known> known = new ConcurrentHashMap<>();
  private final Integrations integrations;
  private final PollTurns turns;
  private final Clock clock;

  OwnUsers(Integrations integrations, PollTurns turns, Clock clock) {
    this.integrations = integrations;
    this.turns = turns;
    this.clock = clock;
  }

  /** Of all integrations of the instance that this one reads. */
  Asked of(Integration reading) {
    OwnNames names = OwnNames.NONE;
    List<String> toAsk = new ArrayList<>();
    for (Integration one : together(reading)) {
      Known user = known.get(one.name());
      if (isCurrent(one, user)) {
        names = names.with(user.name());
      } else if (one.name().equals(reading.name()) || turns.mayCheck(one.name())) {
        toAsk.add(one.name());
      } else {
        names = names.with(instead(one));
      }
    }
    return new Asked(names, List.copyOf(toAsk));
  }

  private List<Integration> together(Integration reading) {
    return Stream.concat(
            Stream.of(reading),
            integrations.all().stream()
                .filter(Integration::enabled)
                .filter(one -> !one.name().equals(reading.name()))
                .filter(one -> isSame(one.url(), reading.url())))
        .toList();
  }

  private static boolean isSame(URI one, URI other) {
    return String.valueOf(one.getHost()).equalsIgnoreCase(String.valueOf(other.getHost()))
        && port(one) == port(other);
  }

  private static int port(URI url) {
    if (url.getPort() >= 0) {
      return url.getPort();
    }
    return "http".equalsIgnoreCase(url.getScheme()) ? 80 : 443;
  }

  private boolean isCurrent(Integration integration, Known user) {
    return user != null
        && user.version() == integration.version()
        && !user.until().isBefore(clock.instant());
  }

  TableCall question(String integration) {
    EncodedQuery me = new EncodedQuery().isMe("user_name");
    return TableCall.list(integration, Table.SYS_USER, me, List.of("user_name"), 1)
        .as(Purpose.IMPORT);
  }

  /** The name that the instance told. */
  String learn(String integration, TableAnswer answer) {
    String name = answer.row() == null ? "" : answer.row().text("user_name").strip();
    if (name.isEmpty() || answer.rows().size() != 1) {
      throw TableAnswer.unusable(
          "the instance does not tell who the integration user is: let it read its own record in sys_user");
    }
    remember(integrations.named(integration), name, REMEMBERED);
    return name;
  }

  /** The name of a user whom the instance does not tell; null if nothing else does. */
  String without(String integration, String why) {
    Integration one = integrations.named(integration);
    String name = instead(one);
    LOG.warnf(
        "the instance of %s does not tell its user (%s); %s",
        integration,
        why,
        name == null
            ? "what it does counts as somebody else's activity"
            : name + " is taken for it");
    remember(one, name, ASKED_AGAIN);
    return name;
  }

  private String instead(Integration one) {
    Known before = known.get(one.name());
    return before != null && before.version() == one.version() && before.name() != null
        ? before.name()
        : integrations.settings(one.name()).flatMap(all -> all.auth().username()).orElse(null);
  }

  private void remember(Integration integration, String name, Duration time) {
    known.put(
        integration.name(), new Known(integration.version(), name, clock.instant().plus(time)));
  }
}
