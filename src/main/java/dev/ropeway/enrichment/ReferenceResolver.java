package dev.ropeway.enrichment;

import dev.ropeway.integration.Integration;
import dev.ropeway.integration.Integrations;
import dev.ropeway.integration.IntegrationsChanged;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.servicenow.ConfigurationItems;
import dev.ropeway.servicenow.ConfigurationItems.Known;
import dev.ropeway.servicenow.ConfigurationItems.Owned;
import dev.ropeway.servicenow.ConfigurationItems.Wanted;
import dev.ropeway.servicenow.References;
import dev.ropeway.servicenow.TableAnswer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds the people and things that a new ticket names: asks for what is not known, one question at
 * a time. A person whom nobody is stops the ticket (B24); a thing never does.
 */
@ApplicationScoped
public class ReferenceResolver {

  /** The column of the configuration item. */
  public static final String ITEM = "cmdb_ci";

  private static final String SERVICE = "business_service";

  /** The columns of who asked for the work. */
  private static final Set<String> CALLERS = Set.of("caller_id", "requested_by", "opened_by");

  /** What was learned since then is not asked again after a refusal. */
  private static final Duration JUST_NOW = Duration.ofSeconds(30);

  private final Integrations integrations;
  private final References references;
  private final ConfigurationItems items;
  private final ConfigurationItemCreation creation;
  private final Clock clock;
  private volatile Map<String, Long> versions = Map.of();

