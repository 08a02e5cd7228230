package dev.ropeway.rules;

import dev.ropeway.assignment.Policy;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import io.smallrye.config.WithParentName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** The rules that configuration provisions, by name; those made over REST have the same keys. */
@ConfigMapping(prefix = "ropeway.rules")
public interface RuleSettings {

  @WithParentName
  Map<String, Rule> byName();

  /** Turns the recommendations it matches into assignments. */
  interface Rule {

    /** Whether it makes assignments; those it made stay as they are in any case (B49). */
    @WithDefault("true")
    boolean enabled();

    /** 0 to 1000; of those with equally broad scopes the lowest that matches wins (B43, B44). */
    @WithDefault("1000")
    int priority();

    /** Paths of which the resource must lie under one; without any the rule is for everything. */
    Optional<Set<String>> scopes();

    /** Paths under which the rule is not for a resource (B47). */
    Optional<Set<String>> excludedScopes();

    /** Sets of conditions of which one must hold (B45). */
    Optional<List<ConditionSet>> conditionSets();

    /** Conditions in short: all that is named must hold, beside one of the condition sets. */
    Match match();

    /** The integration that gets the ticket. */
    String integration();

    /** The name of a ticket type; unset: the integration's own default. */
    Optional<String> ticketType();

    /** The tag that names the owner: of the resource, or of what it lies in (B46). */
    Optional<String> ownerTag();

    /** E-mail, user name, name or sys_id of the owner, where no tag names one. */
    Optional<String> assignedTo();

    /** Name or sys_id of the group. */
    Optional<String> assignmentGroup();

    /** E-mail, user name, name or sys_id of the caller. */
    Optional<String> caller();

    /** The time from detection to the due date (B40). */
    Optional<Duration> remediationTimeframe();

    /** From when the timeframe counts. */
    @WithDefault("acceptance")
    DueFrom dueFrom();

    /** Whether the recommendation does not count until it is overdue (B41). */
    @WithDefault("false")
    boolean gracePeriod();

    /** Who is to be written to about the work (B52). */
    @WithName("notify")
    Notified notified();

    /** Which recommendations share a ticket; unset: those about one package. */
    Optional<Grouping> grouping();

    /** In what recommendations must be equal to share a ticket, instead of a grouping. */
    Optional<List<String>> groupBy();

    /** The grouping that counts; null where there is a groupBy. */
    default Grouping groupingOrDefault() {
      return grouping().orElse(groupBy().isPresent() ? null : Grouping.PACKAGE);
    }

    /** How many tickets it may open in a day; the rest is held. */
    OptionalInt maxNewPerDay();

    /** What becomes of a ticket as its recommendation lives on. */
    Life life();
  }

  /** Conditions that must all hold. */
  interface ConditionSet {
    List<Condition> conditions();
  }

  /** Something that a recommendation must be. */
  interface Condition {

    /** severity, riskLevel, category, tag:environment, …; or Azure's name of it. */
    String property();

    /** Equals, In, NotEquals, Contains, StartsWith or EndsWith. */
    String operator();

    /** What it is compared with; for In several, with commas or as a JSON array. */
    String value();
  }

  /** The conditions of a rule in short: every one that is given must hold. */
  interface Match {

    /** Any of these severities. */
    Optional<Set<String>> severity();

    /** Any of these categories, in any case. */
    Optional<Set<String>> category();

    /** Any of these sources, in any case. */
    Optional<Set<String>> source();

    /** The resource lies under this path. */
    Optional<String> scopePrefix();

    /** Tags that must all have the value given. */
    Map<String, String> tags();
  }

  /** Who is to be written to. */
  interface Notified {
    Optional<Boolean> owner();

    Optional<Boolean> manager();
  }

  /** As {@link Policy} has it; what is unset is as there. */
  interface Life {
    Optional<Policy.Ending> healed();

    Optional<Policy.Ending> healedOnHold();

    Optional<Policy.Ending> exempted();

    Optional<Policy.Ending> deleted();

    Optional<Duration> reopenWithin();

    Optional<Policy.Return> returnedAfterPerson();

    OptionalInt turnsPerDay();

    Optional<String> closeCode();

    Optional<String> closeNote();
  }
}
