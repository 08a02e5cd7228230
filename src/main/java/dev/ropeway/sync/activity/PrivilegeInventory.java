package dev.ropeway.sync.activity;

import dev.ropeway.activity.ActivityStream;
import dev.ropeway.activity.Privilege;
import dev.ropeway.activity.Privilege.Holder;
import dev.ropeway.activity.PrivilegeListing;
import dev.ropeway.activity.Privileges;
import dev.ropeway.integration.Integration;
import dev.ropeway.integration.Integrations;
import dev.ropeway.servicenow.EncodedQuery;
import dev.ropeway.servicenow.Fault;
import dev.ropeway.servicenow.Purpose;
import dev.ropeway.servicenow.Stamp;
import dev.ropeway.servicenow.SysId;
import dev.ropeway.servicenow.Table;
import dev.ropeway.servicenow.TableAnswer;
import dev.ropeway.servicenow.TableCall;
import dev.ropeway.servicenow.TableRecord;
import dev.ropeway.sync.PollTurns;
import dev.ropeway.sync.Sync;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;
import org.jboss.logging.Logger;

/**
 * Lists who has which role, by keyset on sys_id, once a day; polls of activity go on with a listing
 * that was cut short.
 */
@ApplicationScoped
@Named("privilegeInventory")
@RegisterForReflection // routes call it by name
public class PrivilegeInventory {

  private static final Logger LOG = Logger.getLogger(PrivilegeInventory.class);
  private static final int NAME = 100;

  private static final List<String> OF_USERS =
      List.of(
          "sys_id",
          "sys_created_on",
          "inherited",
          "user",
          "user.user_name",
          "user.name",
          "user.active",
          "user.last_login_time",
          "role.name");

  private static final List<String> OF_GROUPS =
      List.of(
          "sys_id",
          "sys_created_on",
          "inherits",
          "group",
          "group.name",
          "group.active",
          "role.name");

  private final Integrations integrations;
  private final Privileges privileges;
  private final PollTurns turns;
  private final Clock clock;

  PrivilegeInventory(
      Integrations integrations, Privileges privileges, PollTurns turns, Clock clock) {
    this.integrations = integrations;
    this.privileges = privileges;
    this.turns = turns;
    this.clock = clock;
  }

  /** A new listing, unless one is under way. */
  public PrivilegeRun begin(@Body String name) {
    Integration integration = integrations.named(name);
    PrivilegeRun known = goOn(name);
    if (known.unfinished() || !integration.activity().has(ActivityStream.PRIVILEGES)) {
      return known;
    }
    PrivilegeListing first =
        new PrivilegeListing(
            name,
            integration.url().toString(),
            clock.instant().truncatedTo(ChronoUnit.MICROS),
            Table.SYS_USER_HAS_ROLE.wireName(),
            "",
            null);
    privileges.begin(first);
    return run(integration, first);
  }

  /** The listing that was cut short, if one was. */
  public PrivilegeRun goOn(@Body String name) {
    Integration integration = integrations.named(name);
    Optional<PrivilegeListing> known =
        integration.activity().has(ActivityStream.PRIVILEGES)
            ? privileges.listing(name)
            : Optional.empty();
    return run(
        integration,
        known
            .filter(PrivilegeListing::isUnderWay)
            .filter(listing -> listing.instance().equals(integration.url().toString()))
            .orElse(null));
  }

  private static PrivilegeRun run(Integration integration, PrivilegeListing listing) {
    return new PrivilegeRun(integration.name(), listing, 0, integration.pageSize(), 0, 0);
  }

  public boolean unfinished(@ExchangeProperty("listing") PrivilegeRun run) {
    return run.unfinished() && turns.mayCheck(run.integration());
  }

  public TableCall ask(@ExchangeProperty("listing") PrivilegeRun run) {
    PrivilegeListing at = run.listing();
    EncodedQuery query = new EncodedQuery();
    if (!at.placeId().isEmpty()) {
      query.where("sys_id", ">", at.placeId());
    }
    return TableCall.list(
            run.integration(),
            table(at),
            query.orderBy("sys_id"),
            ofUsers(at) ? OF_USERS : OF_GROUPS,
            run.pageSize())
        .from(run.hidden())
        .as(Purpose.IMPORT);
  }

