package dev.ropeway.sync.activity;

import dev.ropeway.activity.Activity;
import dev.ropeway.activity.PendingActivities;
import dev.ropeway.activity.PendingActivities.Waiting;
import dev.ropeway.correlation.Candidate;
import dev.ropeway.servicenow.EncodedQuery;
import dev.ropeway.servicenow.EncodedQuery.UnsafeValueException;
import dev.ropeway.servicenow.Fault;
import dev.ropeway.servicenow.Purpose;
import dev.ropeway.servicenow.Stamp;
import dev.ropeway.servicenow.Table;
import dev.ropeway.servicenow.TableAnswer;
import dev.ropeway.servicenow.TableCall;
import dev.ropeway.servicenow.TableRecord;
import dev.ropeway.sync.activity.JudgedBatch.Change;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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

  private final PendingActivities pending;

  ActivityJudge(PendingActivities pending) {
    this.pending = pending;
  }

  public JudgedBatch begin(@ExchangeProperty("integration-judged") String integration) {
    Waiting waiting = pending.first(integration, AT_ONCE);
    List<String> actors =
        waiting.activities().stream()
            .filter(ActivityCase::needsChange)
            .map(Activity::actor)
            .distinct()
            .filter(ActivityJudge::isSafe)
            .toList();
    return new JudgedBatch(integration, waiting, actors, Map.of());
  }

  private static boolean isSafe(String actor) {
    try {
      new EncodedQuery().is("assigned_to.user_name", actor);
      return true;
    } catch (UnsafeValueException e) {
      return false;
    }
  }

  public boolean areThere(@ExchangeProperty("judged") JudgedBatch batch) {
    return !batch.waiting().isEmpty();
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
    EncodedQuery query =
        of(batch.actor())
            .where("start_date", "<=", last)
            .where("end_date", ">=", first)
            .orAll(of(batch.actor()).where("work_start", "<=", last).where("work_end", ">=", first))
            .orAll(of(batch.actor()).where("work_start", "<=", last).is("state", IMPLEMENT));
    return TableCall.list(
            batch.integration(),
            CHANGES,
            query,
            List.of(
                "sys_id", "number", "state", "start_date", "end_date", "work_start", "work_end"),
            MOST_CHANGES)
        .as(Purpose.IMPORT);
  }

  private static EncodedQuery of(String actor) {
    return new EncodedQuery().is("assigned_to.user_name", actor);
  }

  public JudgedBatch learn(
      @ExchangeProperty("judged") JudgedBatch batch, @Body TableAnswer answer) {
    return batch.knowing(answer.rows().stream().flatMap(ActivityJudge::changes).toList());
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
        : Optional.of(new Change(RowText.name(row, "number"), from, end))
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
}
