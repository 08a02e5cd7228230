package dev.ropeway.sandbox.table;

/** One term of an encoded query before it is bound to a table. */
public record QueryTerm(String field, QueryOperator operator, String value) {}
