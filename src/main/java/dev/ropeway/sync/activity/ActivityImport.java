package dev.ropeway.sync.activity;

import dev.ropeway.activity.Activities;
import dev.ropeway.activity.Activities.Judged;
import dev.ropeway.activity.Activities.Move;
import dev.ropeway.activity.Activity;
import dev.ropeway.activity.ActivityCursor;
import dev.ropeway.activity.ActivityCursor.Position;
import dev.ropeway.activity.ActivityCursors;
import dev.ropeway.activity.ActivityDays;
import dev.ropeway.integration.Integration;
import dev.ropeway.integration.Integrations;
import dev.ropeway.integration.ReadActivity;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.rules.Rules;
import dev.ropeway.servicenow.EncodedQuery;
import dev.ropeway.servicenow.Fault;
import dev.ropeway.servicenow.Purpose;
import dev.ropeway.servicenow.Stamp;
import dev.ropeway.servicenow.SysId;
import dev.ropeway.servicenow.Table;
import dev.ropeway.servicenow.TableAnswer;
import dev.ropeway.servicenow.TableCall;
import dev.ropeway.servicenow.TableRecord;
import dev.ropeway.sync.PollTurns;
import dev.ropeway.sync.Sync;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;
import org.jboss.logging.Logger;

/**
 * Reads what people do on an instance, in closed windows of creation and by keyset on
 * (sys_created_on, sys_id) in each: nothing is asked of a rotated table without a window, and no
 * window ends where something may still be committed (docs/decisions/0057).
 */
@ApplicationScoped
@Named("activityImport")
@RegisterForReflection // routes call it by name
public class ActivityImport {

  private static final Logger LOG = Logger.getLogger(ActivityImport.class);

  /** What is read of the time before the first run. */
  private static final Duration LOOK_BACK = Duration.ofDays(7);

  private static final String CREATED = "sys_created_on";

  private final Integrations integrations;
  private final ActivitySources sources;
  private final Activities activities;
  private final ActivityCursors cursors;
  private final ActivityDays days;
  private final OwnUsers ownUsers;
  private final Rules rules;
  private final PollTurns turns;
  private final Clock clock;

  ActivityImport(
      Integrations integrations,
      ActivitySources sources,
      Activities activities,
      ActivityCursors cursors,
      ActivityDays days,
      OwnUsers ownUsers,
      Rules rules,
      PollTurns turns,
      Clock clock) {
    this.integrations = integrations;
    this.sources = sources;
    this.activities = activities;
    this.cursors = cursors;
    this.days = days;
    this.ownUsers = ownUsers;
    this.rules = rules;
    this.turns = turns;
    this.clock = clock;
  }

