package dev.ropeway.sync;

import dev.ropeway.assignment.attachments.AttachmentChunk;
import dev.ropeway.assignment.attachments.AttachmentRow;
import dev.ropeway.assignment.attachments.Attachments;
import dev.ropeway.assignment.attachments.EvidenceToSend;
import dev.ropeway.integration.Integration;
import dev.ropeway.integration.Integrations;
import dev.ropeway.servicenow.EncodedQuery;
import dev.ropeway.servicenow.Fault;
import dev.ropeway.servicenow.Purpose;
import dev.ropeway.servicenow.Stamp;
import dev.ropeway.servicenow.SysId;
import dev.ropeway.servicenow.Table;
import dev.ropeway.servicenow.TableAnswer;
import dev.ropeway.servicenow.TableCall;
import dev.ropeway.servicenow.TableRecord;
import dev.ropeway.throttling.Stopping;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Body;
import org.apache.camel.ExchangeException;
import org.apache.camel.ExchangeProperty;

/**
 * Lists what people attached to the tickets that moved, and with a check to all open ones: many
 * tickets in one call, by keyset on sys_id. What may not be read is a warning of the poll; whatever
 * else fails ends the poll, and the tickets are listed later.
 */
@ApplicationScoped
@Named("readAttachments")
@RegisterForReflection // routes call it by name
public class ReadAttachments {

  /** So many sys_ids fit into an address that usual instances take. */
  private static final int TICKETS = 100;

  private static final int PAGE = 1000;

  /** A poll makes at most so many calls for attachments; what is left is due with the next one. */
  private static final int CALLS = 500;

  /**
   * Variables of catalog items keep their files under the name of the table with this before it.
   */
  private static final String OF_VARIABLES = "ZZ_YY";

  private static final String UNREADABLE =
      "attachments of tickets cannot be read: let the integration user read sys_attachment, or set"
          + " attachments.in to false";

  private final Integrations integrations;
  private final Attachments attachments;
  private final EvidenceToSend toSend;
  private final Sync sync;
  private final Stopping stopping;
  private final Clock clock;

  /** Where an address with that many sys_ids was too long. */
  private final Map<String, Integer> fewer = new ConcurrentHashMap<>();

  ReadAttachments(
      Integrations integrations,
      Attachments attachments,
      EvidenceToSend toSend,
      Sync sync,
      Stopping stopping,
      Clock clock) {
    this.integrations = integrations;
    this.attachments = attachments;
    this.toSend = toSend;
    this.sync = sync;
    this.stopping = stopping;
    this.clock = clock;
  }

  /** Begins with the tickets that moved. */
  public AttachmentReading begin(@ExchangeProperty("poll") Poll poll) {
    toSend.wake(poll.integration());
    return begin(poll.integration(), Purpose.POLL);
  }

  /** Begins with all open tickets. */
  public AttachmentReading beginAll(@ExchangeProperty("poll") ReconcilePass check) {
    if (isWanted(check.integration())) {
      attachments.allDue(
          check.integration(),
          sync.watched(check.integration()).stream()
              .filter(Table::isTask)
              .map(Table::wireName)
              .toList());
    }
    return begin(check.integration(), Purpose.IMPORT);
  }

  private AttachmentReading begin(String integration, Purpose purpose) {
    return new AttachmentReading(
        integration, isWanted(integration) ? due(integration) : null, purpose, 0);
  }

  private boolean isWanted(String integration) {
    return integrations.named(integration).attachments().in();
  }

  private AttachmentChunk due(String integration) {
    return attachments.due(integration, fewer.getOrDefault(integration, TICKETS));
  }

  public boolean unfinished(@ExchangeProperty("attachments") AttachmentReading reading) {
    return reading.chunk() != null && reading.calls() < CALLS && !stopping.isOrdered();
  }

  public TableCall ask(@ExchangeProperty("attachments") AttachmentReading reading) {
    Integration integration = integrations.named(reading.integration());
    EncodedQuery query = new EncodedQuery().in("table_sys_id", reading.chunk().sysIds());
    if (reading.chunk().place() != null) {
      query.where("sys_id", ">", reading.chunk().place());
    }
    return TableCall.list(
            integration.name(),
            Table.SYS_ATTACHMENT,
            query.orderBy("sys_id"),
            List.of(
                "sys_id",
                "table_name",
                "table_sys_id",
                "file_name",
                "size_bytes",
                "content_type",
                "hash",
                "sys_created_on",
                "sys_created_by"),
            rows(integration))
        .as(reading.purpose());
  }

