package dev.ropeway.sync.activity;

import dev.ropeway.activity.Activity;
import dev.ropeway.activity.ActivityStream;
import dev.ropeway.integration.ReadActivity;
import dev.ropeway.servicenow.EncodedQuery;
import dev.ropeway.servicenow.Table;
import dev.ropeway.servicenow.TableRecord;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A table that a stream is read from: what is asked of it, and what its rows say. */
interface ActivitySource {

  /** What its cursor is called. */
  String name();

  ActivityStream stream();

  Table table();

  /** The columns that are asked for, beside sys_id and sys_created_on. */
  List<String> columns();

  /** What is read, in a text that changes if it does. */
  default String scope(ReadActivity wanted) {
    return "";
  }

  /** Adds the conditions of the stream to those of the window. */
  default EncodedQuery narrow(EncodedQuery query, ReadActivity wanted, OwnNames own) {
    return query;
  }

  /**
   * What a row says; empty if that is nothing for this stream.
   *
   * @param at when it was created
   * @param own as whom Ropeway itself calls the instance
   */
  Optional<Activity> read(String integration, Instant at, TableRecord row, OwnNames own);
}