  public ActivityRun begin(@Body String name) {
    Integration integration = integrations.named(name);
    Instant limit = now().minus(integration.overlap());
    List<ActivityReading> readings =
        sources.of(integration.activity()).stream()
            .map(source -> reading(integration, source))
            .flatMap(reading -> Stream.ofNullable(reading.opened(limit)))
            .toList();
    OwnUsers.Asked users = ownUsers.of(integration);
    return new ActivityRun(
        name, integration.activity(), users.names(), users.toAsk(), limit, readings, 0, 0);
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS);
  }

  private ActivityReading reading(Integration integration, ActivitySource source) {
    String instance = integration.url().toString();
    String scope = source.scope(integration.activity());
    Instant oldest = now().minus(days.kept());
    Optional<ActivityCursor> known =
        cursors
            .find(integration.name(), source.name())
            .filter(cursor -> cursor.instance().equals(instance));
    Optional<ActivityCursor> same = known.filter(cursor -> cursor.scope().equals(scope));
    boolean seen = same.map(ActivityCursor::seen).orElse(false);
    Position at =
        same.map(ActivityCursor::position)
            .filter(position -> !position.completeTo().isBefore(oldest))
            .orElse(null);
    if (at == null) {
      Instant read =
          known.map(cursor -> cursor.position().completeTo()).orElse(now().minus(LOOK_BACK));
      Instant from = same.isPresent() ? read : earlier(read, now().minus(LOOK_BACK));
      at = Position.beginning(from.isBefore(oldest) ? oldest : from, ActivityReading.FIRST_WIDTH);
      cursors.begin(
          new ActivityCursor(
              integration.name(), source.name(), instance, scope, at, seen, null, null));
    }
    return ActivityReading.at(source, at, seen, integration.pageSize());
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  public boolean unfinished(@ExchangeProperty("poll") ActivityRun run) {
    return run.unfinished() && turns.mayCheck(run.integration());
  }

  public TableCall ask(@ExchangeProperty("poll") ActivityRun run) {
    if (run.isAsking()) {
      return ownUsers.question(run.toAsk().get(0));
    }
    ActivityReading reading = run.reading();
    List<String> columns = new ArrayList<>(List.of("sys_id", CREATED));
    columns.addAll(reading.source().columns());
    Table table = reading.source().table();
    return TableCall.list(run.integration(), table, query(run), columns, reading.pageSize())
        .from(reading.hidden())
        .as(Purpose.IMPORT);
  }

  private static EncodedQuery query(ActivityRun run) {
    ActivitySource source = run.reading().source();
    Position at = run.reading().position();
    String end = Stamp.of(at.windowTo());
    EncodedQuery query = new EncodedQuery();
    if (at.lastOn() == null) {
      query.since(CREATED, at.completeTo()).where(CREATED, "<", end);
    } else {
      query.where(CREATED, ">", Stamp.of(at.lastOn())).where(CREATED, "<", end);
    }
    source.narrow(query, run.wanted(), run.own());
    if (at.lastOn() != null) {
      EncodedQuery tied =
          new EncodedQuery().is(CREATED, Stamp.of(at.lastOn())).where("sys_id", ">", at.lastId());
      query.orAll(source.narrow(tied, run.wanted(), run.own()));
    }
    return query.orderBy(CREATED, "sys_id");
  }

  /** Stores a page with its cursor; a page of the next table or the end follows. */
  public ActivityRun apply(@ExchangeProperty("poll") ActivityRun run, @Body TableAnswer answer) {
    if (run.isAsking()) {
      return run.identified(ownUsers.learn(run.toAsk().get(0), answer));
    }
    ActivityReading reading = run.reading();
    Instant limit = limit(run, answer);
    if (limit.isBefore(reading.position().windowTo())) {
      // Its clock is behind ours, and the window ends where it has not arrived.
      return run.until(limit).turning(reading.reopening().opened(limit), 0);
    }
    Long total = answer.headers().total();
    if (answer.received() == 0 && total != null && total > reading.hidden()) {
      return run.with(reading.hiding(reading.pageSize()));
    }
    boolean over =
        answer.received() == 0 || total != null && total - reading.hidden() <= reading.pageSize();
    if (over && answer.received() == 0 && reading.isUnreadable()) {
      return refused(
          run, "the instance hides all rows: give the integration user the missing role");
    }
    TableRecord last = answer.received() == 0 ? null : last(reading.position(), answer);
    Position to =
        over
            ? reading.position().closed(reading.nextWidth(answer.received()))
            : reading.position().after(created(last), last.sysId());
    boolean seen = answer.received() > 0;
    boolean atRest = over && !limit.isAfter(to.completeTo());
    int stored =
        activities.store(
            run.integration(),
            read(run, answer),
            new Move(reading.source().name(), reading.stored(), to, seen, atRest),
            judged(run.wanted()));
    if (stored < 0) {
      LOG.debugf("%s: another run reads %s", run.integration(), reading.source().name());
      return run.next();
    }
    return run.turning(reading.moved(to, seen).opened(limit), stored);
  }

  private ActivityRun refused(ActivityRun run, String why) {
    String source = run.reading().source().name();
    LOG.warnf(
        "the activity (%s) of %s cannot be read (%s); the next run tries again",
        source, run.integration(), why);
    cursors.refused(run.integration(), source, why);
    return run.next();
  }

  private Judged judged(ReadActivity wanted) {
    return new Judged(
        rules.want(Recommendation.Kind.ACTIVITY),
        wanted.failedLogins(),
        wanted.failedLoginsWithin());
  }

  /** By the earlier of both clocks. */
  private Instant limit(ActivityRun run, TableAnswer answer) {
    if (answer.date() == null) {
      return run.limit();
    }
    Duration overlap = integrations.named(run.integration()).overlap();
    Instant theirs = answer.date().truncatedTo(ChronoUnit.SECONDS).minus(overlap);
    return theirs.isBefore(run.limit()) ? theirs : run.limit();
  }

  /**
   * The last row of a page. A page that does not lie in the window and behind the row before means
   * that the instance drops conditions or columns: going on would read for ever.
   */
  private static TableRecord last(Position at, TableAnswer answer) {
    List<TableRecord> placed =
        answer.rows().stream()
            .filter(row -> created(row) != null && SysId.matches(row.sysId()))
            .toList();
    if (placed.isEmpty()) {
      throw TableAnswer.unusable(
          "the instance returned rows without sys_created_on: let the integration user read it");
    }
    TableRecord row = placed.get(placed.size() - 1);
    Instant on = created(row);
    boolean inWindow = !on.isBefore(at.completeTo()) && on.isBefore(at.windowTo());
    boolean ahead =
        at.lastOn() == null
            || on.isAfter(at.lastOn())
            || on.equals(at.lastOn()) && row.sysId().compareTo(at.lastId()) > 0;
    if (!inWindow || !ahead) {
      throw TableAnswer.unusable(
          "the instance ignores the order or the window of the reading: check its query_range ACLs");
    }
    return row;
  }

  private static List<Activity> read(ActivityRun run, TableAnswer answer) {
    ActivitySource source = run.reading().source();
    Repeats repeats = new Repeats();
    answer.rows().stream()
        .filter(row -> created(row) != null && SysId.matches(row.sysId()))
        .forEach(
            row ->
                source
                    .read(run.integration(), created(row), row, run.own())
                    .ifPresent(activity -> repeats.add(activity, created(row))));
    return repeats.once();
  }

  private static Instant created(TableRecord row) {
    return Stamp.parse(row.get(CREATED));
  }

  /**
   * A page that was cut off or did not come is asked for again, half as long, and then for half of
   * the window. A table that cannot be read keeps no other from being read. Everything else ends
   * the run.
   */
  public ActivityRun failed(
      @ExchangeProperty("poll") ActivityRun run,
      @ExchangeProperty("CamelExceptionCaught") Exception thrown)
      throws Exception {
    Fault fault = Fault.of(thrown);
    boolean cut = fault.kind() == Fault.Kind.UNREADABLE || fault.kind() == Fault.Kind.NO_ANSWER;
    if (run.isAsking()) {
      return withoutUser(run, fault, thrown);
    }
    if (cut && run.reading().mayAskForLess()) {
      return run.with(run.reading().askingForLess());
    }
    ActivityReading narrower = cut ? run.reading().narrower() : null;
    if (narrower != null) {
      // Stored at once: a run that ends before a page came begins with that.
      cursors.narrow(
          run.integration(), narrower.source().name(), narrower.stored(), narrower.position());
      return run.with(narrower.opened(run.limit()));
    }
    if (fault.kind() != Fault.Kind.REFUSED && fault.kind() != Fault.Kind.UNREADABLE) {
      throw thrown;
    }
    return refused(run, fault.said());
  }

  /** Others than the integration that reads may have no login that works; they are no reason. */
  private ActivityRun withoutUser(ActivityRun run, Fault fault, Exception thrown) throws Exception {
    String asked = run.toAsk().get(0);
    if (asked.equals(run.integration()) || fault.kind() == Fault.Kind.OURS) {
      throw thrown;
    }
    return run.identified(ownUsers.without(asked, fault.said()));
  }

  public String integration(@ExchangeProperty("poll") ActivityRun run) {
    return run.integration();
  }

  public Sync.Report report(@ExchangeProperty("poll") ActivityRun run) {
    if (run.stored() > 0) {
      LOG.infof(
          "%s: read %d activities with %d calls", run.integration(), run.stored(), run.calls());
    }
    return new Sync.Report(run.integration(), run.calls(), run.stored(), 0, 0, 0, 0, List.of());
  }
}
