package dev.ropeway.sandbox;

import java.util.Map;

/** The whole pretended ServiceNow instance; touched by the event loop only. */
final class Instance {
  final SandboxSettings settings;
  final Stamps stamps;
  final Faults faults;
  final CallLog log = new CallLog();
  final Database database = new Database();
  final DisplayValues display = new DisplayValues(database);
  final Records records = new Records(database);
  final Authentication authentication;
  String url = "";
  private int resets;

  Instance(SandboxSettings settings, Faults faults) {
    this.settings = settings;
    this.faults = faults;
    this.stamps = new Stamps(settings.clock());
    this.authentication = new Authentication(this);
    faults.onRevocation(authentication::revokeAll);
    plant();
  }

  /** Work that was postponed before a reset must not spill into what comes after it. */
  Runnable unlessReset(Runnable work) {
    int planned = resets;
    return () -> {
      if (planned == resets) {
        work.run();
      }
    };
  }

  void reset() {
    resets++;
    faults.forget();
    log.clear();
    authentication.revokeAll();
    plant();
  }

  Table table(String name) {
    Table table = database.table(name);
    if (table == null) {
      throw new Refusal(400, "Invalid table " + name, null);
    }
    return table;
  }

  User user(String userName) {
    Row row = database.user(userName);
    if (row == null) {
      throw new IllegalArgumentException("The sandbox has no user " + userName);
    }
    return User.of(row, faults.switches.timeZone);
  }

  private void plant() {
    database.clear();
    new Seed(this).plant();
    for (String userName : settings.users().keySet()) {
      if (database.user(userName) == null) {
        Map<String, String> row = Map.of("user_name", userName, "name", userName);
        records.insert(table("sys_user"), row, Draft.Author.free(user("admin"), stamps.now()));
      }
    }
  }
}
