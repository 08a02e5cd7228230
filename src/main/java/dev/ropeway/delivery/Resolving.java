package dev.ropeway.delivery;

import dev.ropeway.assignment.Claim;
import dev.ropeway.assignment.DeliveryResult;
import dev.ropeway.assignment.TimelineEntry.What;
import dev.ropeway.delivery.Delivery.Step;
import dev.ropeway.integration.Integration;
import dev.ropeway.integration.Integrations;
import dev.ropeway.integration.IntegrationsChanged;
import dev.ropeway.mapping.Draft.Reference;
import dev.ropeway.servicenow.ConfigurationItems;
import dev.ropeway.servicenow.ConfigurationItems.Known;
import dev.ropeway.servicenow.ConfigurationItems.Owned;
import dev.ropeway.servicenow.ConfigurationItems.Wanted;
import dev.ropeway.servicenow.Fault;
import dev.ropeway.servicenow.References;
import dev.ropeway.servicenow.TableAnswer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Finds the people and things that a new ticket names: asks for what is not known, one question at
 * a time. A person whom nobody is stops the ticket (B24); a thing never does.
 */
@ApplicationScoped
class Resolving {

  static final String ITEM = "cmdb_ci";
  private static final String SERVICE = "business_service";

  /** What was learned since then is not asked again after a refusal. */
  private static final Duration JUST_NOW = Duration.ofSeconds(30);

  /** A look-up of a thing is tried so often before the ticket goes without. */
  private static final int TRIES = 2;

  private final Integrations integrations;
  private final References references;
  private final ConfigurationItems items;
  private final ItemMaking making;
  private final Clock clock;
  private volatile Map<String, Long> versions = Map.of();

  Resolving(
      Integrations integrations,
      References references,
      ConfigurationItems items,
      ItemMaking making,
      Clock clock) {
    this.integrations = integrations;
    this.references = references;
    this.items = items;
    this.making = making;
    this.clock = clock;
  }

  /** A name that leads to another instance now means somebody else there. */
  void changed(@Observes IntegrationsChanged change) {
    Map<String, Long> now =
        integrations.all().stream()
            .collect(Collectors.toMap(Integration::name, Integration::version));
    if (!now.equals(versions)) {
      versions = now;
      references.forgetAll();
      items.forgetAll();
    }
  }

  /** The next question about a ticket that is to be made, or its creation when none is left. */
  Delivery next(Delivery delivery) {
    Claim claim = delivery.claim();
    Integration integration = integrations.named(claim.integration());
    Instant now = clock.instant();
    if (now.plus(integration.timeout()).isAfter(claim.leaseEnd())) {
      return delivery.done(DeliveryResult.postponed(claim, now));
    }
    NamedPeople people = new NamedPeople(integration, references, delivery.asked());
    Resolved resolved = Resolved.NOTHING;
    for (Map.Entry<String, Reference> entry : delivery.draft().references().entrySet()) {
      NamedPeople.Found found = people.find(entry.getKey(), entry.getValue(), resolved);
      if (found.question() != null) {
        return delivery.asking(found.question());
      }
      resolved = found.resolved();
    }
    return withItem(delivery, integration, resolved);
  }

  private Delivery withItem(Delivery delivery, Integration integration, Resolved people) {
    Thing thing = Thing.of(delivery.claim().recommendation());
    boolean mapped =
        delivery.draft().initial().containsKey(ITEM)
            || delivery.draft().lasting().containsKey(ITEM)
            || people.fields().containsKey(ITEM);
    if (integration.cmdb().lookUpBy().isEmpty() || mapped || !thing.isNamed()) {
      return delivery.resolved(people).at(Step.CREATE);
    }
    Wanted wanted = thing.wanted(integration.name(), integration.cmdb());
    if (!wanted.canBeAsked()) {
      return blank(
          delivery, people, thing, "it can be looked up by nothing that is set to be used");
    }
    Known known = items.find(wanted);
    if (known == null) {
      return delivery.asking(new Question.Which(wanted, clock.instant()));
    }
    if (known instanceof Known.Untold untold) {
      return blank(delivery, people, thing, untold.why());
    }
    if (known instanceof Known.None none) {
      return absent(delivery, integration, people, thing, wanted, none);
    }
    return withService(delivery, integration, people, ((Known.One) known).sysId());
  }

  private Delivery absent(
      Delivery delivery,
      Integration integration,
      Resolved people,
      Thing thing,
      Wanted wanted,
      Known.None none) {
    if (!integration.cmdb().create()) {
      return blank(delivery, people, thing, "there is none");
    }
    if (!thing.canBeMade()) {
      return blank(
          delivery, people, thing, "there is none, and an address alone is too little to make one");
    }
    Delivery next = making.ask(delivery, integration, thing, wanted, none.asked());
    return next == null ? withItem(delivery, integration, people) : next;
  }

  private static Delivery blank(Delivery delivery, Resolved people, Thing thing, String why) {
    String warning = "no configuration item was set for " + thing.shown() + ": " + why;
    return delivery.resolved(people.warning(warning)).at(Step.CREATE);
  }

