package dev.ropeway.sandbox;

import dev.ropeway.sandbox.faults.EventLoop;
import dev.ropeway.sandbox.instance.Instance;
import dev.ropeway.sandbox.table.Stamps;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Function;

/**
 * What people do on the instance and its logs keep; may be called from any thread. Each deed
 * returns the sys_id of its row in the log.
 */
public final class People {
  private final EventLoop loop;
  private final Instance instance;
  private final Duration ago;

  People(EventLoop loop, Instance instance, Duration ago) {
    this.loop = loop;
    this.instance = instance;
    this.ago = ago;
  }

  /** The same so long ago: a row that is written now with an older stamp is a late commit. */
  public People ago(Duration time) {
    return new People(loop, instance, time);
  }

  public String logIn(String user, String address) {
    return event("login", user, address);
  }

  public String failToLogIn(String user, String address) {
    return event("login.failed", user, address);
  }

  public String event(String name, String parm1, String parm2) {
    return at(stamp -> work().event(stamp, name, parm1, parm2));
  }

  /** Rotation moves an event that is still to be processed. */
  public String rotate(String sysId) {
    return at(stamp -> work().rotated(sysId));
  }

  public String grant(String by, String user, String role) {
    return at(stamp -> work().role(stamp, by, "Added", user, role));
  }

  public String revoke(String by, String user, String role) {
    return at(stamp -> work().role(stamp, by, "Removed", user, role));
  }

  /** A change of a field of an audited table. */
  public String change(
      String by, String table, String document, String field, String old, String now) {
    Map<String, String> audited =
        Map.of(
            "tablename", table,
            "documentkey", document,
            "fieldname", field,
            "oldvalue", old,
            "newvalue", now);
    return at(stamp -> work().change(stamp, by, audited));
  }

  /** Opens a page, such as an exported list. */
  public String open(String user, String url, String address) {
    return at(stamp -> work().transaction(stamp, user, "list", url, address));
  }

  /** Calls the REST API. */
  public String call(String user, String url, String address) {
    return at(stamp -> work().transaction(stamp, user, "rest", url, address));
  }

  private ActivityWork work() {
    return new ActivityWork(instance);
  }

  private String at(Function<String, String> deed) {
    return loop.call(
        () -> {
          Instant when = instance.stamps.instant().minus(ago);
          return deed.apply(Stamps.of(when));
        });
  }
}
