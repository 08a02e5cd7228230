package dev.ropeway.rest;

import dev.ropeway.assignment.Page;
import dev.ropeway.assignment.lists.AssignmentFilter.Period;
import dev.ropeway.assignment.lists.AssignmentSummaries;
import dev.ropeway.assignment.lists.AssignmentSummary;
import dev.ropeway.assignment.lists.OwnerFigures;
import dev.ropeway.assignment.lists.Owners;
import dev.ropeway.assignment.lists.RuleFigures;
import dev.ropeway.assignment.lists.RuleHits;
import dev.ropeway.recommendation.Bounds;
import dev.ropeway.rules.Rules;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.Headers;

/** The steps of the routes that count assignments. */
@ApplicationScoped
@Named("assignmentFigures")
@RegisterForReflection // routes call it by name
public class AssignmentFiguresResource {

  private static final int DEFAULT_DAYS = 30;
  private static final int MAX_DAYS = 400;

  private final AssignmentSummaries summaries;
  private final Owners owners;
  private final RuleHits hits;
  private final Rules rules;

  AssignmentFiguresResource(
      AssignmentSummaries summaries, Owners owners, RuleHits hits, Rules rules) {
    this.summaries = summaries;
    this.owners = owners;
    this.hits = hits;
    this.rules = rules;
  }

  public AssignmentSummary summary(@Headers Map<String, Object> headers) {
    Query query = new Query(headers);
    return summaries.of(days(query), query.time("since"), query.within());
  }

  /** What each rule made, also those that cannot be used any more. */
  public RuleFigures rules(@Headers Map<String, Object> headers) {
    Set<String> names = new TreeSet<>(rules.unusable().keySet());
    rules.all().forEach(rule -> names.add(rule.name()));
    return hits.of(names, days(new Query(headers)));
  }

  private static int days(Query query) {
    Integer days = query.number("days", 1, MAX_DAYS);
    return days == null ? DEFAULT_DAYS : days;
  }

  public Page<OwnerFigures> owners(@Headers Map<String, Object> headers) {
    Query query = new Query(headers);
    String by = query.word("by");
    String word = query.word("sort", Owners.Sort.words());
    Owners.Sort sort = word == null ? Owners.Sort.MOST_OVERDUE : Owners.Sort.of(word).orElseThrow();
    Owners.Place from = query.cursor(Owners.Place::of);
    if (from != null && from.sort() != sort) {
      throw AssignmentPages.otherOrder();
    }
    String scope = query.text("scope");
    Page<OwnerFigures> page =
        owners.page(
            by == null ? Owners.By.OWNER : Owners.By.of(by),
            new Owners.Filter(
                query.text("integration"),
                query.text("rule"),
                scope == null ? Bounds.EVERYTHING : Bounds.within(List.of(scope)),
                new Period(query.time("from"), query.time("to")),
                query.within()),
            sort,
            from,
            query.limit());
    return new Page<>(page.items(), Query.cursorOf(page.next()));
  }
}
