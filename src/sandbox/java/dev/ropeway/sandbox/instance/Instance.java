package dev.ropeway.sandbox.instance;

import dev.ropeway.sandbox.faults.Faults;
import dev.ropeway.sandbox.table.CallLog;
import dev.ropeway.sandbox.table.DisplayValues;
import dev.ropeway.sandbox.table.ErrorAnswer;
import dev.ropeway.sandbox.table.PendingRecord;
import dev.ropeway.sandbox.table.Records;
import dev.ropeway.sandbox.table.Row;
import dev.ropeway.sandbox.table.Stamps;
import dev.ropeway.sandbox.table.TableRows;
import dev.ropeway.sandbox.table.Tables;
import dev.ropeway.sandbox.table.User;
import java.util.Map;

/** The whole pretended ServiceNow instance; touched by the event loop only. */
public final class Instance {
  final SandboxSettings settings;
  public final Stamps stamps;
  public final Faults faults;
  public final CallLog log = new CallLog();
  public final Tables database = new Tables();
  public final DisplayValues display = new DisplayValues(database);
  public final Records records = new Records(database);
  public final Registry registry;
  final RoleGrants roles = new RoleGrants(database);
  public final AccessControl access;
  public final Accounts accounts;
  public final CustomTables customTables = new CustomTables(this);
  public final ImportTables imports = new ImportTables(this);
  public final IssuedTokens tokens = new IssuedTokens(this);
  public final AuthorizationCodes codes = new AuthorizationCodes(this);
  public final Assertions assertions = new Assertions(this);
  public final RateLimits rates = new RateLimits(this);
  public final Authentication authentication = new Authentication(this);
  public String url = "";
  private int resets;

  public Instance(SandboxSettings settings, Faults faults) {
    this.settings = settings;
    this.faults = faults;
    this.stamps = new Stamps(settings.clock(), faults.switches);
    this.access = new AccessControl(roles, faults.switches);
    this.registry = new Registry(settings);
    this.accounts = new Accounts(this);
    faults.onRevocation(tokens::revokeAll, tokens::revokeAccess);
    plant();
  }

  /** Work that was postponed before a reset must not spill into what comes after it. */
  public Runnable unlessReset(Runnable work) {
    int planned = resets;
    return () -> {
      if (planned == resets) {
        work.run();
      }
    };
  }

  public void reset() {
    resets++;
    faults.forget();
    log.clear();
    registry.forget();
    tokens.revokeAll();
    codes.forget();
    assertions.forget();
    rates.forget();
    access.forget();
    plant();
  }

  public TableRows table(String name) {
    TableRows table = database.table(name);
    if (table == null) {
      throw new ErrorAnswer(400, "Invalid table " + name, null);
    }
    return table;
  }

  public User user(String userName) {
    Row row = database.user(userName);
    if (row == null) {
      throw new IllegalArgumentException("The sandbox has no user " + userName);
    }
    return User.of(row, faults.switches.timeZone);
  }

  /** Somebody setting the scene, whom no rule stops. */
  public PendingRecord.Author admin() {
    return PendingRecord.Author.free(user("admin"), stamps.now());
  }

  /** Whether a system property is true; one that does not exist is not. */
  public boolean isOn(String property) {
    Row row = propertyRow(property);
    return row != null && row.get("value").equals("true");
  }

  public void property(String name, String value) {
    Row row = propertyRow(name);
    if (row == null) {
      records.insert(table("sys_properties"), Map.of("name", name, "value", value), admin());
    } else {
      records.update(row, Map.of("value", value), admin());
    }
  }

  private Row propertyRow(String name) {
    for (Row row : table("sys_properties").rows()) {
      if (row.get("name").equals(name)) {
        return row;
      }
    }
    return null;
  }

  private void plant() {
    database.clear();
    new Seed(this).plant();
    imports.plant();
    for (String userName : settings.users().keySet()) {
      if (database.user(userName) == null) {
        Map<String, String> row = Map.of("user_name", userName, "name", userName);
        records.insert(table("sys_user"), row, admin());
      }
    }
  }
}
