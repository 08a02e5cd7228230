package dev.ropeway.servicenow;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import dev.ropeway.servicenow.Identification.Choice;
import dev.ropeway.servicenow.Identification.Key;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Configuration items by what recommendations call them (E31), and the services they belong to.
 * What was found is remembered a while, and for a shorter while what was not.
 */
@ApplicationScoped
// Caffeine makes its kinds of caches and entries by their names.
@RegisterForReflection(
    classNames = {
      "com.github.benmanes.caffeine.cache.SSMSA",
      "com.github.benmanes.caffeine.cache.SSMSW",
      "com.github.benmanes.caffeine.cache.PSWMS"
    })
public class ConfigurationItems {

  /** As many candidates as a person wants to read. */
  private static final int SHOWN = 5;

  private static final int LIMIT = 20;

  /** What of an address an instance may take is 2048 characters; escaping makes three of some. */
  private static final int LONGEST_QUERY = 1000;

  private final Cache<Wanted, Lived<Known>> known;
  private final Cache<Owned, Lived<Known>> services;
  private final Cache<Missing, Boolean> missing;
  private final Clock clock;

  /** A configuration item by its keys, the most trusted first: column and what it must hold. */
  public record Wanted(String integration, List<Column> columns) {

    /** One way to know it. */
    public record Column(String name, String value) {}

    public Wanted {
      columns = List.copyOf(columns);
    }

    /** Those of its keys that a query can carry, and no more than an address can. */
    private Identification keys() {
      List<Key> keys = new ArrayList<>();
      int length = 0;
      for (Column column : columns) {
        length += column.name().length() + column.value().length() + 4;
        if (length > LONGEST_QUERY) {
          break;
        }
        if (EncodedQuery.isSafe(column.value())) {
          keys.add(new Key(column.name(), column.value()));
        }
      }
      return new Identification(keys);
    }

    /** Whether there is anything to ask by. */
    public boolean canBeAsked() {
      return !keys().keys().isEmpty();
    }

    /** The call that looks it up, in every class at once. */
    public TableCall call() {
      Set<String> fields = new LinkedHashSet<>(List.of("sys_id", "name", "sys_class_name"));
      fields.add("install_status");
      keys().keys().forEach(key -> fields.add(key.field()));
      return TableCall.list(
          integration, Table.CMDB_CI, keys().ask(new EncodedQuery()), List.copyOf(fields), LIMIT);
    }
  }

  /** What is known of one. */
  public sealed interface Known {

    /** Exactly one is meant. */
    record One(String sysId) implements Known {}

    /** None is there, as of when that was asked. */
    record None(Instant asked) implements Known {}

    /** Nobody can say which is meant, and why. */
    record Untold(String why) implements Known {}
  }

  private record Lived<T>(T what, Instant since, Duration life) {}

  /** A configuration item whose service is asked for. */
  public record Owned(String integration, String sysId) {

    /** The call that finds its service. */
    public TableCall call() {
      return TableCall.list(
          integration,
          Table.SVC_CI_ASSOC,
          new EncodedQuery().is("ci_id", sysId),
          List.of("sys_id", "ci_id", "service_id", "service_id.name"),
          LIMIT);
    }
  }

  private record Missing(String integration, CmdbClass itemClass) {}

  ConfigurationItems(Clock clock) {
    this.clock = clock;
    known = cache();
    services = cache();
    missing = Caffeine.newBuilder().expireAfterWrite(Duration.ofDays(1)).maximumSize(1000).build();
  }

  private <K> Cache<K, Lived<Known>> cache() {
    return Caffeine.newBuilder()
        .expireAfter(Expiry.<K, Lived<Known>>creating((key, one) -> one.life()))
        .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
        .maximumSize(100_000)
        .build();
  }

  /** What is known without asking; null if nothing is. */
  public Known find(Wanted wanted) {
    return what(known.getIfPresent(wanted));
  }

