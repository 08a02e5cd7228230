package dev.ropeway.integration.check;

import dev.ropeway.integration.Cmdb;
import dev.ropeway.integration.authorization.Authorizations;
import dev.ropeway.servicenow.CmdbClass;
import dev.ropeway.servicenow.Credentials.Grant;
import dev.ropeway.servicenow.Credentials.OAuth;
import dev.ropeway.servicenow.Fault;
import dev.ropeway.servicenow.InstanceProbe;
import dev.ropeway.servicenow.ProbeResult;
import dev.ropeway.servicenow.Table;
import dev.ropeway.servicenow.TableAnswer;
import dev.ropeway.servicenow.TableCall;
import dev.ropeway.servicenow.TableRecord;
import dev.ropeway.servicenow.WrittenFields;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.ProducerTemplate;
import org.jboss.logging.Logger;

/**
 * One test of a connection: looks, logs in, then asks everything else side by side, and ends in
 * time whatever the instance does. It only reads, so that nothing is left behind.
 */
@ApplicationScoped
class Examination {

  private static final Logger LOG = Logger.getLogger(Examination.class);

  /** A test ends within ten seconds; this leaves one for what is not a call. */
  static final Duration LONGEST = Duration.ofSeconds(9);

  private static final Duration LOOK = Duration.ofSeconds(3);

  /** A login may take two calls, and a slow instance is not a wrong one. */
  private static final Duration LOGIN = Duration.ofMillis(5500);

  private static final Duration QUESTION = Duration.ofSeconds(3);

  /** Shorter than this, a question is not worth asking. */
  private static final Duration LEAST = Duration.ofMillis(100);

  private static final int SIDE_BY_SIDE = 4;

  private static final int MOST_CLASSES = 5;

  private final InstanceProbe door;
  private final Authorizations authorizations;
  private final ProducerTemplate camel;
  private final WrittenFields written;
  private final Endings endings;
  private final Clock clock;

  Examination(
      InstanceProbe door,
      Authorizations authorizations,
      ProducerTemplate camel,
      WrittenFields written,
      Endings endings,
      Clock clock) {
    this.door = door;
    this.authorizations = authorizations;
    this.camel = camel;
    this.written = written;
    this.endings = endings;
    this.clock = clock;
  }

  /** Tests it now. */
  ConnectionReport of(Subject subject) {
    Instant startedAt = clock.instant();
    Deadline deadline = new Deadline(LONGEST);
    // Threads of its own: what hangs here must not keep another test waiting. They end by
    // themselves
    // when their calls time out; to interrupt them could break a token's renewal in its middle.
    ExecutorService threads = Executors.newFixedThreadPool(SIDE_BY_SIDE, Examination::thread);
    try {
      Map<ConnectionCheck, Finding> findings = new Run(subject, deadline, threads).findings();
      return ConnectionReport.of(
          subject.integration().name(),
          subject.integration().version(),
          findings,
          startedAt,
          deadline.passed().toMillis(),
          subject.workedAt());
    } finally {
      threads.shutdown();
    }
  }

