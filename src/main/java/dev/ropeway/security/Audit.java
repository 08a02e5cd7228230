package dev.ropeway.security;

import dev.ropeway.security.Operations.Operation;
import dev.ropeway.store.PeriodicTask;
import dev.ropeway.store.StoreReady;
import dev.ropeway.store.Text;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.Startup;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Who administered what, and who was turned away. An administrative call is not begun before its
 * entry is stored; what it was answered, and who was turned away, follows within seconds.
 */
@ApplicationScoped
@Startup
public class Audit {

  private static final Logger LOG = Logger.getLogger(Audit.class);

  private static final String ENTRY = "ropeway.audit.entry";
  private static final int MAX_PATH = 300;
  private static final int MAX_VERB = 16;
  private static final int MAX_UNKNOWN_STATUSES = 10_000;
  private static final int FORGOTTEN_AT_ONCE = 1000;

  private final AuditLog log;
  private final Operations operations;
  private final Clock clock;
  private final Duration retention;
  private final DeniedCalls denials = new DeniedCalls();
  private final Map<Long, Integer> statuses = new ConcurrentHashMap<>();
  private final PeriodicTask writing =
      new PeriodicTask("audit", Duration.ofSeconds(1), this::write);
  private final PeriodicTask forgetting =
      new PeriodicTask("audit-retention", Duration.ofMinutes(10), this::forget);

  /** Taken, but the store was away. */
  private List<AuditEntry> unwritten = List.of();

  Audit(AuditLog log, Operations operations, Clock clock, ApiSettings settings) {
    this.log = log;
    this.operations = operations;
    this.clock = clock;
    this.retention = settings.auditRetention();
  }

  void start(@Observes StoreReady ready) {
    writing.begin();
    forgetting.begin();
  }

  void stop(@Observes ShutdownEvent event) {
    writing.end();
    forgetting.end();
    write();
  }

  /** Whether calls of this operation are administrative. */
  boolean concerns(String verb, String path) {
    return operations.find(verb, path).filter(Operation::audited).isPresent();
  }

  /** Stores that somebody begins an administrative call; returns when that is durable. */
  void begin(RoutingContext context, SecurityIdentity caller) {
    context.put(ENTRY, log.add(entry(context, caller, null)));
  }

  /** Takes note of how a call ended, if that is of interest. Never waits for the store. */
  void end(RoutingContext context) {
    Long id = context.get(ENTRY);
    int status = context.response().getStatusCode();
    if (id != null) {
      if (statuses.size() < MAX_UNKNOWN_STATUSES) {
        statuses.put(id, status);
      }
    } else if (status == 401 || status == 403) {
      SecurityIdentity caller =
          context.user() instanceof QuarkusHttpUser user ? user.getSecurityIdentity() : null;
      denials.add(entry(context, caller, status));
    }
  }

  private AuditEntry entry(RoutingContext context, SecurityIdentity caller, Integer status) {
    boolean known = caller != null && !caller.isAnonymous();
    String verb = context.request().method().name();
    String path = context.normalizedPath();
    String how = known ? caller.getAttribute(CallerIdentities.HOW) : null;
    return new AuditEntry(
        0,
        clock.instant(),
        known ? caller.getPrincipal().getName() : "anonymous",
        how == null ? "none" : how,
        // Behind a proxy that Quarkus is told to trust this is the caller's, otherwise the proxy's.
        context.request().remoteAddress() == null
            ? "unknown"
            : context.request().remoteAddress().hostAddress(),
        Text.cut(Text.clean(verb), MAX_VERB),
        Text.cut(Text.clean(path), MAX_PATH),
        operations.find(verb, path).map(Operation::id).orElse(null),
        status,
        1);
  }

  /** Entries before that id, or the newest for null. */
  public List<AuditEntry> list(AuditFilter filter, int limit, Long before) {
    return log.list(filter, limit, before);
  }

  private synchronized void write() {
    if (unwritten.isEmpty()) {
      unwritten = denials.take();
    }
    Map<Long, Integer> ended = new HashMap<>(statuses);
    if (unwritten.isEmpty() && ended.isEmpty()) {
      return;
    }
    try {
      log.write(unwritten, ended);
      unwritten = List.of();
      statuses.keySet().removeAll(ended.keySet());
    } catch (RuntimeException e) {
      LOG.debugf("the audit log cannot be written now (%s); trying again", e.getMessage());
    }
  }

  /** Deletes what is older than it has to be kept, in small transactions. */
  void forget() {
    while (log.forget(clock.instant().minus(retention), FORGOTTEN_AT_ONCE) > 0) {
      LOG.debug("deleted old entries from the audit log");
    }
  }
}
