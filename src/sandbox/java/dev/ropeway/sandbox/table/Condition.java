package dev.ropeway.sandbox.table;

/** One term of an encoded query before it is bound to a table. */
public record Condition(String field, Operator operator, String value) {}
