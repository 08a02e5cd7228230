package dev.ropeway.digest;

import dev.ropeway.assignment.lists.OpenWork.Whose;

/**
 * Where mails about the work of an owner or a group go.
 *
 * @param group whether it is a group, else a user
 * @param key the owner or group as lists have it: lower case, cut
 * @param address null where no mail can go there, as {@code why} says
 * @param zone as ServiceNow names it; null where it names none
 */
record Contact(
    String integration,
    boolean group,
    String key,
    String name,
    String address,
    String zone,
    String why,
    ReportsTo manager) {

  /** Whose it is. */
  Whose whose() {
    return new Whose(integration, group, key, null);
  }

  /** Whose it is, in one word. */
  String place() {
    return integration + "/" + key;
  }

  /** Who is told what a user has overdue; without an address nobody is, as {@code why} says. */
  record ReportsTo(String name, String address, String zone, String why) {
    static final ReportsTo NONE = new ReportsTo(null, null, null, null);

    static ReportsTo not(String why) {
      return new ReportsTo(null, null, null, why);
    }
  }
}
