package dev.ropeway.servicenow;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import dev.ropeway.servicenow.Identification.Choice;
import dev.ropeway.servicenow.Identification.Key;
import dev.ropeway.servicenow.Identification.Result;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Users and groups by how people write them, as sys_ids. Who was found is remembered a while, and
 * for a shorter while who was not.
 */
@ApplicationScoped
// Caffeine makes its kinds of caches and entries by their names.
@RegisterForReflection(
    classNames = {
      "com.github.benmanes.caffeine.cache.SSMSA",
      "com.github.benmanes.caffeine.cache.PSWMS"
    })
public class References {

  /** As many candidates as a person wants to read. */
  private static final int SHOWN = 5;

  private static final int LIMIT = 20;

  /** Few letters, then digits: worth asking for as an employee number. */
  private static final Pattern NUMBER = Pattern.compile("[A-Za-z]{0,3}-?\\d{3,}");

  private final Clock clock;
  private final Cache<Name, Known> known;

  /** Somebody, or a group, as written: e-mail, user name, employee number, name or sys_id. */
  public record Name(String integration, Table table, String text) {

    private boolean isUser() {
      return table == Table.SYS_USER;
    }
  }

  /**
   * A name that is asked for.
   *
   * @param whoever among the inactive too, and by everything that could be meant: only to say more
   *     of a name that no active user or group has
   * @param found how long the one that is found is remembered
   * @param unknown how long it is remembered that there is none
   */
  public record Question(Name name, boolean whoever, Duration found, Duration unknown) {

    private Identification keys() {
      List<Key> keys = new ArrayList<>();
      String text = name.text();
      if (name.isUser()) {
        // The user principal name of a directory arrives as user name.
        keys.add(new Key("email", text));
        keys.add(new Key("user_name", text));
        if (whoever || NUMBER.matcher(text).matches()) {
          keys.add(new Key("employee_number", text));
        }
        keys.add(new Key("name", text));
      } else {
        keys.add(new Key("name", text));
        keys.add(new Key("email", text));
      }
      return new Identification(keys);
    }

    /** The call that answers it. */
    public TableCall call() {
      EncodedQuery query = new EncodedQuery();
      if (!whoever) {
        query.is("active", "true");
      }
      Identification keys = keys();
      try {
        keys.ask(query);
      } catch (EncodedQuery.UnsafeValueException e) {
        throw new UnresolvedException(unsafe(name));
      }
      List<String> fields = new ArrayList<>(List.of("sys_id", "active"));
      keys.keys().forEach(key -> fields.add(key.field()));
      return TableCall.list(name.integration(), name.table(), query, fields, LIMIT);
    }

    /** The same, to be told why nobody was found. */
    private Question amongAll() {
      return new Question(name, true, found, unknown);
    }
  }

  /** None or several were found: a person must say who is meant (B24). */
  public static final class UnresolvedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UnresolvedException(String message) {
      super(message);
    }
  }

  /**
   * @param sysId null when it is not known who is meant
   * @param why not; null when it is
   */
  private record Known(String sysId, String why, Instant since, Duration life) {}

  References(Clock clock) {
    this.clock = clock;
    known =
        Caffeine.newBuilder()
            .expireAfter(Expiry.<Name, Known>creating((name, one) -> one.life()))
            .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
            .maximumSize(100_000)
            .build();
  }

  /** The sys_id, if it is known without asking. */
  public Optional<String> find(Name name) {
    if (SysId.matches(name.text())) {
      return Optional.of(name.text());
    }
    Known one = known.getIfPresent(name);
    return one == null ? Optional.empty() : Optional.ofNullable(one.sysId());
  }

  /** Why nobody can be meant, if that is known without asking; else null. */
  public String unknown(Name name) {
    if (!EncodedQuery.isSafe(name.text())) {
      return unsafe(name);
    }
    Known one = known.getIfPresent(name);
    return one == null ? null : one.why();
  }

  /** Takes an answer in; what is still to be asked, or null. */
  public Question learn(Question question, TableAnswer answer) {
    return question.whoever() ? learnOfAll(question, answer) : learnOfActive(question, answer);
  }

  private Question learnOfActive(Question question, TableAnswer answer) {
    Name name = question.name();
    Choice choice = question.keys().choose(answer, LIMIT);
    boolean thinned = answer.received() > answer.rows().size();
    if (choice.result() == Result.SEVERAL || (thinned && answer.received() > 1)) {
      remember(
          question, null, several(name, choice.rows().isEmpty() ? answer.rows() : choice.rows()));
      return null;
    }
    return switch (choice.result()) {
      case NONE -> question.amongAll();
      case HIDDEN -> {
        remember(
            question,
            null,
            "the integration user may not read the " + word(name) + " \"" + name.text() + "\"");
        yield null;
      }
      default -> {
        remember(question, choice.row().sysId(), null);
        yield null;
      }
    };
  }

  private Question learnOfAll(Question question, TableAnswer answer) {
    Name name = question.name();
    List<TableRecord> active =
        answer.rows().stream().filter(row -> !row.text("active").equals("false")).toList();
    TableAnswer ofActive = new TableAnswer(active, active.size(), answer.date());
    Choice choice = question.keys().choose(ofActive, LIMIT);
    if (choice.result() == Result.ONE) {
      remember(question, choice.row().sysId(), null);
    } else if (choice.result() == Result.SEVERAL) {
      remember(question, null, several(name, choice.rows()));
    } else {
      List<TableRecord> inactive = question.keys().choose(answer, LIMIT).rows();
      if (inactive.isEmpty()) {
        giveUp(question);
      } else {
        remember(
            question,
            null,
            "the " + word(name) + " \"" + name.text() + "\" is inactive" + candidates(inactive));
      }
    }
    return null;
  }

  /** Takes in that the instance would not say more of somebody who is not there. */
  public void giveUp(Question question) {
    Name name = question.name();
    remember(question, null, "no active " + word(name) + " matches \"" + name.text() + "\"");
  }

  private void remember(Question question, String sysId, String why) {
    Duration life = sysId == null ? question.unknown() : question.found();
    known.put(question.name(), new Known(sysId, why, clock.instant(), life));
  }

  public void forget(Name name) {
    known.invalidate(name);
  }

  public void forgetAll() {
    known.invalidateAll();
  }

  /**
   * Forgets who was found for a name after a refusal that may be due to that, unless it was learned
   * just now; whether there was something to forget.
   */
  public boolean doubt(Name name, Duration justNow) {
    Known one = known.getIfPresent(name);
    if (one == null || one.sysId() == null || one.since().plus(justNow).isAfter(clock.instant())) {
      return false;
    }
    known.invalidate(name);
    return true;
  }

  private static String unsafe(Name name) {
    return "\""
        + name.text()
        + "\" cannot be looked up: "
        + new EncodedQuery.UnsafeValueException().getMessage();
  }

  private static String several(Name name, List<TableRecord> could) {
    return "several match \"" + name.text() + "\"" + candidates(could);
  }

  private static String candidates(List<TableRecord> rows) {
    if (rows.isEmpty()) {
      return "";
    }
    String shown =
        rows.stream()
            .limit(SHOWN)
            .map(References::candidate)
            .collect(Collectors.joining(", ", ": ", ""));
    return rows.size() > SHOWN ? shown + ", …" : shown;
  }

  private static String word(Name name) {
    return name.isUser() ? "user" : "group";
  }

  private static String candidate(TableRecord row) {
    String login = row.text("user_name");
    return row.text("name") + " (" + (login.isEmpty() ? row.sysId() : login) + ")";
  }
}
