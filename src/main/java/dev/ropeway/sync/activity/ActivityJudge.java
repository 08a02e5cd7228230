package dev.ropeway.sync.activity;

import dev.ropeway.activity.Activity;
import dev.ropeway.activity.ActivityText;
import dev.ropeway.activity.PendingActivities;
import dev.ropeway.activity.PendingActivities.Waiting;
import dev.ropeway.correlation.Candidate;
import dev.ropeway.servicenow.EncodedQuery;
import dev.ropeway.servicenow.Fault;
import dev.ropeway.servicenow.Purpose;
import dev.ropeway.servicenow.Stamp;
import dev.ropeway.servicenow.Table;
import dev.ropeway.servicenow.TableAnswer;
import dev.ropeway.servicenow.TableCall;
import dev.ropeway.servicenow.TableRecord;
import dev.ropeway.store.StoreBusyException;
import dev.ropeway.store.StoreUnavailableException;
import dev.ropeway.sync.PollTurns;
import dev.ropeway.sync.activity.JudgedBatch.Change;
import dev.ropeway.sync.activity.JudgedBatch.Changes;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;
import org.jboss.logging.Logger;

/**
 * Shows activities to the rules, where one asks for them: each becomes a recommendation, and takes
 * the way of all others. What changes users' rights is held against the change requests of who did
 * it.
 */
@ApplicationScoped
@Named("activityJudge")
@RegisterForReflection // routes call it by name
public class ActivityJudge {

  private static final Logger LOG = Logger.getLogger(ActivityJudge.class);
  private static final int AT_ONCE = 200;

  /** Nobody makes more changes at the same time. */
  private static final int MOST_CHANGES = 100;

  private static final Table CHANGES = Table.ofTickets("change_request");
  private static final String IMPLEMENT = "-1";

  /** Scheduled, Implement, Review and Closed: who may make a change has said yes by then. */
  private static final List<String> AGREED = List.of("-2", IMPLEMENT, "0", "3");

  /** Approved, or nobody had to be asked. */
  private static final Set<String> NO_OBJECTION =
      Set.of("approved", "not requested", "not_required");

  /** What PostgreSQL says of data that it will never take. */
  private static final Set<String> ABOUT_DATA = Set.of("22", "23", "54");

  private final PendingActivities pending;
  private final PollTurns turns;

  ActivityJudge(PendingActivities pending, PollTurns turns) {
    this.pending = pending;
    this.turns = turns;
  }

  public JudgedBatch begin(@ExchangeProperty("integration-judged") String integration) {
    Waiting waiting = pending.first(integration, AT_ONCE);
    List<String> actors =
        waiting.activities().stream()
            .filter(ActivityCase::needsChange)
            .map(Activity::actor)
            .distinct()
            .filter(EncodedQuery::isSafe)
            .toList();
    return new JudgedBatch(integration, waiting, actors, Map.of(), List.of(), false);
  }

  public boolean areThere(@ExchangeProperty("judged") JudgedBatch batch) {
    return !batch.waiting().isEmpty() && turns.mayCheck(batch.integration());
  }

  public boolean asks(@ExchangeProperty("judged") JudgedBatch batch) {
    return batch.asks();
  }

  /** The change requests of one actor that are made, or planned, in the time of the batch. */
  public TableCall ask(@ExchangeProperty("judged") JudgedBatch batch) {
    List<Instant> times =
        batch.waiting().activities().stream()
            .filter(one -> batch.actor().equals(one.actor()))
            .map(Activity::at)
            .sorted(Comparator.naturalOrder())
            .toList();
    String first = Stamp.of(times.get(0));
    String last = Stamp.of(times.get(times.size() - 1));
    String actor = batch.actor();
    EncodedQuery query =
        of(actor, last)
            .in("state", AGREED)
            .where("start_date", "<=", last)
            .where("end_date", ">=", first)
            .orAll(
                of(actor, last)
                    .in("state", AGREED)
                    .where("work_start", "<=", last)
                    .where("work_end", ">=", first))
            .orAll(of(actor, last).is("state", IMPLEMENT).where("work_start", "<=", last));
    return TableCall.list(
            batch.integration(),
            CHANGES,
            query,
            List.of(
                "sys_id",
                "number",
                "state",
                "approval",
                "sys_created_on",
                "start_date",
                "end_date",
                "work_start",
                "work_end"),
            MOST_CHANGES)
        .as(Purpose.IMPORT);
  }

  private static EncodedQuery of(String actor, String createdBy) {
    return new EncodedQuery()
        .is("assigned_to.user_name", actor)
        .where("sys_created_on", "<=", createdBy);
  }

