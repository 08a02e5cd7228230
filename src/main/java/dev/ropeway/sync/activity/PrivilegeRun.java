package dev.ropeway.sync.activity;

import dev.ropeway.activity.PrivilegeListing;

/**
 * A listing of roles on its way.
 *
 * @param listing where it stands; null if there is nothing to do
 * @param hidden rows behind the place that cannot be read, and are left out
 * @param calls made so far
 */
public record PrivilegeRun(
    String integration, PrivilegeListing listing, int hidden, int pageSize, int calls, int listed) {

  private static final int SMALLEST_PAGE = 50;

  boolean unfinished() {
    return listing != null;
  }

  PrivilegeRun at(PrivilegeListing next, int more) {
    return new PrivilegeRun(integration, next, 0, pageSize, calls + 1, listed + more);
  }

  PrivilegeRun hiding() {
    return new PrivilegeRun(integration, listing, hidden + pageSize, pageSize, calls + 1, listed);
  }

  PrivilegeRun over() {
    return at(null, 0);
  }

  boolean mayAskForLess() {
    return pageSize / 2 >= SMALLEST_PAGE;
  }

  PrivilegeRun askingForLess() {
    return new PrivilegeRun(integration, listing, hidden, pageSize / 2, calls + 1, listed);
  }
}
