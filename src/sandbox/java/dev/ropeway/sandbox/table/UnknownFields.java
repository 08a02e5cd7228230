package dev.ropeway.sandbox.table;

/** What a condition on a column that does not exist does to a query. */
public enum UnknownFields {
  /** The condition is dropped and the rest of the query runs: the platform's default. */
  DROP,
  /** glide.invalid_query.returns_no_rows=true. */
  NO_ROWS,
  /** Query ACLs are enforced. */
  FORBID
}
