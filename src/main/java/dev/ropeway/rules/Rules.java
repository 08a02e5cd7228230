package dev.ropeway.rules;

import dev.ropeway.assignment.Order;
import dev.ropeway.assignment.Proposal;
import dev.ropeway.assignment.Recommendation;
import dev.ropeway.assignment.Severity;
import dev.ropeway.assignment.Terms;
import dev.ropeway.assignment.TicketType;
import dev.ropeway.integration.Integration;
import dev.ropeway.integration.Integrations;
import dev.ropeway.integration.InvalidSettingException;
import dev.ropeway.integration.Secrets;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Decides which recommendation becomes which order: the matching rule of the lowest priority whose
 * integration is there and has the recommendation in its scope (B04).
 */
@ApplicationScoped
@Named("rules")
@Startup
public class Rules {

  private static final int LAST_PRIORITY = 1000;

  private final List<Rule> rules;
  private final Integrations integrations;

  Rules(RuleSettings settings, Integrations integrations, Secrets secrets) {
    this.integrations = integrations;
    rules =
        new TreeMap<>(settings.byName())
            .entrySet().stream()
                .map(entry -> rule(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparingInt(Rule::priority).thenComparing(Rule::name))
                .toList();
    if (!secrets.areKept()) {
      // Nobody can make an integration over REST: what is not configured will never be there.
      rules.stream()
          .filter(rule -> integrations.find(rule.integration()).isEmpty())
          .forEach(
              rule -> {
                throw invalid(
                    rule.name(),
                    "integration",
                    "names " + rule.integration() + ", which is not configured");
              });
    }
  }

  /** The same proposals, each with the order that a rule gives it, if any does. */
  public List<Proposal> assign(List<Proposal> proposals) {
    return proposals.stream()
        .map(
            proposal ->
                proposal.isRejected()
                    ? proposal
                    : proposal.ordered(orderFor(proposal.recommendation()).orElse(null)))
        .toList();
  }

  /** Those that rules name; where a rule names none, the integration's own is meant. */
  Set<TicketType> ticketTypes(String integration) {
    return rules.stream()
        .filter(rule -> rule.integration().equals(integration) && rule.ticketType() != null)
        .map(Rule::ticketType)
        .collect(Collectors.toSet());
  }

  private Optional<Order> orderFor(Recommendation finding) {
    for (Rule rule : rules) {
      Optional<Integration> integration = integrations.find(rule.integration());
      if (rule.matches(finding) && integration.isPresent() && integration.get().covers(finding)) {
        return Optional.of(rule.orderTo(integration.get()));
      }
    }
    return Optional.empty();
  }

  private static Rule rule(String name, RuleSettings.Rule settings) {
    if (settings.priority() < 0 || settings.priority() > LAST_PRIORITY) {
      throw invalid(name, "priority", "must be from 0 to " + LAST_PRIORITY);
    }
    TicketType ticketType;
    try {
      ticketType = settings.ticketType().map(TicketType::of).orElse(null);
    } catch (IllegalArgumentException e) {
      throw invalid(name, "ticket-type", e.getMessage());
    }
    Terms terms =
        new Terms(
            settings.assignedTo().orElse(null),
            settings.assignmentGroup().orElse(null),
            settings.caller().orElse(null),
            null,
            null,
            null,
            null,
            null,
            null,
            timeframe(name, settings),
            settings.gracePeriod(),
            null);
    return new Rule(
        name,
        settings.priority(),
        conditions(name, settings.match()),
        settings.integration(),
        ticketType,
        terms);
  }

  private static Duration timeframe(String name, RuleSettings.Rule settings) {
    Duration timeframe = settings.remediationTimeframe().orElse(null);
    if (timeframe != null && (timeframe.isNegative() || timeframe.isZero())) {
      throw invalid(name, "remediation-timeframe", "must be longer than nothing");
    }
    if (timeframe == null && settings.gracePeriod()) {
      throw invalid(name, "grace-period", "needs a remediation-timeframe to end with");
    }
    return timeframe;
  }

  private static Rule.Conditions conditions(String name, RuleSettings.Match match) {
    Set<Severity> severities =
        match.severity().orElse(Set.of()).stream()
            .map(
                word ->
                    Severity.named(word)
                        .orElseThrow(
                            () -> invalid(name, "match.severity", "knows no severity " + word)))
            .collect(Collectors.toSet());
    return new Rule.Conditions(
        severities,
        lower(match.category()),
        lower(match.source()),
        match.scopePrefix().orElse(null),
        Map.copyOf(match.tags()));
  }

  private static Set<String> lower(Optional<Set<String>> words) {
    return words.orElse(Set.of()).stream()
        .map(word -> word.toLowerCase(Locale.ROOT))
        .collect(Collectors.toSet());
  }

  private static InvalidSettingException invalid(String rule, String key, String complaint) {
    return new InvalidSettingException("ropeway.rules." + rule + "." + key, complaint);
  }
}
