package dev.ropeway.sync;

import dev.ropeway.assignment.notes.Journal.End;
import dev.ropeway.assignment.notes.JournalChunk;
import dev.ropeway.assignment.notes.JournalEntry;
import java.util.List;

/**
 * The reading of journals on its way: a chunk of tickets after the other, each page by page.
 *
 * @param chunk what is being read; null when nothing is left
 * @param page entries that wait until their authors are known; null while a page is to be asked for
 * @param place the last entry of that page
 * @param asked the logins that are asked for
 * @param end whether nothing follows that page
 * @param calls made so far
 * @param added notes of people that are new
 */
record NoteReading(
    String integration,
    JournalChunk chunk,
    List<JournalEntry> page,
    String place,
    List<String> asked,
    End end,
    int calls,
    int added) {

  boolean asksForAuthors() {
    return page != null;
  }

  NoteReading next(JournalChunk following) {
    return new NoteReading(
        integration, following, null, null, List.of(), End.NOT_YET, calls, added);
  }

  NoteReading answered() {
    return new NoteReading(integration, chunk, page, place, asked, end, calls + 1, added);
  }

  NoteReading waiting(List<JournalEntry> entries, String to, End last) {
    return new NoteReading(integration, chunk, entries, to, List.of(), last, calls, added);
  }

  NoteReading adding(int more) {
    return new NoteReading(integration, chunk, page, place, asked, end, calls, added + more);
  }

  NoteReading asking(List<String> logins) {
    return new NoteReading(integration, chunk, page, place, logins, end, calls, added);
  }
}
