package dev.ropeway.sync;

import dev.ropeway.assignment.Tickets.Applied;
import dev.ropeway.servicenow.Table;
import java.util.List;

/**
 * A reconcile on its way through the open tickets of an integration, a range of sys_ids at a time.
 *
 * @param expected the open tickets of the range
 * @param doubtful those of them that the range's answer lacked, still to be asked for one by one
 * @param missing those that are not there
 */
record ReconcilePass(
    String integration,
    List<Table> left,
    List<String> expected,
    List<String> doubtful,
    List<String> missing,
    int checked,
    int calls,
    Applied applied) {

  Table table() {
    return left.get(0);
  }

  boolean unfinished() {
    return !left.isEmpty();
  }

  ReconcilePass range(List<String> sysIds) {
    return new ReconcilePass(
        integration, left, sysIds, List.of(), missing, checked + sysIds.size(), calls, applied);
  }

  ReconcilePass answered(List<String> doubts, Applied more) {
    return new ReconcilePass(
        integration, left, expected, doubts, missing, checked, calls + 1, applied.plus(more));
  }

  ReconcilePass found(Applied more) {
    return answered(doubtful.subList(1, doubtful.size()), more);
  }

  ReconcilePass lost(List<String> nowMissing) {
    return new ReconcilePass(
        integration,
        left,
        expected,
        doubtful.subList(1, doubtful.size()),
        nowMissing,
        checked,
        calls + 1,
        applied);
  }

  /** With what was read beside the tickets. */
  ReconcilePass reading(int moreCalls) {
    return new ReconcilePass(
        integration, left, expected, doubtful, missing, checked, calls + moreCalls, applied);
  }

  ReconcilePass nextTable() {
    return new ReconcilePass(
        integration,
        left.subList(1, left.size()),
        List.of(),
        List.of(),
        missing,
        checked,
        calls,
        applied);
  }
}
