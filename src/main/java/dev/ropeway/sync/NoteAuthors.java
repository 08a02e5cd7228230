package dev.ropeway.sync;

import dev.ropeway.assignment.notes.JournalEntry;
import dev.ropeway.assignment.notes.NoteAuthor;
import dev.ropeway.integration.Integrations;
import dev.ropeway.servicenow.EncodedQuery;
import dev.ropeway.servicenow.Table;
import dev.ropeway.servicenow.TableAnswer;
import dev.ropeway.servicenow.TableCall;
import dev.ropeway.store.Text;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Who the users are that wrote notes, by their logins: many in one call, and remembered for a time.
 * One who was deleted, or cannot be read, keeps the login as a name.
 */
@ApplicationScoped
class NoteAuthors {

  /** As many logins as fit into an address that every instance takes. */
  private static final int AT_ONCE = 40;

  private static final int REMEMBERED = 10_000;

  /** What a query can ask for without meaning something else. */
  private static final Pattern ASKABLE = Pattern.compile("[\\p{L}\\p{N}._@+' -]{1,100}");

  private final Map<Login, Known> known = new ConcurrentHashMap<>();
  private final Integrations integrations;
  private final Clock clock;

  NoteAuthors(Integrations integrations, Clock clock) {
    this.integrations = integrations;
    this.clock = clock;
  }

  private record Login(String integration, String name) {}

  private record Known(NoteAuthor author, Instant until) {}

  /** The logins that are still to be looked up, as many as one call may name. */
  List<String> unknown(String integration, List<JournalEntry> entries) {
    Instant now = clock.instant();
    return entries.stream()
        .map(JournalEntry::login)
        .distinct()
        .filter(login -> !login.isBlank() && ASKABLE.matcher(login).matches())
        .filter(
            login -> {
              Known one = known.get(new Login(integration, login));
              return one == null || one.until().isBefore(now);
            })
        .limit(AT_ONCE)
        .toList();
  }

  TableCall question(String integration, List<String> logins) {
    return TableCall.list(
        integration,
        Table.SYS_USER,
        new EncodedQuery().in("user_name", logins),
        List.of("user_name", "name", "email"),
        logins.size());
  }

  /** Remembers the answer, and that those whom it lacks are nobody. */
  void learn(String integration, List<String> asked, TableAnswer answer) {
    if (known.size() > REMEMBERED) {
      known.clear();
    }
    Instant now = clock.instant();
    var people = integrations.named(integration).people();
    Instant unknownUntil = now.plus(people.unknownRemembered());
    asked.forEach(
        login ->
            known.put(
                new Login(integration, login),
                new Known(new NoteAuthor(login, null), unknownUntil)));
    answer
        .rows()
        .forEach(
            row -> {
              String login = row.text("user_name");
              if (asked.contains(login)) {
                String name = line(row.text("name"));
                String email = line(row.text("email"));
                known.put(
                    new Login(integration, login),
                    new Known(
                        new NoteAuthor(
                            name.isEmpty() ? login : name, email.isEmpty() ? null : email),
                        now.plus(people.remembered())));
              }
            });
  }

  JournalEntry named(String integration, JournalEntry entry) {
    Known one = known.get(new Login(integration, entry.login()));
    return entry.by(one == null ? new NoteAuthor(line(entry.login()), null) : one.author());
  }

  private static String line(String text) {
    return Text.oneLine(Text.clean(text)).strip();
  }
}
