package dev.ropeway.assignment.lists;

import dev.ropeway.assignment.TicketPages;
import dev.ropeway.recommendation.Severity;
import dev.ropeway.store.Database;
import dev.ropeway.store.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.StreamSupport;

/** Tells what work is open, of each owner and group and recommendation by recommendation. */
@ApplicationScoped
public class OpenWork {

  /** Tickets that are named for one recommendation. */
  private static final int TICKETS = 3;

  private static final String OWNERS =
      """
      select integration, false as grouped, OWNER as key, max(assigned_to) as name
      from assignment a where LIVE and a.assigned_to is not null and %1$s group by 1, 3
      union all
      select integration, true, GROUP, max(coalesce(a.ticket_group, a.terms ->> 'assignmentGroup'))
      from assignment a where LIVE and a.assigned_to is null and GROUP <> '' and %2$s group by 1, 3
      order by 1, 2, 3
      """
          .replace("OWNER", AssignmentSql.OWNER)
          .replace("GROUP", AssignmentSql.GROUP)
          .replace("LIVE", AssignmentSql.LIVE);

  private static final String FIGURES =
      """
      with work as (
        select a.integration, a.id, a.recommendation_key, a.severity, %1$s as rank, a.due_at, a.ticket_number, a.ticket_table,
          a.ticket_sys_id, who.key, case when a.due_at < :now then 0 when a.due_at < :soon then 1 else 2 end as standing
        from unnest(cast(:integrations as text[]), cast(:keys as text[])) as who (integration, key)
        join assignment a on a.integration = who.integration and %2$s and %3$s
        where coalesce(a.terms -> 'notify' ->> :told, 'true') = 'true' and (cast(:severity as text) is null or a.severity = :severity)
      ), urgent as (
        select w.*, case when :byOwner then w.integration end as of_integration, case when :byOwner then w.key end as of_key,
          left(r.document ->> 'title', 500) as title, left(r.document ->> 'remediation', 8000) as remediation
        from work w join recommendation r on r.key = w.recommendation_key
        where standing = 0 or standing = 1 and not :byOwner
      ), placed as (
        select *, row_number() over (partition by standing, severity, title, of_integration, of_key order by due_at, id) as place
        from urgent
      ), listed as (
        select standing, severity, title, of_integration as integration, of_key as key, count(*) as resources,
          min(due_at) as due, max(remediation) as remediation,
          jsonb_agg(jsonb_build_object('integration', integration, 'table', ticket_table, 'sysId', ticket_sys_id,
            'number', ticket_number) order by place) filter (where place <= %4$d and ticket_number is not null) as tickets,
          count(*) over () as groups
        from placed group by standing, rank, severity, title, of_integration, of_key
        order by standing, rank desc, count(*) desc, min(due_at), title limit :limit
      )
      select 'total' as part, null as severity, null as title, null as integration, null as key, null as due,
        null as remediation, cast(null as jsonb) as tickets, 0 as standing, count(*) filter (where standing = 0) as overdue,
        count(*) filter (where standing = 1) as soon, count(*) filter (where standing = 2) as later,
        coalesce((select max(groups) from listed), 0) as groups from work
      union all
      select 'owner', null, null, integration, key, min(due_at), null, cast(null as jsonb), 0, count(*), 0, 0, 0
      from work where :byOwner and standing = 0 group by integration, key
      union all
      select 'group', severity, title, integration, key, due, remediation, tickets, standing, resources, 0, 0, 0 from listed
      """;

  private final Database database;
  private final TicketPages pages;

  OpenWork(Database database, TicketPages pages) {
    this.database = database;
    this.pages = pages;
  }

  /**
   * Who has open work, or which group, of an integration.
   *
   * @param key as lists have it
   * @param name as it was written; null where only the key is known
   */
  public record Whose(String integration, boolean group, String key, String name) {

    /** The same, to be compared with others. */
    public Whose withoutName() {
      return new Whose(integration, group, key, null);
    }
  }

  /** Which of the work is told. */
  public enum Told {
    /** That of people, to them. */
    OWNER,
    /** What people have overdue, to their manager. */
    MANAGER,
    /** That of groups which no person of them owns. */
    GROUP
  }

  /**
   * What work is meant.
   *
   * @param severity null for any
   * @param soon before when work is due soon
   * @param limit how many groups of work are listed
   */
  public record Question(
      Told told,
      Collection<Whose> whose,
      Severity severity,
      Instant now,
      Instant soon,
      int limit) {}

  /** A ticket; the address is null where its integration is no longer there. */
  public record TicketLink(String number, String url) {}

  /**
   * The work on one recommendation: all that is overdue, or all that is due soon.
   *
   * @param whose its integration and owner; null where those are not told apart
   * @param resources how many assignments there are
   * @param due the first of their due dates
   * @param tickets some of their tickets
   */
  public record Group(
      Whose whose,
      Severity severity,
      String title,
      String remediation,
      boolean overdue,
      long resources,
      Instant due,
      List<TicketLink> tickets) {}

