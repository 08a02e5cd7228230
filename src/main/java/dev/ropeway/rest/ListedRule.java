package dev.ropeway.rest;

/** A rule of a list: as it is, or what is known of one that cannot be used. */
sealed interface ListedRule permits RuleView, RuleView.Unusable {

  /** Orders a list: by priority and name, and last those that cannot be used. */
  String place();
}
