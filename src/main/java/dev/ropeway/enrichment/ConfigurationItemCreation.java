package dev.ropeway.enrichment;

import dev.ropeway.enrichment.CreationLocks.Permit;
import dev.ropeway.integration.Cmdb;
import dev.ropeway.integration.Integration;
import dev.ropeway.integration.Integrations;
import dev.ropeway.servicenow.CmdbClass;
import dev.ropeway.servicenow.ConfigurationItems;
import dev.ropeway.servicenow.ConfigurationItems.Known;
import dev.ropeway.servicenow.ConfigurationItems.Owned;
import dev.ropeway.servicenow.ConfigurationItems.Wanted;
import dev.ropeway.servicenow.SysId;
import dev.ropeway.servicenow.TableAnswer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;

/**
 * Makes configuration items where none is found (E01), each once: like a ticket, one whose create
 * has no known end is looked up when it is settled, and only then made again.
 */
@ApplicationScoped
class ConfigurationItemCreation {

  private final CreationLocks locks;
  private final ConfigurationItems items;
  private final Integrations integrations;
  private final Clock clock;

  ConfigurationItemCreation(
      CreationLocks locks, ConfigurationItems items, Integrations integrations, Clock clock) {
    this.locks = locks;
    this.items = items;
    this.integrations = integrations;
    this.clock = clock;
  }

  /**
   * What comes next for an item that was looked for in vain: its making, another look, or waiting
   * for whoever makes it. Null when more is known of it now.
   */
  Resolution next(
      Resolution before,
      Integration integration,
      ResourceIdentity identity,
      Wanted wanted,
      Instant absentSince) {
    Cmdb cmdb = integration.cmdb();
    var item = new CreationLocks.Item(integration.name(), identity.mark());
    Instant end = before.wanted().until();
    Permit permit =
        locks.ask(item, absentSince, clock.instant(), end, end.plus(integration.settle()));
    if (permit instanceof Permit.Make make) {
      CmdbClass itemClass =
          items.existing(integration.name(), ResourceType.itemClass(identity.type(), cmdb));
      return before.asking(
          new LookUp.Make(wanted, item, make.fence(), itemClass, identity.record(cmdb)));
    }
    if (permit instanceof Permit.Made made) {
      items.remember(wanted, new Known.One(made.sysId()), cmdb.remembered());
      return null;
    }
    if (permit instanceof Permit.No no) {
      items.remember(wanted, new Known.Untold(no.why()), cmdb.unknownRemembered());
      return null;
    }
    items.forget(wanted);
    return permit instanceof Permit.Wait wait
        ? before.waiting(wait.until())
        : before.asking(new LookUp.Which(wanted, clock.instant()));
  }

  /** Takes in that it was made. */
  void made(LookUp.Make make, TableAnswer answer, Cmdb cmdb) {
    String sysId = answer.row() == null ? "" : answer.row().sysId();
    if (!SysId.matches(sysId)) {
      throw TableAnswer.unusable("the answer is empty");
    }
    locks.made(make.locked(), sysId, clock.instant());
    items.remember(make.item(), new Known.One(sysId), cmdb.remembered());
    // Nothing can belong to a service that was not there a moment ago.
    items.remember(
        new Owned(make.item().integration(), sysId),
        new Known.None(clock.instant()),
        cmdb.unknownRemembered());
  }

  /** Takes in that it was not made, or that nobody knows; where it may appear, until then. */
  void failed(LookUp.Make make, FailedCall failed, Integration integration) {
    Instant settled = clock.instant().plus(integration.settle());
    switch (failed.end()) {
      case NOT_MADE -> locks.givenBack(make.locked(), make.fence());
      case UNKNOWN -> {
        locks.lost(make.locked(), make.fence(), settled);
        items.forget(make.item());
      }
      case HIDDEN -> {
        locks.hidden(make.locked(), make.fence(), settled);
        items.forget(make.item());
      }
      case REFUSED -> {
        locks.givenBack(make.locked(), make.fence());
        if (failed.unknownTable() && !make.itemClass().equals(CmdbClass.ANY)) {
          items.lacks(integration.name(), make.itemClass());
        } else {
          items.remember(
              make.item(),
              new Known.Untold("it could not be created: " + failed.said()),
              integration.cmdb().unknownRemembered());
        }
      }
    }
  }
}
