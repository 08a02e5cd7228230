package dev.ropeway.rest;

import dev.ropeway.api.ProblemException;
import dev.ropeway.integration.Integration;
import dev.ropeway.integration.Integrations;
import dev.ropeway.integration.check.TicketTypesInUse;
import dev.ropeway.mapping.CacheRefreshes;
import dev.ropeway.mapping.Dictionaries;
import dev.ropeway.mapping.Dictionary;
import dev.ropeway.mapping.SavedTemplates;
import dev.ropeway.servicenow.Table;
import dev.ropeway.tickettype.TicketType;
import dev.ropeway.tickettype.TicketTypes;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.Header;

/** Reads anew what is cached of an instance, for those who just changed it there. */
@ApplicationScoped
@Named("cacheResource")
@RegisterForReflection // routes call it by name
public class CacheResource {

  private static final String CHOICES = "choices";
  private static final String DICTIONARY = "dictionary";
  private static final String TEMPLATES = "templates";

  private final Integrations integrations;
  private final TicketTypesInUse types;
  private final TicketTypes known;
  private final CacheRefreshes refreshes;
  private final Dictionaries dictionaries;
  private final SavedTemplates templates;

  CacheResource(
      Integrations integrations,
      TicketTypesInUse types,
      TicketTypes known,
      CacheRefreshes refreshes,
      Dictionaries dictionaries,
      SavedTemplates templates) {
    this.integrations = integrations;
    this.types = types;
    this.known = known;
    this.refreshes = refreshes;
    this.dictionaries = dictionaries;
    this.templates = templates;
  }

  /** What was read. */
  @RegisterForReflection // JSON of answers
  record Report(String integration, List<Line> refreshed) {}

  /** What was read of one kind of ticket. */
  @RegisterForReflection // JSON of answers
  record Line(TicketType ticketType, String what, int count) {}

  /** Every replica forgets what it had; what was asked for is read here at once. */
  public Report refresh(@Header("name") String name, @Header("what") String what) {
    Set<String> wanted = wanted(what);
    Integration integration = integrations.named(name);
    refreshes.refresh(name);
    Set<TicketType> inUse = new TreeSet<>(types.of(name));
    inUse.add(integration.ticketType());
    List<Line> lines = new ArrayList<>();
    for (TicketType type : inUse) {
      Table table = Table.of(known.of(type));
      if (wanted.contains(CHOICES) || wanted.contains(DICTIONARY)) {
        Dictionary read = dictionaries.of(integration, table, true);
        if (wanted.contains(CHOICES)) {
          long lists = read.fields().stream().filter(field -> !field.choices().isEmpty()).count();
          lines.add(new Line(type, CHOICES, (int) lists));
        }
        if (wanted.contains(DICTIONARY)) {
          lines.add(new Line(type, DICTIONARY, read.fields().size()));
        }
      }
      if (wanted.contains(TEMPLATES) && !type.equals(TicketType.EVENT)) {
        lines.add(new Line(type, TEMPLATES, templates.read(integration, table)));
      }
    }
    return new Report(name, lines);
  }

  private static Set<String> wanted(String what) {
    Set<String> wanted = new TreeSet<>(List.of(what.split(",")));
    if (!Set.of(CHOICES, DICTIONARY, TEMPLATES).containsAll(wanted)) {
      throw ProblemException.badField(
          "what", "must be a list of choices, dictionary and templates, separated by commas");
    }
    return wanted;
  }
}