  private static int rows(Integration integration) {
    return Math.min(PAGE, integration.pageSize());
  }

  /** Takes a page in; the next page, the next tickets or the end follows. */
  public AttachmentReading apply(
      @ExchangeProperty("attachments") AttachmentReading asked, @Body TableAnswer answer) {
    AttachmentReading reading = asked.answered();
    AttachmentChunk chunk = reading.chunk();
    Long total = answer.headers().total();
    boolean nothing = answer.rows().isEmpty();
    if (nothing && chunk.place() == null && (answer.received() > 0 || total != null && total > 0)) {
      return leave(reading);
    }
    int page = rows(integrations.named(reading.integration()));
    // The instance counts what it hides too: a list with gaps does not say what was deleted.
    boolean gaps = total == null || answer.rows().size() < Math.min(total, page);
    AttachmentChunk behind = nothing ? chunk : chunk.at(last(chunk, answer));
    AttachmentChunk known = gaps ? behind.withGaps() : behind;
    attachments.apply(chunk, rows(chunk, answer));
    if (!nothing && (total == null || total > page)) {
      return reading.next(known);
    }
    attachments.read(known);
    return reading.next(due(reading.integration()));
  }

  /** Who cannot read one list can read none, as a rule: the others are not tried now. */
  private AttachmentReading leave(AttachmentReading reading) {
    attachments.hidden(reading.chunk());
    return reading.next(null);
  }

  /** A page that does not lie behind the one before would be read for ever. */
  private static String last(AttachmentChunk chunk, TableAnswer answer) {
    String last = answer.rows().get(answer.rows().size() - 1).sysId();
    if (last.isEmpty() || chunk.place() != null && last.compareTo(chunk.place()) <= 0) {
      throw TableAnswer.unusable(
          "the instance ignores the order or the range of sys_attachment: check its query_range"
              + " ACLs");
    }
    return last;
  }

  private List<AttachmentRow> rows(AttachmentChunk chunk, TableAnswer answer) {
    return answer.rows().stream()
        .filter(row -> chunk.assignments().containsKey(row.text("table_sys_id")))
        .filter(
            row -> SysId.matches(row.sysId()) && !row.text("table_name").startsWith(OF_VARIABLES))
        .map(this::row)
        .toList();
  }

  private AttachmentRow row(TableRecord row) {
    Instant at = Stamp.parse(row.get("sys_created_on"));
    return AttachmentRow.of(
        row.text("table_sys_id"),
        row.sysId(),
        row.text("file_name"),
        row.text("size_bytes"),
        row.text("content_type"),
        row.text("hash"),
        row.text("sys_created_by"),
        at == null ? clock.instant() : at);
  }

  /** What a refusal means: shorter addresses, or no attachments for now. */
  public AttachmentReading refused(
      @ExchangeProperty("attachments") AttachmentReading asked, @ExchangeException Exception thrown)
      throws Exception {
    Fault fault = Fault.of(thrown);
    if (fault.kind() != Fault.Kind.REFUSED || fault.status() >= 500) {
      attachments.again(asked.chunk());
      throw thrown;
    }
    AttachmentReading reading = asked.answered();
    int tickets = reading.chunk().assignments().size();
    if (fault.status() == 414 && tickets > 1) {
      attachments.again(reading.chunk());
      fewer.put(reading.integration(), tickets / 2);
      return reading.next(due(reading.integration()));
    }
    return leave(reading);
  }

  public Poll sumUp(
      @ExchangeProperty("poll") Poll poll,
      @ExchangeProperty("attachments") AttachmentReading reading) {
    Poll read = poll.reading(reading.calls(), 0);
    return isWanted(poll.integration()) && attachments.isHidden(poll.integration())
        ? read.telling(List.of(UNREADABLE))
        : read;
  }

  public ReconcilePass sumUpAll(
      @ExchangeProperty("poll") ReconcilePass check,
      @ExchangeProperty("attachments") AttachmentReading reading) {
    return check.reading(reading.calls());
  }
}