  /** Its service, as far as that is known without asking; null if it was not asked for. */
  public Known service(Owned item) {
    return what(services.getIfPresent(item));
  }

  private static Known what(Lived<Known> lived) {
    return lived == null ? null : lived.what();
  }

  /** What an answer says of the one that was asked for. */
  public static Known read(Wanted wanted, TableAnswer answer, Instant asked) {
    Choice choice = preferred(wanted.keys().choose(answer, LIMIT));
    return switch (choice.result()) {
      case ONE -> new Known.One(choice.row().sysId());
      case SEVERAL -> new Known.Untold("several items match: " + candidates(choice.rows(), "name"));
      case HIDDEN -> new Known.Untold("the integration user may not read it");
      case NONE -> new Known.None(asked);
    };
  }

  /** Of several of which all but one are retired (install status 7), that one. */
  private static Choice preferred(Choice choice) {
    if (choice.result() != Identification.Result.SEVERAL || choice.rows().size() < 2) {
      return choice;
    }
    List<TableRecord> inUse =
        choice.rows().stream().filter(row -> !row.text("install_status").equals("7")).toList();
    return inUse.size() == 1 ? new Choice(Identification.Result.ONE, inUse) : choice;
  }

  /** What an answer says of its service. */
  public static Known readService(Owned item, TableAnswer answer, Instant asked) {
    List<TableRecord> fitting =
        answer.rows().stream()
            .filter(row -> row.text("ci_id").equals(item.sysId()))
            .filter(row -> SysId.matches(row.text("service_id")))
            .toList();
    Set<String> ids =
        fitting.stream().map(row -> row.text("service_id")).collect(Collectors.toSet());
    return switch (ids.size()) {
      case 0 -> new Known.None(asked);
      case 1 -> new Known.One(ids.iterator().next());
      default ->
          new Known.Untold(
              "it belongs to several services: " + candidates(fitting, "service_id.name"));
    };
  }

  private static String candidates(List<TableRecord> rows, String name) {
    List<String> shown =
        rows.stream()
            .map(row -> row.text(name).isEmpty() ? row.sysId() : row.text(name) + detail(row))
            .distinct()
            .toList();
    String text = shown.stream().limit(SHOWN).collect(Collectors.joining(", "));
    return shown.size() > SHOWN ? text + ", …" : text;
  }

  private static String detail(TableRecord row) {
    return row.text("sys_class_name").isEmpty()
        ? ""
        : " (" + row.text("sys_class_name") + " " + row.sysId() + ")";
  }

  public void remember(Wanted wanted, Known what, Duration life) {
    known.put(wanted, new Lived<>(what, clock.instant(), life));
  }

  public void remember(Owned item, Known service, Duration life) {
    services.put(item, new Lived<>(service, clock.instant(), life));
  }

  public void forget(Wanted wanted) {
    known.invalidate(wanted);
  }

  public void forgetAll() {
    known.invalidateAll();
    services.invalidateAll();
    missing.invalidateAll();
  }

  /**
   * Forgets what was found after a refusal that may be due to it, unless it was learned just now;
   * whether there was something to forget.
   */
  public boolean doubt(Wanted wanted, Duration justNow) {
    Lived<Known> one = known.getIfPresent(wanted);
    if (one == null
        || !(one.what() instanceof Known.One)
        || one.since().plus(justNow).isAfter(clock.instant())) {
      return false;
    }
    known.invalidate(wanted);
    return true;
  }

  /** Takes in that an instance does not have a class; its items are made as {@code cmdb_ci}. */
  public void lacks(String integration, CmdbClass itemClass) {
    missing.put(new Missing(integration, itemClass), true);
  }

  /** The class itself, or {@code cmdb_ci} where the instance does not have it. */
  public CmdbClass existing(String integration, CmdbClass itemClass) {
    return missing.getIfPresent(new Missing(integration, itemClass)) == null
        ? itemClass
        : CmdbClass.ANY;
  }
}
