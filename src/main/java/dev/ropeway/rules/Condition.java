package dev.ropeway.rules;

import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.store.Text;
import java.util.List;
import java.util.Set;

/** Something that a recommendation must be. */
public record Condition(Property property, Operator operator, List<String> values) {

  private static final int SAID = 120;

  /**
   * The condition that these words say.
   *
   * @throws IllegalArgumentException when they say none
   */
  public static Condition of(String property, String operator, List<String> values) {
    Property asked =
        Property.named(property)
            .orElseThrow(
                () -> new IllegalArgumentException("the property " + Property.unknown(property)));
    Operator how =
        Operator.named(operator)
            .orElseThrow(
                () -> new IllegalArgumentException("the operator " + Operator.unknown(operator)));
    List<String> given = values;
    if (how == Operator.IN && values.size() == 1) {
      given = RuleValidator.several(values.get(0));
    }
    if (given.isEmpty() || (how != Operator.IN && given.size() > 1)) {
      throw new IllegalArgumentException(
          how + " takes " + (how == Operator.IN ? "values" : "one value"));
    }
    Set<String> words = how.isExact() ? asked.words() : Set.of();
    given.stream()
        .filter(value -> !words.isEmpty() && words.stream().noneMatch(value::equalsIgnoreCase))
        .findFirst()
        .ifPresent(
            value -> {
              throw new IllegalArgumentException(
                  "the "
                      + asked
                      + " must be one of "
                      + String.join(", ", words)
                      + ", not "
                      + value);
            });
    return new Condition(asked, how, given);
  }

  /** Whether the recommendation is so. What it does not say equals nothing. */
  public boolean holds(Recommendation recommendation) {
    if (isPath()) {
      return values.stream().anyMatch(recommendation::liesUnder);
    }
    boolean met = property.of(recommendation).stream().anyMatch(this::meetsAny);
    return met != (operator == Operator.NOT_EQUALS);
  }

  private boolean meetsAny(String text) {
    return values.stream().anyMatch(value -> operator.meets(text, value));
  }

  /** Whether it holds of a recommendation whose property is this text and nothing else. */
  boolean isMetBy(String text) {
    return property.meanings(text).stream().anyMatch(this::meetsAny)
        != (operator == Operator.NOT_EQUALS);
  }

  /** A scope starts with whole segments: {@code /subscriptions/a} does not start {@code …/ab}. */
  private boolean isPath() {
    return property.field() == Property.Field.SCOPE && operator == Operator.STARTS_WITH;
  }

  /** Whether it asks for its property, rather than ruling something out. */
  boolean wants(Property.Field field) {
    return property.field() == field && operator != Operator.NOT_EQUALS;
  }

  /** What the recommendation is in this respect: {@code severity is high}. */
  String said(Recommendation recommendation) {
    List<String> texts = property.shown(recommendation);
    return property
        + " is "
        + (texts.isEmpty() ? "unknown" : Text.cut(String.join(" or ", texts), SAID));
  }

  /** Why it does not hold: {@code severity is low, not High or Critical}. */
  String unmet(Recommendation recommendation) {
    String wanted = Text.cut(String.join(" or ", values), SAID);
    return said(recommendation)
        + switch (operator) {
          case EQUALS, IN -> ", not " + wanted;
          case NOT_EQUALS -> ", which the rule excludes";
          case CONTAINS -> ", which does not contain " + wanted;
          case STARTS_WITH ->
              (isPath() ? ", which is not under " : ", which does not start with ") + wanted;
          case ENDS_WITH -> ", which does not end with " + wanted;
        };
  }
}
