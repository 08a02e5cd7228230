package dev.ropeway.sandbox;

/** One term of an encoded query before it is bound to a table. */
record Condition(String field, Operator operator, String value) {}