  /** What one of several owners has overdue. */
  public record OfOwner(Whose whose, long overdue, Instant due) {}

  /**
   * @param groups the most urgent, as many as were asked for
   * @param allGroups how many there are
   * @param owners only where owners are told apart
   */
  public record Figures(
      long overdue,
      long soon,
      long later,
      List<Group> groups,
      long allGroups,
      List<OfOwner> owners) {

    /** Assignments that are overdue or due soon, and not among the groups that are listed. */
    public long unlisted(boolean overdueOnly) {
      long all = overdueOnly ? overdue : overdue + soon;
      return all - groups.stream().mapToLong(Group::resources).sum();
    }
  }

  /** All that have open work. Reads all of it. */
  public List<Whose> owners() {
    return owners(OWNERS.formatted("true", "true"), List.of());
  }

  /** Those of these keys that have open work. */
  public List<Whose> owners(Collection<String> keys) {
    return owners(
        OWNERS.formatted(
            AssignmentSql.OWNER + " = any (:keys)", AssignmentSql.GROUP + " = any (:keys)"),
        keys);
  }

  private List<Whose> owners(String sql, Collection<String> keys) {
    return database.inTransaction(
        handle ->
            Statements.planned(handle)
                .createQuery(sql)
                .bindByType("keys", keys.toArray(String[]::new), String[].class)
                .map(
                    (rs, context) ->
                        new Whose(
                            rs.getString("integration"),
                            rs.getBoolean("grouped"),
                            rs.getString("key"),
                            rs.getString("name")))
                .list());
  }

  /** What is open at that moment; work whose owner wants no mail is left out. */
  public Figures of(Question question) {
    Told told = question.told();
    String match =
        told == Told.GROUP
            ? AssignmentSql.GROUP + " = who.key and a.assigned_to is null"
            : AssignmentSql.OWNER + " = who.key";
    return database.inTransaction(
        handle ->
            Statements.planned(handle)
                .createQuery(
                    FIGURES.formatted(AssignmentSql.SEVERITY, match, AssignmentSql.LIVE, TICKETS))
                .bindByType(
                    "integrations",
                    question.whose().stream().map(Whose::integration).toArray(String[]::new),
                    String[].class)
                .bindByType(
                    "keys",
                    question.whose().stream().map(Whose::key).toArray(String[]::new),
                    String[].class)
                .bind("told", told == Told.MANAGER ? "manager" : "owner")
                .bind("byOwner", told == Told.MANAGER)
                .bind("severity", question.severity() == null ? null : question.severity().word())
                .bind("now", question.now())
                .bind("soon", question.soon())
                .bind("limit", question.limit())
                .reduceResultSet(new Sum(), (sum, rs, context) -> sum.add(this, rs))
                .figures());
  }

  /** What the parts of an answer come to. */
  private static final class Sum {
    private final List<Group> groups = new ArrayList<>();
    private final List<OfOwner> owners = new ArrayList<>();
    private long overdue;
    private long soon;
    private long later;
    private long allGroups;

    Sum add(OpenWork work, ResultSet rs) throws SQLException {
      switch (rs.getString("part")) {
        case "total" -> {
          overdue = rs.getLong("overdue");
          soon = rs.getLong("soon");
          later = rs.getLong("later");
          allGroups = rs.getLong("groups");
        }
        case "owner" -> owners.add(new OfOwner(whose(rs), rs.getLong("overdue"), time(rs)));
        default -> groups.add(work.group(rs));
      }
      return this;
    }

    Figures figures() {
      return new Figures(overdue, soon, later, List.copyOf(groups), allGroups, List.copyOf(owners));
    }
  }

  private Group group(ResultSet rs) throws SQLException {
    return new Group(
        whose(rs),
        Severity.named(rs.getString("severity")).orElse(Severity.MEDIUM),
        rs.getString("title"),
        rs.getString("remediation"),
        rs.getInt("standing") == 0,
        rs.getLong("overdue"),
        time(rs),
        tickets(rs.getString("tickets")));
  }

  private static Whose whose(ResultSet rs) throws SQLException {
    String key = rs.getString("key");
    return key == null ? null : new Whose(rs.getString("integration"), false, key, null);
  }

  private static Instant time(ResultSet rs) throws SQLException {
    Timestamp due = rs.getTimestamp("due");
    return due == null ? null : due.toInstant();
  }

  private List<TicketLink> tickets(String json) {
    return json == null
        ? List.of()
        : StreamSupport.stream(Json.tree(json).spliterator(), false)
            .map(
                ticket ->
                    new TicketLink(
                        ticket.path("number").asText(),
                        pages.of(
                            ticket.path("integration").asText(),
                            ticket.path("table").asText(),
                            ticket.path("sysId").asText())))
            .toList();
  }
}
