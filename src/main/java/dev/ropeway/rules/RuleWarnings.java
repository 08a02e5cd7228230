package dev.ropeway.rules;

import dev.ropeway.correlation.Standing;
import dev.ropeway.correlation.Standing.Echo;
import dev.ropeway.correlation.Standing.Naming;
import dev.ropeway.integration.Integrations;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What may keep a rule from doing what it is there for: a name that nobody has any more (B88). */
@ApplicationScoped
public class RuleWarnings {

  private static final Duration LATELY = Duration.ofDays(30);

  private final Rules rules;
  private final Integrations integrations;
  private final Standing standing;
  private final Clock clock;

  RuleWarnings(Rules rules, Integrations integrations, Standing standing, Clock clock) {
    this.rules = rules;
    this.integrations = integrations;
    this.standing = standing;
    this.clock = clock;
  }

  /** Sentences for the person who looks after the rule; none if all is well. */
  public List<String> of(String name) {
    List<String> warnings = new ArrayList<>();
    rules
        .book()
        .rule(name)
        .ifPresent(
            rule -> {
              if (integrations.find(rule.integration()).isEmpty()) {
                warnings.add("integration " + rule.integration() + " does not exist");
              }
              lost(rule, Property.Field.ASSESSMENT_KEY, Naming.ASSESSMENT_KEY, warnings);
              lost(rule, Property.Field.DISPLAY_NAME, Naming.TITLE, warnings);
            });
    return warnings;
  }

  private void lost(Rule rule, Property.Field field, Naming naming, List<String> warnings) {
    Set<String> names = named(rule, field);
    if (names.isEmpty()) {
      return;
    }
    for (Echo echo : standing.echoes(naming, names, LATELY, clock.instant())) {
      if (!echo.current()) {
        String what = new Property(field, null) + " \"" + echo.name() + "\"";
        warnings.add(
            echo.ever() && !echo.alive()
                ? what + ": all its findings are deleted; it may be deprecated or have another name"
                : what + ": no finding has had it in " + LATELY.toDays() + " days");
      }
    }
  }

  private static Set<String> named(Rule rule, Property.Field field) {
    return rule.conditionSets().stream()
        .flatMap(List::stream)
        .filter(condition -> condition.wants(field) && condition.operator().isExact())
        .flatMap(condition -> condition.values().stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
