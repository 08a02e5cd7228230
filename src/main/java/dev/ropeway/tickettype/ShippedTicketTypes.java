package dev.ropeway.tickettype;

import dev.ropeway.store.FlatJson;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The kinds of ticket that come with Ropeway: the documents {@code ticket-types/<name>.yaml}. */
final class ShippedTicketTypes {

  private static final List<String> NAMES =
      List.of(
          "alert",
          "change_request",
          "event",
          "incident",
          "problem",
          "sc_task",
          "security_incident",
          "standard_change");

  private static final Map<TicketType, TicketTypeDefinition> ALL = read();

  private ShippedTicketTypes() {}

  static Map<TicketType, TicketTypeDefinition> all() {
    return ALL;
  }

  private static Map<TicketType, TicketTypeDefinition> read() {
    Map<String, Map<String, String>> keys = new LinkedHashMap<>();
    NAMES.forEach(name -> keys.put(name, TicketTypeDocument.shipped(name).keys()));
    Map<String, TicketTypeSettings.Settings> settings =
        FlatJson.readAll(
            TicketTypeSettings.class, TicketTypeSettings::byName, TicketTypeReader.PREFIX, keys);
    Map<TicketType, TicketTypeDefinition> all = new LinkedHashMap<>();
    NAMES.forEach(
        name ->
            all.put(
                new TicketType(name),
                new TicketTypeReader(name, settings.get(name), true).definition()));
    return Map.copyOf(all);
  }
}
