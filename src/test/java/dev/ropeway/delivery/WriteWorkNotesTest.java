package dev.ropeway.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ropeway.assignment.DeliveryOutcome.Delivered;
import dev.ropeway.assignment.DesiredState;
import dev.ropeway.servicenow.Choices;
import dev.ropeway.servicenow.TableRecord;
import dev.ropeway.tickettype.TicketType;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WriteWorkNotesTest {

  private static final Clock CLOCK = Clock.fixed(Claims.NOW, ZoneOffset.UTC);
  private static final Map<String, String> LOST = Map.of("work_notes", "Ropeway: a");

  private final UpdateTicket update = new UpdateTicket(Claims.reader(), CLOCK);
  private final WriteWorkNotes notes =
      new WriteWorkNotes(update, new EndTicket(update, new Choices(), CLOCK), CLOCK);

  @Test
  void notes_that_wait_are_one_entry_beside_the_fields() {
    Delivery delivery =
        Claims.open().notes("a", "b").delivery(Map.of()).writing(Map.of("impact", "1"), null);

    assertThat(notes.mayBeThere(delivery)).isFalse();
    assertThat(notes.add(delivery).write())
        .isEqualTo(Map.of("impact", "1", "work_notes", "Ropeway: a\nRopeway: b"));
  }

  @Test
  void a_note_whose_write_was_lost_is_looked_for_and_not_written_again() {
    Delivery delivery = notes.plan(Claims.open().notes("a", "b").tried(LOST).delivery(Map.of()));
    assertThat(notes.mayBeThere(delivery)).isTrue();
    assertThat(notes.journalCall(delivery).query()).contains(Claims.SYS_ID, "work_notes");

    Delivery read =
        notes.onJournal(
            notes.readJournal(delivery),
            Claims.answer(new TableRecord(Map.of("value", "Ropeway: a"))));

    assertThat(notes.add(read).write()).isEqualTo(Map.of("work_notes", "Ropeway: b"));
  }

  @Test
  void what_a_source_wrote_as_html_is_text_in_the_journal_and_is_found_there_again() {
    Claims claims = Claims.open().notes("Azure says Active:\n<p>It &amp; all [code]<b>x</b></p>");
    String written = "Ropeway: Azure says Active:\nIt & all (code)x";
    Delivery delivery = notes.plan(claims.tried(LOST).delivery(Map.of()));

    assertThat(notes.add(delivery).write()).isEqualTo(Map.of("work_notes", written));
    Delivery read =
        notes.onJournal(
            delivery,
            Claims.answer(new TableRecord(Map.of("value", written.replace("\n", "\r\n")))));
    assertThat(notes.add(read).outcome()).isInstanceOf(Delivered.class);
  }

  @Test
  void where_the_journal_has_all_the_delivery_is_over() {
    Delivery delivery = notes.plan(Claims.open().notes("a").tried(LOST).delivery(Map.of()));

    Delivery read =
        notes.onJournal(delivery, Claims.answer(new TableRecord(Map.of("value", "Ropeway: a"))));

    assertThat(notes.add(read).outcome()).isInstanceOf(Delivered.class);
    assertThat(notes.add(read).outcome().progress().notesWritten()).isEqualTo(1);
  }

  @Test
  void a_journal_that_may_not_be_read_is_asked_once() {
    Claims claims = Claims.open().notes("a").tried(LOST).lastFailure(Failure.JOURNAL_HIDDEN);

    assertThat(notes.mayBeThere(notes.plan(claims.delivery(Map.of())))).isFalse();
  }

  @Test
  void a_note_that_says_the_end_may_be_there_and_the_end_itself_says_its_notes() {
    Delivery delivery =
        Claims.open().desiredState(DesiredState.RESOLVED).notes("a").delivery(Map.of());

    assertThat(notes.mayBeThere(delivery.writing(Map.of(), "the end"))).isTrue();
    Delivery end = delivery.writing(Map.of("state", "6", "work_notes", "over"), null);
    assertThat(notes.mayBeThere(end)).isFalse();
    assertThat(notes.add(end).write())
        .isEqualTo(Map.of("state", "6", "work_notes", "Ropeway: a\nover"));
  }

  @Test
  void alerts_have_no_journal() {
    Delivery delivery =
        notes.plan(Claims.open().type(TicketType.ALERT).notes("a").delivery(Map.of()));

    assertThat(notes.mayBeThere(delivery)).isFalse();
    assertThat(notes.add(delivery).outcome()).isInstanceOf(Delivered.class);
  }

  @Test
  void they_are_written_by_themselves_only_where_nothing_else_was() {
    assertThat(notes.isNeeded(Claims.open().notes("a").delivery(Map.of()))).isTrue();
    assertThat(notes.isNeeded(Claims.open().delivery(Map.of()))).isFalse();
    assertThat(notes.isNeeded(Claims.pending().notes("a").delivery(Map.of()))).isFalse();
    Delivery over = Claims.open().notes("a").delivery(Map.of());
    assertThat(notes.isNeeded(over.done(over.delivered()))).isFalse();
  }
}
