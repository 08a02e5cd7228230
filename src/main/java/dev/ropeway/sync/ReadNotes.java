package dev.ropeway.sync;

import dev.ropeway.assignment.notes.Journal;
import dev.ropeway.assignment.notes.Journal.End;
import dev.ropeway.assignment.notes.JournalChunk;
import dev.ropeway.assignment.notes.JournalEntry;
import dev.ropeway.assignment.notes.NoteKind;
import dev.ropeway.assignment.notes.NoteText;
import dev.ropeway.assignment.notes.NotesToSend;
import dev.ropeway.integration.Integration;
import dev.ropeway.integration.Integrations;
import dev.ropeway.mapping.ReadableText;
import dev.ropeway.servicenow.EncodedQuery;
import dev.ropeway.servicenow.Fault;
import dev.ropeway.servicenow.Stamp;
import dev.ropeway.servicenow.SysId;
import dev.ropeway.servicenow.Table;
import dev.ropeway.servicenow.TableAnswer;
import dev.ropeway.servicenow.TableCall;
import dev.ropeway.servicenow.TableRecord;
import dev.ropeway.store.Text;
import dev.ropeway.throttling.Stopping;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;

/**
 * Reads what people wrote on the tickets that moved: many tickets in one call, by keyset on the
 * sys_id of the entries, which every instance has an index on. A journal that may not be read is a
 * warning of the poll; whatever else fails ends the poll, and the next one goes on there.
 */
@ApplicationScoped
@Named("readNotes")
@RegisterForReflection // routes call it by name
public class ReadNotes {

  /** So many sys_ids fit into an address that usual instances take. */
  private static final int TICKETS = 100;

  /** An entry may have 64 kB. */
  private static final int PAGE = 250;

  /** A poll makes at most so many calls for notes: there may be much to read at first. */
  private static final int CALLS = 500;

  private static final String UNREADABLE =
      "comments and work notes of tickets cannot be read: let the integration user read"
          + " sys_journal_field, or set notes.in to none";

  private static final Pattern CODE_TAG = Pattern.compile("(?i)\\[/?code\\]");

  private final Integrations integrations;
  private final Journal journal;
  private final NotesToSend toSend;
  private final NoteAuthors authors;
  private final Stopping stopping;
  private final Clock clock;

  /** Where an address with that many sys_ids was too long. */
  private final Map<String, Integer> fewer = new ConcurrentHashMap<>();

  ReadNotes(
      Integrations integrations,
      Journal journal,
      NotesToSend toSend,
      NoteAuthors authors,
      Stopping stopping,
      Clock clock) {
    this.integrations = integrations;
    this.journal = journal;
    this.toSend = toSend;
    this.authors = authors;
    this.stopping = stopping;
    this.clock = clock;
  }

  public NoteReading begin(@ExchangeProperty("poll") Poll poll) {
    String integration = poll.integration();
    toSend.wake(integration);
    boolean wanted = !integrations.named(integration).notes().in().isEmpty();
    if (wanted) {
      journal.putOff(integration, TICKETS, integrations.named(integration).overlap());
    }
    return new NoteReading(
        integration, wanted ? due(integration) : null, null, null, List.of(), End.NOT_YET, 0, 0);
  }

  private JournalChunk due(String integration) {
    return journal.due(integration, fewer.getOrDefault(integration, TICKETS));
  }

  public boolean unfinished(@ExchangeProperty("notes") NoteReading reading) {
    // What is left is due with the next poll.
    return reading.chunk() != null && reading.calls() < CALLS && !stopping.isOrdered();
  }

  public TableCall ask(@ExchangeProperty("notes") NoteReading reading) {
    if (reading.asksForAuthors()) {
      return authors.question(reading.integration(), reading.asked());
    }
    Integration integration = integrations.named(reading.integration());
    JournalChunk chunk = reading.chunk();
    EncodedQuery query =
        new EncodedQuery()
            .in("element_id", chunk.sysIds())
            .in(
                "element",
                integration.notes().in().stream().map(NoteKind::element).sorted().toList());
    if (chunk.since() != null) {
      query.since("sys_created_on", chunk.since());
    }
    if (chunk.place() != null) {
      query.where("sys_id", ">", chunk.place());
    }
    return TableCall.list(
        integration.name(),
        Table.SYS_JOURNAL_FIELD,
        query.orderBy("sys_id"),
        List.of("sys_id", "element_id", "element", "value", "sys_created_on", "sys_created_by"),
        rows(integration));
  }

  private static int rows(Integration integration) {
    return Math.min(PAGE, integration.pageSize());
  }