  private static Table table(PrivilegeListing at) {
    return ofUsers(at) ? Table.SYS_USER_HAS_ROLE : Table.SYS_GROUP_HAS_ROLE;
  }

  private static boolean ofUsers(PrivilegeListing at) {
    return at.source().equals(Table.SYS_USER_HAS_ROLE.wireName());
  }

  /** Stores a page with its place; the next page, the groups or the end follows. */
  public PrivilegeRun apply(
      @ExchangeProperty("listing") PrivilegeRun run, @Body TableAnswer answer) {
    PrivilegeListing at = run.listing();
    Long total = answer.headers().total();
    if (answer.received() == 0 && total != null && total > run.hidden()) {
      return run.hiding();
    }
    boolean over =
        answer.received() == 0 || total != null && total - run.hidden() <= run.pageSize();
    if (over && answer.received() == 0 && total != null && total > 0 && at.placeId().isEmpty()) {
      // Nobody has no roles at all: what was listed before stays.
      return refused(
          run, "the instance hides all rows of " + at.source() + ": give the missing role");
    }
    List<Privilege> page =
        answer.rows().stream()
            .filter(row -> SysId.matches(row.sysId()))
            .flatMap(row -> read(run.integration(), ofUsers(at), row).stream())
            .toList();
    PrivilegeListing next =
        over
            ? at.at(Table.SYS_GROUP_HAS_ROLE.wireName(), "")
            : at.at(at.source(), last(at, answer));
    boolean finished = over && !ofUsers(at);
    if (!privileges.store(at, finished ? at : next, page)) {
      return run.over();
    }
    if (finished) {
      privileges.finish(at, clock.instant());
      return run.at(null, page.size());
    }
    return run.at(next, page.size());
  }

  private static String last(PrivilegeListing at, TableAnswer answer) {
    String last =
        answer.rows().isEmpty() ? "" : answer.rows().get(answer.rows().size() - 1).sysId();
    if (!SysId.matches(last) || last.compareTo(at.placeId()) <= 0) {
      throw TableAnswer.unusable(
          "the instance ignores the order or the range of the listing: check its query_range ACLs");
    }
    return last;
  }

  private static Optional<Privilege> read(String integration, boolean user, TableRecord row) {
    String role = RowText.text(row.text("role.name"), NAME);
    if (role == null) {
      return Optional.empty();
    }
    String whose = user ? "user" : "group";
    return Optional.of(
        new Privilege(
            integration,
            row.sysId(),
            user ? Holder.USER : Holder.GROUP,
            RowText.name(row, whose),
            RowText.name(row, user ? "user.user_name" : "group.name"),
            user ? RowText.name(row, "user.name") : null,
            role,
            "true".equals(row.get("inherited")),
            !"false".equals(row.get(whose + ".active")),
            Stamp.parse(row.get("sys_created_on")),
            user ? Stamp.parse(row.get("user.last_login_time")) : null));
  }

  /** A page that was cut off is asked for again, half as long; what is refused ends the listing. */
  public PrivilegeRun failed(
      @ExchangeProperty("listing") PrivilegeRun run,
      @ExchangeProperty("CamelExceptionCaught") Exception thrown)
      throws Exception {
    Fault fault = Fault.of(thrown);
    boolean cut = fault.kind() == Fault.Kind.UNREADABLE || fault.kind() == Fault.Kind.NO_ANSWER;
    if (cut && run.mayAskForLess()) {
      return run.askingForLess();
    }
    if (fault.kind() != Fault.Kind.REFUSED && fault.kind() != Fault.Kind.UNREADABLE) {
      throw thrown;
    }
    return refused(run, fault.said());
  }

  private PrivilegeRun refused(PrivilegeRun run, String why) {
    LOG.warnf(
        "the roles of %s cannot be listed (%s); they are listed again tomorrow",
        run.integration(), why);
    privileges.refused(run.integration(), why, clock.instant());
    return run.over();
  }

  public Sync.Report report(@ExchangeProperty("listing") PrivilegeRun run) {
    if (run.listed() > 0) {
      LOG.infof("%s: listed %d roles with %d calls", run.integration(), run.listed(), run.calls());
    }
    return new Sync.Report(run.integration(), run.calls(), run.listed(), 0, 0, 0, 0, List.of());
  }
}
