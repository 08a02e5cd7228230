package dev.ropeway.rules;

import dev.ropeway.rules.RuleRows.Row;
import dev.ropeway.store.ChangeRefusedException;
import dev.ropeway.store.FollowedTable;
import dev.ropeway.store.InvalidSettingException;
import dev.ropeway.store.StoreReady;
import dev.ropeway.tickettype.TicketTypes;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/** Rules that are made, changed and deleted over REST. Every replica follows within seconds. */
@ApplicationScoped
public class StoredRules {

  private static final Logger LOG = Logger.getLogger(StoredRules.class);

  private final RuleRows rows;
  private final Rules rules;
  private final TicketTypes types;
  private final Clock clock;
  private final FollowedTable table;
  private Map<String, Read> known = Map.of();

  /**
   * A row that was read, so that only changed ones are read again.
   *
   * @param why it cannot be; null when it can
   */
  private record Read(long version, RuleDefinition definition, Rule rule, String why) {}

  StoredRules(RuleRows rows, Rules rules, TicketTypes types, Clock clock) {
    this.types = types;
    this.rows = rows;
    this.rules = rules;
    this.clock = clock;
    table = rows.followed(this::takeOver);
  }

  void start(@Observes @Priority(StoreReady.TAKE_OVER) StoreReady ready) {
    table.start();
  }

  void stop(@Observes ShutdownEvent event) {
    table.stop();
  }

  /** Takes over what another replica may have made a moment ago. */
  void takeOverNow() {
    table.takeOver();
  }

  private void takeOver() {
    Map<String, Read> read = new HashMap<>();
    RuleBook book = rules.configured();
    for (Row row : rows.all()) {
      Read before = known.get(row.name());
      Read now = before != null && before.version() == row.version() ? before : read(row);
      read.put(row.name(), now);
      String why = now.why() == null ? clash(book, now.rule()) : now.why();
      if (why == null) {
        book = book.with(now.definition(), now.rule());
      } else {
        if (!why.equals(rules.unusable().get(row.name()))) {
          LOG.errorf("rule %s is not used: %s", row.name(), why);
        }
        book = book.without(row.name(), why);
      }
    }
    known = read;
    rules.learn(book);
  }

  /** A later version of the program or of its configuration may not go with what is stored. */
  private static Read read(Row row) {
    try {
      RuleDefinition definition =
          new RuleDefinition(row.name(), row.document().read(row.name()), row.edits());
      return new Read(row.version(), definition, definition.rule(), null);
    } catch (InvalidSettingException e) {
      return new Read(row.version(), null, null, e.getMessage());
    }
  }

  /** Why a rule cannot be beside those of a book; null when it can. */
  private static String clash(RuleBook book, Rule rule) {
    return book.definition(rule.name()).isPresent()
        ? "the configuration has a rule of the same name"
        : book.rivalOf(rule)
            .map(rival -> "its priority " + Rules.rivalry(rule, rival))
            .orElse(null);
  }

  /**
   * Makes a rule or changes it; true when it was made.
   *
   * @throws InvalidSettingException naming the setting that is wrong
   * @throws ChangeRefusedException when there is something else in the way
   */
  public boolean put(String name, RuleDocument document, String who) {
    Rule rule = read(name, document);
    boolean made =
        rows.put(name, document, who, clock.instant(), stored -> requireFree(rule, stored));
    table.changed();
    return made;
  }

  /**
   * The rule as it would be stored.
   *
   * @throws InvalidSettingException naming the setting that is wrong
   * @throws ChangeRefusedException when there is something else in the way
   */
  Rule require(String name, RuleDocument document) {
    Rule rule = read(name, document);
    requireFree(rule, rows.all());
    return rule;
  }

  private Rule read(String name, RuleDocument document) {
    requireStored(name);
    return new RuleDefinition(name, document.read(name), null).rule().requireKnown(types);
  }

  private void requireFree(Rule rule, List<Row> stored) {
    RuleBook others = rules.configured();
    for (Row row : stored) {
      Read other = row.name().equals(rule.name()) ? null : read(row);
      if (other != null && other.why() == null) {
        others = others.with(other.definition(), other.rule());
      }
    }
    others
        .rivalOf(rule)
        .ifPresent(
            rival -> {
              throw new ChangeRefusedException("priority " + Rules.rivalry(rule, rival));
            });
  }

  /** Deletes a rule; what it assigned stays (B49). False when there is none of that name. */
  public boolean delete(String name) {
    requireStored(name);
    boolean deleted = rows.delete(name);
    table.changed();
    return deleted;
  }

  private void requireStored(String name) {
    if (rules.configured().definition(name).isPresent()) {
      throw ChangeRefusedException.configured("rule", name);
    }
  }
}
