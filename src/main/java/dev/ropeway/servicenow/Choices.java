package dev.ropeway.servicenow;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * The choice lists of the instances, as their {@code sys_choice} tells them, remembered a while.
 */
@ApplicationScoped
// Caffeine makes its kinds of caches and entries by their names.
@RegisterForReflection(
    classNames = {
      "com.github.benmanes.caffeine.cache.SSMSW",
      "com.github.benmanes.caffeine.cache.PSWMS"
    })
public class Choices {

  private static final Duration REMEMBERED = Duration.ofHours(1);
  private static final int LIMIT = 1000;

  /** An instance whose list stays without a value that its rows have is not asked more often. */
  private static final Duration ASKED_AGAIN = Duration.ofMinutes(1);

  /** An end is written by a list that is no older. */
  private static final Duration FRESH = Duration.ofMinutes(1);

  private static final Duration JUST_READ = Duration.ofSeconds(10);

  private final Cache<Field, Known> known;
  private final Cache<Field, Boolean> askedAgain;
  private final Cache<UUID, Boolean> doubted;
  private final Clock clock;

  private record Known(Map<String, String> list, Instant at) {}

  public Choices() {
    this(Clock.systemUTC());
  }

  @Inject
  Choices(Clock clock) {
    this(Ticker.systemTicker(), clock);
  }

  Choices(Ticker ticker, Clock clock) {
    this.clock = clock;
    known = remembering(REMEMBERED, ticker);
    askedAgain = remembering(ASKED_AGAIN, ticker);
    doubted = remembering(ASKED_AGAIN, ticker);
  }

  private static <K, T> Cache<K, T> remembering(Duration duration, Ticker ticker) {
    return Caffeine.newBuilder()
        .expireAfterWrite(duration)
        .maximumSize(10_000)
        .ticker(ticker)
        .build();
  }

  /** A column whose values are chosen from a list. */
  public record Field(String integration, Table table, String element) {}

  /** Value to label in the instance's order; null until they were read. */
  public Map<String, String> of(Field field) {
    Known now = known.getIfPresent(field);
    return now == null ? null : now.list();
  }

  /** Whether the list was read a moment ago: somebody may have renumbered an older one. */
  public boolean isFresh(Field field) {
    return isYounger(field, FRESH);
  }

  private boolean isYounger(Field field, Duration age) {
    Known now = known.getIfPresent(field);
    return now != null && clock.instant().isBefore(now.at().plus(age));
  }

  /**
   * Reads the list again next, because the instance did not take a value that is in it. False where
   * the list was just read, or whoever asks doubted it within the last minute: then it is right.
   */
  public boolean doubt(Field field, UUID who) {
    if (isYounger(field, JUST_READ) || doubted.asMap().putIfAbsent(who, true) != null) {
      return false;
    }
    known.invalidate(field);
    return true;
  }

  /**
   * Whether the list must be asked for again, because a row has a value that is not in it: somebody
   * added a choice. True at most once a minute, and never for a list that cannot be read.
   */
  public boolean isOutdated(Field field, Set<String> values) {
    Map<String, String> list = of(field);
    return list != null
        && !list.isEmpty()
        && !list.keySet().containsAll(values)
        && askedAgain.asMap().putIfAbsent(field, true) == null;
  }

  /** Reads again whatever is wanted next of that integration. */
  public void forget(String integration) {
    known.asMap().keySet().removeIf(field -> field.integration().equals(integration));
  }

  /** Asks for the list: the table's own choices and those it inherits from task. */
  public static TableCall question(Field field) {
    EncodedQuery lists = new EncodedQuery().is("name", field.table().wireName());
    if (field.table().isTask()) {
      lists.orIs("name", "task");
    }
    return TableCall.list(
        field.integration(),
        Table.SYS_CHOICE,
        lists
            .is("element", field.element())
            .is("inactive", "false")
            .is("language", "en")
            .orderBy("sequence"),
        List.of("name", "value", "label"),
        LIMIT);
  }

  /** The table's own list hides what it would inherit; none means that it cannot be read. */
  public Map<String, String> learn(Field field, TableAnswer answer) {
    Map<String, String> own = new LinkedHashMap<>();
    Map<String, String> inherited = new LinkedHashMap<>();
    for (TableRecord row : answer.rows()) {
      if (row.text("value").isBlank()) {
        continue;
      }
      (row.text("name").equals(field.table().wireName()) ? own : inherited)
          .put(row.text("value"), row.text("label"));
    }
    Map<String, String> choices = own.isEmpty() ? inherited : own;
    known.put(field, new Known(choices, clock.instant()));
    return choices;
  }
}
