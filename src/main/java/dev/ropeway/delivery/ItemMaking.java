package dev.ropeway.delivery;

import dev.ropeway.assignment.Claim;
import dev.ropeway.assignment.DeliveryResult;
import dev.ropeway.assignment.TimelineEntry.What;
import dev.ropeway.delivery.ItemPermits.Permit;
import dev.ropeway.integration.Cmdb;
import dev.ropeway.integration.Integration;
import dev.ropeway.integration.Integrations;
import dev.ropeway.servicenow.CmdbClass;
import dev.ropeway.servicenow.ConfigurationItems;
import dev.ropeway.servicenow.ConfigurationItems.Known;
import dev.ropeway.servicenow.ConfigurationItems.Owned;
import dev.ropeway.servicenow.ConfigurationItems.Wanted;
import dev.ropeway.servicenow.Fault;
import dev.ropeway.servicenow.SysId;
import dev.ropeway.servicenow.TableAnswer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;

/**
 * Makes configuration items where none is found (E01), each once: like a ticket, one whose create
 * has no known end is looked up when it is settled, and only then made again.
 */
@ApplicationScoped
class ItemMaking {

  private final ItemPermits permits;
  private final ConfigurationItems items;
  private final Integrations integrations;
  private final Clock clock;

  ItemMaking(
      ItemPermits permits, ConfigurationItems items, Integrations integrations, Clock clock) {
    this.permits = permits;
    this.items = items;
    this.integrations = integrations;
    this.clock = clock;
  }

  /**
   * What comes next for an item that was looked for in vain: its making, another look, or waiting
   * for whoever makes it. Null when more is known of it now.
   */
  Delivery ask(
      Delivery delivery, Integration integration, Thing thing, Wanted wanted, Instant absentSince) {
    Claim claim = delivery.claim();
    Cmdb cmdb = integration.cmdb();
    var item = new ItemPermits.Item(integration.name(), thing.mark());
    Instant end = claim.leaseEnd();
    Permit permit =
        permits.ask(item, absentSince, clock.instant(), end, end.plus(integration.settle()));
    if (permit instanceof Permit.Make make) {
      CmdbClass itemClass =
          items.existing(integration.name(), ResourceType.itemClass(thing.type(), cmdb));
      return delivery.asking(
          new Question.Make(wanted, item, make.fence(), itemClass, thing.record(cmdb)));
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
        ? delivery.done(DeliveryResult.postponed(claim, wait.until()))
        : delivery.asking(new Question.Which(wanted, clock.instant()));
  }

  /** Takes in that it was made. */
  void made(Question.Make make, TableAnswer answer, Cmdb cmdb) {
    String sysId = answer.row() == null ? "" : answer.row().sysId();
    if (!SysId.matches(sysId)) {
      throw TableAnswer.unusable("the answer is empty");
    }
    permits.made(make.permitted(), sysId, clock.instant());
    items.remember(make.item(), new Known.One(sysId), cmdb.remembered());
    // Nothing can belong to a service that was not there a moment ago.
    items.remember(
        new Owned(make.item().integration(), sysId),
        new Known.None(clock.instant()),
        cmdb.unknownRemembered());
  }

  /** How the delivery goes on when it was not made, or nobody knows; null when it does not. */
  DeliveryResult failed(
      Delivery delivery, Question.Make make, Failure failure, Fault fault, String said) {
    if (failure == Failure.STORE_UNREACHABLE || failure == Failure.INTERNAL) {
      // The permit ends by itself, and then settles.
      return null;
    }
    Integration integration = integrations.named(delivery.claim().integration());
    Instant now = clock.instant();
    Instant settled = now.plus(integration.settle());
    DeliveryResult onward = DeliveryResult.postponed(delivery.claim(), now);
    String told = "configuration item: " + failure.reason() + " · " + said;
    return switch (failure.next(true)) {
      case WAIT -> {
        permits.givenBack(make.permitted(), make.fence());
        yield null;
      }
      case SETTLE -> {
        if (failure == Failure.MAYBE_HIDDEN) {
          permits.hidden(make.permitted(), make.fence(), settled);
        } else {
          permits.lost(make.permitted(), make.fence(), settled);
        }
        items.forget(make.item());
        yield failure.pausesIntegration()
            ? null
            : DeliveryResult.postponed(delivery.claim(), settled).noting(What.ATTEMPT, told);
      }
      case PARK, RETRY, CLOSE -> {
        permits.givenBack(make.permitted(), make.fence());
        if (lacksClass(fault) && !make.itemClass().equals(CmdbClass.ANY)) {
          items.lacks(integration.name(), make.itemClass());
        } else {
          items.remember(
              make.item(),
              new Known.Untold("it could not be made: " + said),
              integration.cmdb().unknownRemembered());
        }
        yield onward;
      }
    };
  }

  private static boolean lacksClass(Fault fault) {
    return fault.message() != null
        && fault.message().toLowerCase(Locale.ROOT).startsWith("invalid table");
  }
}
