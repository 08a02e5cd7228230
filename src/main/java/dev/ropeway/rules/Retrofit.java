package dev.ropeway.rules;

import dev.ropeway.assignment.Assignment;
import dev.ropeway.assignment.Terms;

/** What a rule makes of the terms of an assignment that is here already (B48). */
final class Retrofit {

  private Retrofit() {}

  /**
   * The terms that the assignment is to have. Owner, group and caller belong to ServiceNow once
   * there is a ticket. A timeframe counts from when the assignment was made, so that applying a
   * rule once more moves no date.
   *
   * @param override whether what is there already gives way
   */
  static Terms of(Assignment now, Terms rule, boolean override) {
    Terms terms = now.terms();
    boolean free = now.ticket() == null;
    boolean owned = terms.assignedTo() != null || terms.assignmentGroup() != null;
    boolean named = rule.assignedTo() != null || rule.assignmentGroup() != null;
    boolean owner = free && named && (override || !owned);
    boolean caller = free && rule.caller() != null && override;
    boolean due = rule.remediationTimeframe() != null && (override || terms.dueDate() == null);
    boolean told = rule.notification() != null && override;
    return new Terms(
            owner ? rule.assignedTo() : terms.assignedTo(),
            owner ? rule.assignmentGroup() : terms.assignmentGroup(),
            caller ? rule.caller() : terms.caller(),
            terms.shortDescription(),
            terms.description(),
            terms.priority(),
            terms.impact(),
            terms.urgency(),
            due ? null : terms.dueDate(),
            due ? rule.remediationTimeframe() : terms.remediationTimeframe(),
            due ? rule.gracePeriod() : terms.gracePeriod(),
            told ? rule.notification() : terms.notification())
        .dueFrom(now.createdAt());
  }
}
