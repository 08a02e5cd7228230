package dev.ropeway.intake;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Knows for how long this replica has refused what Alertmanager posts: what was refused was
 * repeated all the same.
 */
@ApplicationScoped
class RefusedPosts {

  private static final String PATH = "/api/v1/events/" + AlertmanagerReader.SOURCE;
  private static final int REFUSED = 400;

  private final boolean wanted;
  private final Clock clock;
  private Instant first;
  private Instant last;

  RefusedPosts(SourceSettings settings, Clock clock) {
    wanted = settings.alertmanager().staleAfter().isPresent();
    this.clock = clock;
  }

  void open(@Observes Router router) {
    if (wanted) {
      router.route(PATH).order(Integer.MIN_VALUE).handler(this::follow);
    }
  }

  private void follow(RoutingContext context) {
    context.addEndHandler(end -> answered(context.response().getStatusCode()));
    context.next();
  }

  synchronized void answered(int status) {
    if (status < REFUSED) {
      first = null;
      return;
    }
    last = clock.instant();
    first = first == null ? last : first;
  }

  /** When the last one was refused, if none was taken for so long before that. */
  synchronized Optional<Instant> until(Duration atLeast) {
    return first == null || last.isBefore(first.plus(atLeast))
        ? Optional.empty()
        : Optional.of(last);
  }
}
