package dev.ropeway.sync;

import java.util.ArrayList;
import java.util.List;

/**
 * An import on its way through the tables of an integration.
 *
 * @param left tables still to be read, the current one first
 * @param pageSize how many records are asked for at once
 * @param calls made so far
 * @param changed records that were new or newer
 */
record ImportRun(String integration, List<TableRun> left, int pageSize, int calls, int changed) {

  /** Fewer records than that are not worth another try. */
  private static final int SMALLEST_PAGE = 50;

  boolean unfinished() {
    return !left.isEmpty();
  }

  TableRun table() {
    return left.get(0);
  }

  /** The same table goes on. */
  ImportRun with(TableRun current, int more) {
    List<TableRun> all = new ArrayList<>(left);
    all.set(0, current);
    return new ImportRun(integration, all, pageSize, calls + 1, changed + more);
  }

  /** The next table has its turn, and this one after all others. */
  ImportRun turning(TableRun current, int more) {
    List<TableRun> all = new ArrayList<>(left.subList(1, left.size()));
    all.add(current);
    return new ImportRun(integration, all, pageSize, calls + 1, changed + more);
  }

  /** This table is read, or cannot be. */
  ImportRun next() {
    return new ImportRun(integration, left.subList(1, left.size()), pageSize, calls + 1, changed);
  }

  boolean mayAskForLess() {
    return pageSize / 2 >= SMALLEST_PAGE;
  }

  /** The same page again, half as long. */
  ImportRun askingForLess() {
    return new ImportRun(integration, left, pageSize / 2, calls + 1, changed);
  }
}
