package dev.ropeway.sync;

import dev.ropeway.servicenow.Table;
import java.util.ArrayList;
import java.util.List;

/**
 * A check of work items on its way through the tables of an integration, a range of sys_ids at a
 * time.
 *
 * @param left tables still to be checked, the current one first
 * @param after the last sys_id of the current table that is checked
 * @param expected the records of the range
 * @param swept whether the table was read to its end, and its count is next
 * @param doubtful those that the range's answer lacked, in groups that are still to be asked for
 * @param missing those of the table that are not there
 * @param checked how many records of the table were looked for
 */
record CheckRun(
    String integration,
    List<Checked> left,
    String after,
    List<String> expected,
    boolean swept,
    List<List<String>> doubtful,
    List<String> missing,
    int checked,
    int calls,
    int changed,
    int gone) {

  /** A table that is checked, by the kind of ticket that it is imported as. */
  record Checked(String type, Table table) {}

  boolean unfinished() {
    return !left.isEmpty();
  }

  Checked table() {
    return left.get(0);
  }

  CheckRun range(List<String> sysIds) {
    return new CheckRun(
        integration,
        left,
        after,
        sysIds,
        false,
        List.of(),
        missing,
        checked + sysIds.size(),
        calls,
        changed,
        gone);
  }

  /** The range was answered up to a sys_id; what comes behind it belongs to the next one. */
  CheckRun answered(
      String upTo, boolean atEnd, int notReached, List<List<String>> doubts, int more) {
    return new CheckRun(
        integration,
        left,
        upTo,
        expected,
        atEnd,
        doubts,
        missing,
        checked - notReached,
        calls + 1,
        changed + more,
        gone);
  }

  /** A group was answered: some are not there, and others must be asked for in smaller groups. */
  CheckRun judged(List<String> notThere, List<List<String>> smaller, int more) {
    List<String> nowMissing = new ArrayList<>(missing);
    nowMissing.addAll(notThere);
    List<List<String>> doubts = new ArrayList<>(smaller);
    doubts.addAll(doubtful.subList(1, doubtful.size()));
    return new CheckRun(
        integration,
        left,
        after,
        expected,
        swept,
        doubts,
        nowMissing,
        checked,
        calls + 1,
        changed + more,
        gone);
  }

  /** The table is checked, or cannot be. */
  CheckRun next(int marked) {
    return new CheckRun(
        integration,
        left.subList(1, left.size()),
        "",
        List.of(),
        false,
        List.of(),
        List.of(),
        0,
        calls + 1,
        changed,
        gone + marked);
  }
}
