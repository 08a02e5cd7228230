package dev.ropeway.rules;

import dev.ropeway.assignment.Assignment;
import dev.ropeway.assignment.AssignmentSpec;

/** What a rule makes of the terms of an assignment that is here already (B48). */
final class RuleBackfill {

  private RuleBackfill() {}

  /**
   * The terms that the assignment is to have. Owner, group and caller belong to ServiceNow once
   * there is a ticket. A timeframe counts from when the assignment was made, so that applying a
   * rule once more moves no date.
   *
   * @param override whether what is there already gives way
   */
  static AssignmentSpec of(Assignment now, AssignmentSpec rule, boolean override) {
    AssignmentSpec spec = now.spec();
    boolean free = now.ticket() == null;
    boolean owned = spec.assignedTo() != null || spec.assignmentGroup() != null;
    boolean named = rule.assignedTo() != null || rule.assignmentGroup() != null;
    boolean owner = free && named && (override || !owned);
    boolean caller = free && rule.caller() != null && override;
    boolean due = rule.remediationTimeframe() != null && (override || spec.dueDate() == null);
    boolean told = rule.notification() != null && override;
    return new AssignmentSpec(
            owner ? rule.assignedTo() : spec.assignedTo(),
            owner ? rule.assignmentGroup() : spec.assignmentGroup(),
            caller ? rule.caller() : spec.caller(),
            spec.shortDescription(),
            spec.description(),
            spec.priority(),
            spec.impact(),
            spec.urgency(),
            due ? rule.dueDate() : spec.dueDate(),
            due ? rule.remediationTimeframe() : spec.remediationTimeframe(),
            due ? rule.gracePeriod() : spec.gracePeriod(),
            told ? rule.notification() : spec.notification())
        .dueFrom(now.createdAt());
  }
}
