package dev.ropeway.assignment.notes;

import java.time.Instant;
import java.util.UUID;

/**
 * A row of a ticket's journal.
 *
 * @param ticket the sys_id of the ticket
 * @param id its own sys_id
 * @param author who wrote it; null until the user was looked up
 * @param value as the instance has it
 * @param text the same as plain text
 */
public record JournalEntry(
    String ticket,
    UUID id,
    Instant at,
    NoteKind kind,
    String login,
    NoteAuthor author,
    String value,
    String text) {

  public JournalEntry by(NoteAuthor known) {
    return new JournalEntry(ticket, id, at, kind, login, known, value, text);
  }
}
