package dev.ropeway.sandbox.faults;

import dev.ropeway.sandbox.table.RateRule;
import dev.ropeway.sandbox.table.Row;
import dev.ropeway.sandbox.table.Switches;
import dev.ropeway.sandbox.table.UnknownFields;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.Callable;

/** Every switch of a running sandbox; may be called from any thread. */
public final class Faults {
  /** The table name under which rules for the token endpoint are set. */
  public static final String TOKENS = "oauth_token.do";

  private final EventLoop loop;
  private final long usualLatencyMs;
  private final Map<FaultKind, FaultRule> rules = new EnumMap<>(FaultKind.class);
  private final Set<String> hidden = new TreeSet<>();
  public final Switches switches = new Switches();
  private SplittableRandom random;
  private Runnable revocation = () -> {};
  private Runnable accessRevocation = () -> {};

  public Faults(EventLoop loop, Duration latency) {
    this.loop = loop;
    this.usualLatencyMs = latency.toMillis();
    forget();
  }

  public void set(FaultKind fault, FaultRule rule) {
    run(() -> rules.put(fault, rule));
  }

  /** Strikes on the next calls, then never again. */
  public void next(FaultKind fault, int calls) {
    set(fault, FaultRule.next(calls));
  }

  public void chance(FaultKind fault, double probability) {
    set(fault, FaultRule.chance(probability));
  }

  public void always(FaultKind fault) {
    set(fault, FaultRule.always());
  }

  public void clear(FaultKind fault) {
    run(() -> rules.remove(fault));
  }

  /** Everything off, latency as configured at start. */
  public void clear() {
    run(
        () -> {
          forget();
          return null;
        });
  }

  public void latency(Duration latency) {
    run(() -> switches.latencyMs = latency.toMillis());
  }

  public void hide(Collection<String> sysIds) {
    run(() -> hidden.addAll(sysIds));
  }

  public void hide(String sysId) {
    hide(Set.of(sysId));
  }

  /** Hides a share of all task rows, always the same ones. */
  public void hideFraction(double fraction) {
    run(() -> switches.hiddenFraction = fraction);
  }

  public void showAll() {
    run(
        () -> {
          hidden.clear();
          return switches.hiddenFraction = 0;
        });
  }

  /** Field ACL: the keys are absent from every answer. */
  public void hideFields(Set<String> columns) {
    run(() -> switches.hiddenFields = new TreeSet<>(columns));
  }

  /** Nobody sees a row of these tables: for example sys_properties, sys_user_has_role. */
  public void hideTables(Set<String> tables) {
    run(() -> switches.hiddenTables = Set.copyOf(tables));
  }

  /** Whether lists of a table without a role for it are answered 403 rather than empty. */
  public void forbidUnreadable(boolean forbid) {
    run(() -> switches.unreadableForbidden = forbid);
  }

  /** Whether the REST API is only for users with the role snc_platform_rest_api_access. */
  public void requireApiRole(boolean require) {
    run(() -> switches.apiRoleRequired = require);
  }

  public void unknownFields(UnknownFields outcome) {
    run(() -> switches.unknownFields = outcome);
  }

  /** A query_range denial as one client reports it: {@code sys_id>} conditions vanish with 200. */
  public void stripRangeClauses(boolean strip) {
    run(() -> switches.rangeClausesStripped = strip);
  }

  /** A rate rule for each user, in place of all others; 0 removes it. */
  public void requestsPerHour(int limit) {
    rateRules(limit > 0 ? List.of(RateRule.perHour(limit)) : List.of());
  }

  /** The rows of sys_rate_limit_rules; none at first, as on a new instance. */
  public void rateRules(List<RateRule> rules) {
    run(() -> switches.rateRules = List.copyOf(rules));
  }

  /** The semaphore: so many API calls run at a time and so many wait; 0 at a time: no limit. */
  public void concurrency(int atATime, int waiting) {
    run(
        () -> {
          switches.maxConcurrent = atATime;
          return switches.maxQueued = waiting;
        });
  }

  /** How far the clock of the instance is ahead of the one it was started with. */
  public void clockShift(Duration ahead) {
    run(() -> switches.clockShift = ahead);
  }

  /** Longer request lines are answered 414; 0 means no limit. */
  public void maxUrlLength(int characters) {
    run(() -> switches.maxUrlLength = characters);
  }

  /** Files of other kinds are refused; empty takes all. */
  public void attachmentExtensions(Set<String> allowed) {
    run(() -> switches.attachmentExtensions = Set.copyOf(allowed));
  }

  /** Larger files are refused; 0 means no limit. */
  public void maxAttachmentBytes(int bytes) {
    run(() -> switches.maxAttachmentBytes = bytes);
  }

  /** Of the next uploads other bytes are stored than were sent. */
  public void corruptUploads(int uploads) {
    run(() -> switches.corruptUploads = uploads);
  }

  /** Zone of display values for every API user, instead of the one in its sys_user row. */
  public void timeZone(String zone) {
    run(() -> switches.timeZone = zone);
  }

  /**
   * What every answer that has a body says of its type, whatever it is, as a gateway would; empty
   * for nothing at all, null for the truth.
   */
  public void contentType(String type) {
    run(() -> switches.contentType = type);
  }

  public void seed(long seed) {
    run(
        () -> {
          switches.seed = seed;
          return random = new SplittableRandom(seed);
        });
  }

  /** Expires every access and refresh token given out so far. */
  public void revokeTokens() {
    run(
        () -> {
          revocation.run();
          return null;
        });
  }

  /** Expires every access token given out so far; refresh tokens stay good. */
  public void revokeAccessTokens() {
    run(
        () -> {
          accessRevocation.run();
          return null;
        });
  }

  /** The token endpoint takes no refresh token any more, as when an admin revoked them. */
  public void refuseRefreshTokens(boolean refuse) {
    run(() -> switches.refreshTokensRefused = refuse);
  }

  /** How many of the calls announced with {@link #next} have not come yet. */
  public int remaining(FaultKind fault) {
    return loop.call(() -> rules.containsKey(fault) ? rules.get(fault).next() : 0);
  }

  public void onRevocation(Runnable all, Runnable access) {
    revocation = all;
    accessRevocation = access;
  }

  public Map<FaultKind, FaultRule> rules() {
    return rules;
  }

  Set<String> hidden() {
    return hidden;
  }

  public boolean isHidden(Row row) {
    if (hidden.contains(row.sysId())) {
      return true;
    }
    return switches.hiddenFraction > 0
        && !row.table.parent.isEmpty()
        && Integer.parseInt(row.sysId().substring(0, 4), 16) < switches.hiddenFraction * 0x10000;
  }

  /** The fault this call suffers, null for none; spends one of its announced calls. */
  public FaultKind draw(String method, String table, boolean list) {
    for (FaultKind fault : FaultKind.values()) {
      FaultRule rule = rules.get(fault);
      boolean page = table.endsWith(".do");
      if (rule == null
          || rule.isSpent()
          || !rule.covers(method, table)
          || (page
              ? rule.table() == null && !fault.reachesPages()
              : !fault.reaches(method, list))) {
        continue;
      }
      if (rule.next() > 0) {
        rules.put(fault, rule.used());
        return fault;
      }
      if (random.nextDouble() < rule.probability()) {
        return fault;
      }
    }
    return null;
  }

  public void forget() {
    rules.clear();
    hidden.clear();
    switches.reset(usualLatencyMs);
    random = new SplittableRandom(switches.seed);
  }

  private void run(Callable<?> change) {
    loop.call(change);
  }
}