  public JudgedBatch learn(
      @ExchangeProperty("judged") JudgedBatch batch, @Body TableAnswer answer) {
    Long total = answer.headers().total();
    boolean whole =
        answer.received() < MOST_CHANGES
            && (total == null || total <= MOST_CHANGES)
            && answer.rows().stream().noneMatch(row -> row.text("state").isEmpty());
    return batch.knowing(
        new Changes(
            answer.rows().stream()
                .filter(ActivityJudge::isAgreed)
                .flatMap(ActivityJudge::changes)
                .toList(),
            whole));
  }

  /** The approval may not be readable; the state is enough then. */
  private static boolean isAgreed(TableRecord row) {
    String approval = row.text("approval");
    return AGREED.contains(row.text("state"))
        && (approval.isEmpty() || NO_OBJECTION.contains(approval));
  }

  /** As planned, and as it was made. */
  private static Stream<Change> changes(TableRecord row) {
    boolean going = row.text("state").equals(IMPLEMENT);
    return Stream.of(
            change(row, "start_date", Stamp.parse(row.get("end_date")), false),
            change(row, "work_start", Stamp.parse(row.get("work_end")), going))
        .flatMap(Optional::stream);
  }

  private static Optional<Change> change(
      TableRecord row, String begin, Instant end, boolean openEnded) {
    Instant from = Stamp.parse(row.get(begin));
    return from == null || end == null && !openEnded
        ? Optional.empty()
        : Optional.of(
                new Change(
                    RowText.name(row, "number"), Stamp.parse(row.get("sys_created_on")), from, end))
            .filter(change -> Objects.nonNull(change.number()));
  }

  /** Where changes cannot be read, nothing is said to be outside of one. */
  public JudgedBatch cannotAsk(
      @ExchangeProperty("judged") JudgedBatch batch,
      @ExchangeProperty("CamelExceptionCaught") Exception thrown)
      throws Exception {
    Fault fault = Fault.of(thrown);
    if (fault.kind() != Fault.Kind.REFUSED && fault.kind() != Fault.Kind.UNREADABLE) {
      throw thrown;
    }
    LOG.warnf(
        "the changes of %s cannot be read (%s); what changed users' rights is judged without them",
        batch.integration(), fault.said());
    return batch.knowing(null);
  }

  /** What the rules are to see. */
  public List<Candidate> candidates(@ExchangeProperty("judged") JudgedBatch batch) {
    return Stream.concat(
            batch.waiting().activities().stream()
                .map(one -> ActivityCase.of(one, batch.change(one))),
            batch.waiting().alarms().stream().map(ActivityCase::of))
        .map(Candidate::of)
        .toList();
  }

  /** They were seen, and what they became is stored. */
  public void finish(@ExchangeProperty("judged") JudgedBatch batch) {
    pending.seen(batch.waiting());
  }

  /** What is to be shown after a batch. */
  public JudgedBatch next(@ExchangeProperty("judged") JudgedBatch batch) {
    if (!batch.alone().isEmpty()) {
      return batch.next();
    }
    return batch.left() ? batch.over() : begin(batch.integration());
  }

  /**
   * What cannot be judged together is judged one by one. Of that, what the store will never take is
   * dropped, and the rest waits for the next poll; neither keeps others waiting.
   */
  public JudgedBatch cannotJudge(
      @ExchangeProperty("judged") JudgedBatch batch,
      @ExchangeProperty("CamelExceptionCaught") Exception thrown)
      throws Exception {
    if (isOfStore(thrown)) {
      throw thrown;
    }
    JudgedBatch apart = batch.apart();
    if (apart != null) {
      LOG.warnf(
          "activity of %s cannot be judged together (%s); it is judged one by one",
          batch.integration(), thrown.getMessage());
      return apart;
    }
    String title = title(batch.waiting());
    if (isAboutData(thrown)) {
      LOG.errorf(thrown, "the rules do not see an activity of %s: %s", batch.integration(), title);
      pending.seen(batch.waiting());
      return batch;
    }
    LOG.warnf(
        "an activity of %s cannot be judged now (%s); it waits for the next poll: %s",
        batch.integration(), thrown.getMessage(), title);
    return batch.leaving();
  }

  private static String title(Waiting one) {
    return one.activities().isEmpty()
        ? "failed logins of " + one.alarms().get(0).actor()
        : ActivityText.of(one.activities().get(0));
  }

  private static boolean isOfStore(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof StoreUnavailableException || cause instanceof StoreBusyException) {
        return true;
      }
    }
    return false;
  }

  private static boolean isAboutData(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException refusal) {
        String state = String.valueOf(refusal.getSQLState());
        return ABOUT_DATA.stream().anyMatch(state::startsWith);
      }
    }
    return false;
  }
}
