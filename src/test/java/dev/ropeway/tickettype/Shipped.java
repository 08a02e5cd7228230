package dev.ropeway.tickettype;

import dev.ropeway.servicenow.Table;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The kinds of ticket that come with Ropeway, as tests name them. */
public final class Shipped {

  public static final TicketTypeDefinition INCIDENT = of(TicketType.INCIDENT);
  public static final TicketTypeDefinition PROBLEM = of(TicketType.PROBLEM);
  public static final TicketTypeDefinition CHANGE_REQUEST = of(TicketType.CHANGE_REQUEST);
  public static final TicketTypeDefinition EVENT = of(TicketType.EVENT);
  public static final TicketTypeDefinition ALERT = of(TicketType.ALERT);

  private Shipped() {}

  public static TicketTypeDefinition of(String word) {
    return of(TicketType.of(word));
  }

  /** The one whose records lie in a table, and that is called first. */
  public static TicketTypeDefinition in(Table table) {
    return Shipped.types().inTable(table.wireName()).get(0);
  }

  /** No others. */
  public static TicketTypes types() {
    return new TicketTypes(Map::of, Optional::empty);
  }

  public static Stream<TicketTypeDefinition> all() {
    return Shipped.types().all().stream();
  }

  public static TicketTypeDefinition of(TicketType type) {
    return ShippedTicketTypes.all().get(type);
  }
}