  private Delivery withService(
      Delivery delivery, Integration integration, Resolved people, String item) {
    Resolved resolved = people.with(ITEM, item);
    if (!integration.cmdb().services()) {
      return delivery.resolved(resolved).at(Step.CREATE);
    }
    Owned owned = new Owned(integration.name(), item);
    Known service = items.service(owned);
    if (service == null) {
      return delivery.asking(new Question.Whose(owned, clock.instant()));
    }
    if (service instanceof Known.One one) {
      resolved = resolved.with(SERVICE, one.sysId());
    } else if (service instanceof Known.Untold untold) {
      resolved = resolved.warning("no service was set for the configuration item: " + untold.why());
    }
    return delivery.resolved(resolved).at(Step.CREATE);
  }

  /** Takes an answer in and decides what it leaves to ask. */
  Delivery hear(Delivery delivery, TableAnswer answer) {
    var cmdb = integrations.named(delivery.claim().integration()).cmdb();
    Question asked = delivery.asked();
    if (asked instanceof Question.Who who) {
      References.Question more = references.learn(who.name(), answer);
      if (more != null) {
        return delivery.asking(new Question.Who(more));
      }
    } else if (asked instanceof Question.Which which) {
      Known known = ConfigurationItems.read(which.item(), answer, which.at());
      boolean found = known instanceof Known.One;
      items.remember(which.item(), known, found ? cmdb.remembered() : cmdb.unknownRemembered());
    } else if (asked instanceof Question.Whose whose) {
      Known service = ConfigurationItems.readService(whose.item(), answer, whose.at());
      items.remember(whose.item(), service, cmdb.remembered());
    } else if (asked instanceof Question.Make make) {
      making.made(make, answer, cmdb);
    }
    return next(delivery);
  }

  /**
   * How a delivery goes on although a question failed or its answers were refused; null when it
   * does not, and {@link Failures} decides.
   */
  DeliveryResult survive(Delivery delivery, Failure failure, Fault fault, String said) {
    if (delivery.step() == Step.CREATE) {
      return again(delivery, failure, said);
    }
    if (delivery.step() != Step.RESOLVE_REFERENCE) {
      return null;
    }
    if (delivery.asked() instanceof Question.Make make) {
      return making.failed(delivery, make, failure, fault, said);
    }
    if (!endsOnlyThis(failure) || mayHeal(delivery, failure)) {
      return null;
    }
    var cmdb = integrations.named(delivery.claim().integration()).cmdb();
    Known untold = new Known.Untold("it could not be looked up: " + said);
    if (delivery.asked() instanceof Question.Which which) {
      items.remember(which.item(), untold, cmdb.unknownRemembered());
    } else if (delivery.asked() instanceof Question.Whose whose) {
      items.remember(whose.item(), untold, cmdb.unknownRemembered());
    } else if (delivery.asked() instanceof Question.Who who && who.name().whoever()) {
      references.giveUp(who.name());
    } else {
      return null;
    }
    return DeliveryResult.postponed(delivery.claim(), clock.instant());
  }

  /** Neither the instance as a whole nor we are what fails. */
  static boolean endsOnlyThis(Failure failure) {
    return !failure.pausesIntegration()
        && failure.next(false) != Failure.Next.WAIT
        && failure != Failure.STORE_UNREACHABLE
        && failure != Failure.INTERNAL
        && failure != Failure.UNRESOLVED_REFERENCE;
  }

  private static boolean mayHeal(Delivery delivery, Failure failure) {
    return failure.next(false) == Failure.Next.RETRY && delivery.claim().attempts() < TRIES;
  }

  /**
   * A refusal of the whole record may be due to somebody who is no longer there: whoever was not
   * looked up just now is forgotten, and the create is tried once more.
   */
  private DeliveryResult again(Delivery delivery, Failure failure, String said) {
    boolean refused =
        failure == Failure.DATA_POLICY
            || failure == Failure.BUSINESS_RULE
            || failure == Failure.BAD_REQUEST;
    if (!refused) {
      return null;
    }
    Integration integration = integrations.named(delivery.claim().integration());
    boolean doubted = false;
    for (Map.Entry<String, Reference> entry : delivery.draft().references().entrySet()) {
      for (References.Name name :
          NamedPeople.names(integration, entry.getKey(), entry.getValue())) {
        doubted |= references.doubt(name, JUST_NOW);
      }
    }
    if (delivery.references().fields().containsKey(ITEM)) {
      Thing thing = Thing.of(delivery.claim().recommendation());
      doubted |= items.doubt(thing.wanted(integration.name(), integration.cmdb()), JUST_NOW);
    }
    return doubted
        ? DeliveryResult.postponed(delivery.claim(), clock.instant())
            .noting(
                What.ATTEMPT,
                failure.reason() + " · " + said + "; whom and what it names is looked up anew")
        : null;
  }
}