  private static Set<String> common(Set<String> one, Set<String> other) {
    Set<String> common = new TreeSet<>(one);
    common.retainAll(other);
    return common;
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "connection-test");
    thread.setDaemon(true);
    return thread;
  }

  /** How much of the time is left, by a clock that nobody sets. */
  private record Deadline(long start, long end) {

    Deadline(Duration longest) {
      this(System.nanoTime(), System.nanoTime() + longest.toNanos());
    }

    Duration passed() {
      return Duration.ofNanos(System.nanoTime() - start);
    }

    Duration left(Duration wanted) {
      Duration left = Duration.ofNanos(end - System.nanoTime());
      return left.compareTo(wanted) < 0 ? left : wanted;
    }
  }

  /** The checks of one test, each found out as soon as those that it needs are. */
  private final class Run {
    private final Subject subject;
    private final Deadline deadline;
    private final ExecutorService threads;
    private final Questions questions;
    private final Map<ConnectionCheck, Finding> findings = new EnumMap<>(ConnectionCheck.class);

    Run(Subject subject, Deadline deadline, ExecutorService threads) {
      this.subject = subject;
      this.deadline = deadline;
      this.threads = threads;
      this.questions = new Questions(subject.integration().name());
    }

    Map<ConnectionCheck, Finding> findings() {
      look();
      if (mayGoOn(ConnectionCheck.AUTHORIZED)) {
        CheckAnswer login = wait(ask(questions.me(), LOGIN), LOGIN);
        findings.put(
            ConnectionCheck.AUTHORIZED,
            Identity.authorized(
                subject.connection().credentials(),
                login,
                authorizations.of(subject.integration().name()).orElse(null)));
        if (mayGoOn(ConnectionCheck.ROLES)) {
          askTheRest(login);
        }
      }
      skipTheRest();
      return findings;
    }

    private void look() {
      var connection = subject.connection();
      Future<ProbeResult> look = threads.submit(() -> door.look(connection, LOOK));
      ProbeResult probed = probed(look);
      findings.put(ConnectionCheck.ADDRESS, ReachabilityChecks.address(connection.url(), probed));
      if (mayGoOn(ConnectionCheck.INSTANCE)) {
        findings.put(
            ConnectionCheck.INSTANCE, ReachabilityChecks.instance(connection.url(), probed));
      }
      if (mayGoOn(ConnectionCheck.CLOCK)) {
        findings.put(ConnectionCheck.CLOCK, ReachabilityChecks.clock(probed, signsAssertions()));
      }
    }

    private ProbeResult probed(Future<ProbeResult> look) {
      try {
        return look.get(LOOK.plusMillis(200).toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        // A name that is not resolved in time, or an answer that drips.
        return ProbeResult.none(
            new Fault(Fault.Kind.NOT_SENT, 0, "the instance did not answer in time", "", null),
            false,
            clock.instant(),
            null);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted", e);
      } catch (ExecutionException e) {
        throw new IllegalStateException(e.getCause());
      }
    }

    private boolean signsAssertions() {
      return subject.connection().credentials() instanceof OAuth oauth
          && oauth.grant() == Grant.JWT_BEARER;
    }

    private void askTheRest(CheckAnswer login) {
      List<Table> tables = subject.tables();
      Future<CheckAnswer> roles = ask(questions.roles(), QUESTION);
      Map<Table, Future<CheckAnswer>> tickets = new TreeMap<>();
      tables.forEach(table -> tickets.put(table, ask(questions.tickets(table), QUESTION)));
      Future<CheckAnswer> users = ask(questions.users(), QUESTION);
      Future<CheckAnswer> groups = ask(questions.groups(), QUESTION);
      Future<CheckAnswer> items = looksItemsUp() ? ask(questions.items(), QUESTION) : null;
      Map<CmdbClass, Future<CheckAnswer>> classes = new LinkedHashMap<>();
      classesToMake().forEach(one -> classes.put(one, ask(questions.items(one), QUESTION)));
      Map<Table, Future<CheckAnswer>> imported = reading(subject.imported());
      Map<Table, Future<CheckAnswer>> staging = reading(subject.staging());
      Map<String, Future<CheckAnswer>> logs = new LinkedHashMap<>();
      ActivityChecks.questions(
              subject.integration().name(), subject.integration().activity(), clock.instant())
          .forEach((log, question) -> logs.put(log, ask(question, QUESTION)));
      Future<CheckAnswer> journal = ask(questions.journal(tables.get(0)), QUESTION);
      Future<CheckAnswer> attachments =
          subject.integration().attachments().in()
              ? ask(questions.attachments(List.copyOf(tables)), QUESTION)
              : null;
      Map<Table, Future<CheckAnswer>> choices = new TreeMap<>();
      tables.forEach(
          table -> choices.put(table, ask(questions.choices(table, codeFields(table)), QUESTION)));
      Future<CheckAnswer> mandatory = ask(questions.mandatory(tables), QUESTION);
      Future<CheckAnswer> version = ask(questions.version(), QUESTION);

      List<CheckAnswer> all = new ArrayList<>(List.of(login));
      TableRecord me = Identity.user(login);
      findings.put(ConnectionCheck.TIME_ZONE, PermissionChecks.timeZone(me));
      CheckAnswer held = kept(roles, all);
      UserRoles known = UserRoles.of(held, me);
      findings.put(ConnectionCheck.ROLES, known.finding(held, tables));
      tickets.forEach(
          (table, read) ->
              findings.merge(
                  ConnectionCheck.of(table),
                  PermissionChecks.tickets(table, kept(read, all), known),
                  Finding::worse));
      findings.put(
          ConnectionCheck.USERS, PermissionChecks.people(Table.SYS_USER, kept(users, all)));
      findings.put(
          ConnectionCheck.GROUPS, PermissionChecks.people(Table.SYS_USER_GROUP, kept(groups, all)));
      if (items != null) {
        CheckAnswer read = kept(items, all);
        Map<CmdbClass, CheckAnswer> tablesOfClasses = new LinkedHashMap<>();
        classes.forEach((one, answer) -> tablesOfClasses.put(one, kept(answer, all)));
        findings.put(
            ConnectionCheck.CONFIGURATION_ITEMS,
            subject.integration().cmdb().create()
                ? PermissionChecks.items(read, known, tablesOfClasses)
                : PermissionChecks.items(read));
      }
      if (!imported.isEmpty()) {
        findings.put(ConnectionCheck.WORK_ITEMS, ReadChecks.imported(kept(imported, all)));
      }
      if (!staging.isEmpty()) {
        findings.put(ConnectionCheck.STAGING_TABLES, ReadChecks.staging(kept(staging, all)));
      }
      if (!logs.isEmpty()) {
        Map<String, CheckAnswer> read = new LinkedHashMap<>();
        logs.forEach((log, answer) -> read.put(log, kept(answer, all)));
        findings.put(ConnectionCheck.ACTIVITY, ActivityChecks.finding(read));
      }
      findings.put(ConnectionCheck.JOURNAL, PermissionChecks.journal(kept(journal, all)));
      if (attachments != null) {
        findings.put(
            ConnectionCheck.ATTACHMENTS, PermissionChecks.attachments(kept(attachments, all)));
      }
      findings.put(
          ConnectionCheck.CHOICES,
          PermissionChecks.choices(kept(choices, all), subject::in, endings));
      findings.put(
          ConnectionCheck.MANDATORY_FIELDS,
          PermissionChecks.mandatory(kept(mandatory, all), tables, this::alwaysWritten));
      findings.put(ConnectionCheck.VERSION, PermissionChecks.version(kept(version, all)));
      findings.put(ConnectionCheck.RATE_LIMIT, PermissionChecks.rateLimit(all));
    }

    private Map<Table, Future<CheckAnswer>> reading(List<Table> tables) {
      Map<Table, Future<CheckAnswer>> read = new TreeMap<>();
      tables.forEach(table -> read.put(table, ask(questions.reading(table), QUESTION)));
      return read;
    }

    private Map<Table, CheckAnswer> kept(
        Map<Table, Future<CheckAnswer>> questions, List<CheckAnswer> all) {
      Map<Table, CheckAnswer> answers = new TreeMap<>();
      questions.forEach((table, question) -> answers.put(table, kept(question, all)));
      return answers;
    }

    /** The columns that tickets of every kind in a table have. */
    private Set<String> alwaysWritten(Table table) {
      String integration = subject.integration().name();
      return subject.in(table).stream()
          .map(type -> written.of(integration, type))
          .reduce(Examination::common)
          .orElse(Set.of());
    }

    private Set<String> codeFields(Table table) {
      Set<String> fields = new TreeSet<>();
      subject.in(table).forEach(type -> fields.addAll(endings.codeFields(type)));
      return fields;
    }

    /** Those that somebody configured; a test has not the time for all that may be. */
    private List<CmdbClass> classesToMake() {
      Cmdb cmdb = subject.integration().cmdb();
      return !cmdb.create()
          ? List.of()
          : cmdb.classes().values().stream()
              .distinct()
              .sorted(Comparator.comparing(CmdbClass::name))
              .limit(MOST_CLASSES)
              .toList();
    }

    private boolean looksItemsUp() {
      return !subject.integration().cmdb().lookUpBy().isEmpty();
    }

    private CheckAnswer kept(Future<CheckAnswer> question, List<CheckAnswer> all) {
      CheckAnswer outcome = wait(question, LONGEST);
      all.add(outcome);
      return outcome;
    }

    private Future<CheckAnswer> ask(TableCall call, Duration longest) {
      return threads.submit(() -> answer(call, longest));
    }

    /** Read on the thread that called: what the wire saw is kept there. */
    private CheckAnswer answer(TableCall call, Duration longest) {
      Duration left = deadline.left(longest);
      if (left.compareTo(LEAST) < 0) {
        return CheckAnswer.NOT_ASKED;
      }
      try {
        return CheckAnswer.answered(
            camel.requestBody("direct:call-servicenow", call.within(left), TableAnswer.class));
      } catch (RuntimeException e) {
        Fault fault = Fault.of(e);
        if (fault.kind() == Fault.Kind.OURS) {
          LOG.errorf(
              e,
              "the connection test of %s failed because of an error in Ropeway",
              subject.integration().name());
        }
        return CheckAnswer.failed(fault);
      }
    }

    private CheckAnswer wait(Future<CheckAnswer> question, Duration longest) {
      try {
        return question.get(Math.max(0, deadline.left(longest).toMillis()), TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        return CheckAnswer.NOT_ASKED;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return CheckAnswer.NOT_ASKED;
      } catch (ExecutionException e) {
        throw new IllegalStateException(e.getCause());
      }
    }

    private boolean mayGoOn(ConnectionCheck check) {
      return check.needs().stream()
          .map(findings::get)
          .allMatch(
              finding ->
                  finding != null
                      && (finding.result() == Result.PASS || finding.result() == Result.WARN));
    }

    private void skipTheRest() {
      for (ConnectionCheck check : ConnectionCheck.values()) {
        if (!isUnused(check) && !findings.containsKey(check)) {
          ConnectionCheck missing =
              check.needs().stream()
                  .filter(need -> !findings.containsKey(need) || isBarrier(need))
                  .findFirst()
                  .orElse(ConnectionCheck.ADDRESS);
          findings.put(check, Finding.skipped("needs: " + missing.id()));
        }
      }
    }

    private boolean isUnused(ConnectionCheck check) {
      return switch (check) {
        case CONFIGURATION_ITEMS -> !looksItemsUp();
        case WORK_ITEMS -> subject.imported().isEmpty();
        case STAGING_TABLES -> subject.staging().isEmpty();
        case ACTIVITY -> subject.integration().activity().streams().isEmpty();
        default ->
            check.isTicketTable()
                && subject.tables().stream().noneMatch(table -> ConnectionCheck.of(table) == check);
      };
    }

    private boolean isBarrier(ConnectionCheck need) {
      Result result = findings.get(need).result();
      return result == Result.FAIL || result == Result.SKIPPED;
    }
  }
}
