package dev.ropeway.rest;

import dev.ropeway.rules.RuleDocument;

/** A rule that is to be tried before it is stored. */
public record UnsavedRule(String name, RuleDocument document) {}
