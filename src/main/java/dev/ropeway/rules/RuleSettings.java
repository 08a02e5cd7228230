package dev.ropeway.rules;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The rules that configuration provisions, by name. */
@ConfigMapping(prefix = "ropeway.rules")
public interface RuleSettings {

  @WithParentName
  Map<String, Rule> byName();

  /** Turns the recommendations it matches into assignments. */
  interface Rule {

    /** 0 to 1000; the lowest that matches wins (B43). */
    @WithDefault("1000")
    int priority();

    /**
     * What a recommendation must be; all that is named must hold, a rule without any matches all.
     */
    Match match();

    /** The integration that gets the ticket. */
    String integration();

    /** incident, problem, change_request, event or alert; unset: the integration's own default. */
    Optional<String> ticketType();

    /** E-mail, user name, name or sys_id of the owner. */
    Optional<String> assignedTo();

    /** Name or sys_id of the group. */
    Optional<String> assignmentGroup();

    /** E-mail, user name, name or sys_id of the caller. */
    Optional<String> caller();

    /** The time from detection to the due date (B40). */
    Optional<Duration> remediationTimeframe();

    /** Whether the finding does not count until it is overdue (B41). */
    @WithDefault("false")
    boolean gracePeriod();
  }

  /** The conditions of a rule: every one that is given must hold. */
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
}