  /** Takes a page or its authors in; the next page, the next tickets or the end follows. */
  public NoteReading apply(@ExchangeProperty("notes") NoteReading asked, @Body TableAnswer answer) {
    NoteReading reading = asked.answered();
    String integration = reading.integration();
    if (reading.asksForAuthors()) {
      authors.learn(integration, reading.asked(), answer);
      return named(reading);
    }
    Long total = answer.headers().total();
    boolean nothing = answer.rows().isEmpty();
    boolean hidden = nothing && (answer.received() > 0 || total != null && total > 0);
    if (hidden && reading.chunk().place() == null) {
      return leave(reading);
    }
    boolean last = nothing || total != null && total <= rows(integrations.named(integration));
    End end = !last ? End.NOT_YET : total == null ? End.PERHAPS : End.REACHED;
    String place = nothing ? null : last(reading, answer);
    return named(reading.waiting(entries(reading.chunk(), answer), place, end));
  }

  /** Who cannot read one journal can read none, as a rule: the others are not tried now. */
  private NoteReading leave(NoteReading reading) {
    journal.hidden(reading.chunk());
    return reading.next(null);
  }

  /** A page that does not lie behind the one before would be read for ever. */
  private static String last(NoteReading reading, TableAnswer answer) {
    String last = answer.rows().get(answer.rows().size() - 1).sysId();
    String before = reading.chunk().place();
    if (last.isEmpty() || before != null && last.compareTo(before) <= 0) {
      throw TableAnswer.unusable(
          "the instance ignores the order or the range of sys_journal_field: check its query_range"
              + " ACLs");
    }
    return last;
  }

  private List<JournalEntry> entries(JournalChunk chunk, TableAnswer answer) {
    Set<String> tickets = new HashSet<>(chunk.sysIds());
    List<JournalEntry> entries = new ArrayList<>();
    for (TableRecord row : answer.rows()) {
      boolean ours = tickets.contains(row.text("element_id")) && SysId.matches(row.sysId());
      NoteKind kind = NoteKind.ofElement(row.text("element")).orElse(null);
      String value = Text.clean(row.text("value")).replace("\r", "");
      if (ours && kind != null && !value.isBlank()) {
        Instant at = Stamp.parse(row.get("sys_created_on"));
        String login = row.text("sys_created_by");
        entries.add(
            new JournalEntry(
                row.text("element_id"),
                id(row.sysId()),
                at == null ? clock.instant() : at,
                kind,
                login,
                null,
                value,
                readable(value)));
      }
    }
    return entries;
  }

  private static UUID id(String sysId) {
    BigInteger bits = new BigInteger(sysId, 16);
    return new UUID(bits.shiftRight(Long.SIZE).longValue(), bits.longValue());
  }

  /** What a page of the instance would show: HTML is read, and never passed on. */
  static String readable(String value) {
    String text = ReadableText.of(CODE_TAG.matcher(value).replaceAll(""));
    return Text.cut(Text.clean(text).strip(), NoteText.LONGEST);
  }

  /** Stores the page once all its authors are known. */
  private NoteReading named(NoteReading reading) {
    String integration = reading.integration();
    List<String> unknown = authors.unknown(integration, reading.page());
    if (!unknown.isEmpty()) {
      return reading.asking(unknown);
    }
    int added =
        journal.apply(
            reading.chunk(),
            reading.page().stream().map(entry -> authors.named(integration, entry)).toList(),
            reading.place(),
            reading.end(),
            integrations.named(integration).overlap());
    return reading
        .adding(added)
        .next(reading.end().isThere() ? due(integration) : reading.chunk().at(reading.place()));
  }

  /** What a refusal means: users without names, shorter addresses, or no notes for now. */
  public NoteReading refused(
      @ExchangeProperty("notes") NoteReading asked,
      @ExchangeProperty("CamelExceptionCaught") Exception thrown)
      throws Exception {
    Fault fault = Fault.of(thrown);
    if (fault.kind() != Fault.Kind.REFUSED || fault.status() >= 500) {
      throw thrown;
    }
    NoteReading reading = asked.answered();
    String integration = reading.integration();
    if (reading.asksForAuthors()) {
      authors.learn(integration, reading.asked(), new TableAnswer(List.of(), 0, null));
      return named(reading);
    }
    int tickets = reading.chunk().tickets().size();
    if (fault.status() == 414 && tickets > 1) {
      fewer.put(integration, tickets / 2);
      return reading.next(due(integration));
    }
    return leave(reading);
  }

  public Poll sumUp(
      @ExchangeProperty("poll") Poll poll, @ExchangeProperty("notes") NoteReading reading) {
    Poll read = poll.reading(reading.calls(), reading.added());
    boolean wanted = !integrations.named(poll.integration()).notes().in().isEmpty();
    return wanted && journal.isHidden(poll.integration())
        ? read.telling(List.of(UNREADABLE))
        : read;
  }
}
