package dev.ropeway.tickettype;

import dev.ropeway.store.Alike;
import dev.ropeway.tickettype.TicketTypeDefinition.Way;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The kinds of ticket there are, by name. */
@ApplicationScoped
public class TicketTypes {

  private final Map<TicketType, Known> provisioned;
  private volatile Map<TicketType, Known> all;

  TicketTypes(TicketTypeSettings settings, TicketTypeFolder folder) {
    provisioned = ProvisionedTicketTypes.read(settings, folder);
    learn(List.of());
  }

  /** Takes over what the store holds now; what configuration has, stands. */
  void learn(List<Known> stored) {
    Map<TicketType, Known> now = new TreeMap<>();
    ShippedTicketTypes.all().forEach((name, type) -> now.put(name, new Known(type, Known.SHIPPED)));
    stored.forEach(known -> now.put(known.type().name(), known));
    now.putAll(provisioned);
    all = Map.copyOf(now);
  }

  /** Every kind, by name. */
  public Collection<TicketTypeDefinition> all() {
    return known().stream().map(Known::type).toList();
  }

  /** Every kind with where it comes from, by name. */
  public Collection<Known> known() {
    return new TreeMap<>(all).values();
  }

  /** Empty for one that only another version or another replica knows. */
  public Optional<TicketTypeDefinition> find(TicketType type) {
    return Optional.ofNullable(all.get(type)).map(Known::type);
  }

  /** The same with where it comes from. */
  public Optional<Known> origin(TicketType type) {
    return Optional.ofNullable(all.get(type));
  }

  /**
   * The kind of that name.
   *
   * @throws IllegalArgumentException when there is none, saying which was meant
   */
  public TicketTypeDefinition of(TicketType type) {
    return find(type).orElseThrow(() -> new IllegalArgumentException(unknown(type)));
  }

  /**
   * The name of a kind that there is.
   *
   * @throws IllegalArgumentException when there is none, saying which was meant
   */
  public TicketType named(String word) {
    return of(TicketType.of(word)).name();
  }

  /**
   * The kind of that name, if tickets of it can be made.
   *
   * @throws IllegalArgumentException when there is none, or it lacks its template
   */
  public TicketTypeDefinition usable(TicketType type) {
    TicketTypeDefinition found = of(type);
    if (found.creation().way() == Way.STANDARD_CHANGE && found.creation().from() == null) {
      throw new IllegalArgumentException(
          "must be a ticket type with a template: set the changeTemplate of " + type + " first");
    }
    return found;
  }

  private String unknown(TicketType type) {
    List<String> known = all.keySet().stream().map(TicketType::word).sorted().toList();
    return "must be a ticket type, which "
        + type.word()
        + " is not"
        + Alike.to(type.word(), known)
            .map(meant -> "; did you mean " + meant + "?")
            .orElse(": there are " + String.join(", ", known));
  }

  /** The names of all kinds. */
  public Set<String> words() {
    Set<String> words = new TreeSet<>();
    all.keySet().forEach(type -> words.add(type.word()));
    return words;
  }

  /** Whether a kind comes with Ropeway, perhaps said otherwise since. */
  public boolean isShipped(TicketType type) {
    return ShippedTicketTypes.all().containsKey(type);
  }

  /** The kinds whose records lie in a table. */
  public List<TicketTypeDefinition> inTable(String table) {
    return all().stream().filter(type -> type.table().equals(table)).toList();
  }
}