  ReferenceResolver(
      Integrations integrations,
      References references,
      ConfigurationItems items,
      ConfigurationItemCreation creation,
      Clock clock) {
    this.integrations = integrations;
    this.references = references;
    this.items = items;
    this.creation = creation;
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

  /** Begins the look-ups for a ticket that is to be made. */
  public Resolution begin(TicketReferences wanted) {
    return next(Resolution.of(wanted));
  }

  /** The next look-up, or all that is known when none is left. */
  private Resolution next(Resolution before) {
    TicketReferences wanted = before.wanted();
    Integration integration = integrations.named(wanted.integration());
    Instant now = clock.instant();
    if (now.plus(integration.timeout()).isAfter(wanted.until())) {
      return before.waiting(now);
    }
    NamedPeople people =
        new NamedPeople(integration, references, wanted.fallbacks(), before.asked());
    FoundReferences found = FoundReferences.NOTHING;
    for (Map.Entry<String, Reference> entry : wanted.people().entrySet()) {
      NamedPeople.Found one =
          people.find(
              entry.getKey(), entry.getValue(), found, isInitiator(entry, wanted.recommendation()));
      if (one.lookUp() != null) {
        return before.asking(one.lookUp());
      }
      found = one.resolved();
    }
    return withItem(before, integration, found);
  }

  /** A caller who is one only for having begun the work: a ticket can do without. */
  private static boolean isInitiator(
      Map.Entry<String, Reference> field, Recommendation recommendation) {
    return CALLERS.contains(field.getKey())
        && field.getValue().text().equals(recommendation.initiatedBy());
  }

  private Resolution withItem(Resolution before, Integration integration, FoundReferences people) {
    ResourceIdentity identity = ResourceIdentity.of(before.wanted().recommendation());
    boolean mapped = before.wanted().itemIsMapped() || people.fields().containsKey(ITEM);
    if (integration.cmdb().lookUpBy().isEmpty() || mapped || !identity.isNamed()) {
      return before.finding(people);
    }
    Wanted wanted = identity.wanted(integration.name(), integration.cmdb());
    if (!wanted.canBeAsked()) {
      return blank(before, people, identity, "it has none of the properties in cmdb.look-up-by");
    }
    Known known = items.find(wanted);
    if (known == null) {
      return before.asking(new LookUp.Which(wanted, clock.instant()));
    }
    if (known instanceof Known.Untold untold) {
      return blank(before, people, identity, untold.why());
    }
    if (known instanceof Known.None none) {
      return absent(before, integration, people, identity, wanted, none);
    }
    return withService(before, integration, people, ((Known.One) known).sysId());
  }

  private Resolution absent(
      Resolution before,
      Integration integration,
      FoundReferences people,
      ResourceIdentity identity,
      Wanted wanted,
      Known.None none) {
    if (!integration.cmdb().create()) {
      return blank(before, people, identity, "none was found");
    }
    if (!identity.canBeMade()) {
      return blank(
          before,
          people,
          identity,
          "none was found, and an address alone is not enough to create one");
    }
    Resolution next = creation.next(before, integration, identity, wanted, none.asked());
    return next == null ? withItem(before, integration, people) : next;
  }

  private static Resolution blank(
      Resolution before, FoundReferences people, ResourceIdentity identity, String why) {
    return before.finding(
        people.warning("no configuration item was set for " + identity.shown() + ": " + why));
  }

  private Resolution withService(
      Resolution before, Integration integration, FoundReferences people, String item) {
    FoundReferences found = people.with(ITEM, item);
    if (!integration.cmdb().services() || !before.wanted().mayHaveService()) {
      return before.finding(found);
    }
    Owned owned = new Owned(integration.name(), item);
    Known service = items.service(owned);
    if (service == null) {
      return before.asking(new LookUp.Whose(owned, clock.instant()));
    }
    if (service instanceof Known.One one) {
      found = found.with(SERVICE, one.sysId());
    } else if (service instanceof Known.Untold untold) {
      found = found.warning("no service was set for the configuration item: " + untold.why());
    }
    return before.finding(found);
  }

  /** Takes the answer to a look-up in and says what it leaves to ask. */
  public Resolution onAnswer(Resolution before, TableAnswer answer) {
    var cmdb = integrations.named(before.wanted().integration()).cmdb();
    LookUp asked = before.asked();
    if (asked instanceof LookUp.Who who) {
      References.Question more = references.learn(who.name(), answer);
      if (more != null) {
        return before.asking(new LookUp.Who(more));
      }
    } else if (asked instanceof LookUp.Which which) {
      Known known = ConfigurationItems.read(which.item(), answer, which.at());
      boolean found = known instanceof Known.One;
      items.remember(which.item(), known, found ? cmdb.remembered() : cmdb.unknownRemembered());
    } else if (asked instanceof LookUp.Whose whose) {
      Known service = ConfigurationItems.readService(whose.item(), answer, whose.at());
      items.remember(whose.item(), service, cmdb.remembered());
    } else if (asked instanceof LookUp.Make make) {
      creation.made(make, answer, cmdb);
    }
    return next(before);
  }

  /**
   * Takes in that a look-up failed for good. Whether the ticket can be made all the same: it can
   * without a configuration item or a service, and not without somebody whom it names.
   */
  public boolean goesOnWithout(Resolution before, String said) {
    var cmdb = integrations.named(before.wanted().integration()).cmdb();
    Known untold = new Known.Untold("it could not be looked up: " + said);
    if (before.asked() instanceof LookUp.Which which) {
      items.remember(which.item(), untold, cmdb.unknownRemembered());
    } else if (before.asked() instanceof LookUp.Whose whose) {
      items.remember(whose.item(), untold, cmdb.unknownRemembered());
    } else if (before.asked() instanceof LookUp.Who who && who.name().whoever()) {
      references.giveUp(who.name());
    } else {
      return false;
    }
    return true;
  }

  /** Takes in how the making of a configuration item failed. */
  public void notCreated(Resolution before, FailedCall failed) {
    creation.failed(
        (LookUp.Make) before.asked(), failed, integrations.named(before.wanted().integration()));
  }

  /**
   * A refusal of a whole record may be due to somebody who is no longer there: forgets whoever was
   * not looked up just now. Whether there was anybody to forget.
   *
   * @param found what the refused record named
   */
  public boolean doubt(TicketReferences wanted, FoundReferences found) {
    Integration integration = integrations.named(wanted.integration());
    boolean doubted = false;
    for (Map.Entry<String, Reference> entry : wanted.people().entrySet()) {
      for (References.Name name :
          NamedPeople.names(integration, entry.getKey(), entry.getValue(), wanted.fallbacks())) {
        doubted |= references.doubt(name, JUST_NOW);
      }
    }
    if (found.fields().containsKey(ITEM)) {
      ResourceIdentity identity = ResourceIdentity.of(wanted.recommendation());
      doubted |= items.doubt(identity.wanted(integration.name(), integration.cmdb()), JUST_NOW);
    }
    return doubted;
  }
}
