package dev.ropeway.delivery;

import dev.ropeway.integration.check.Endings;
import dev.ropeway.tickettype.TicketTypeDefinition;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What {@link CloseFields} writes, for those who check an instance against it. */
@ApplicationScoped
class CloseCodes implements Endings {

  @Override
  public Set<String> states(TicketTypeDefinition type, Map<String, String> states) {
    if (type.isEvent()) {
      return Set.of();
    }
    Set<String> written = new TreeSet<>();
    Stream.of(type.resolvedState(states), type.canceledState(states))
        .flatMap(Optional::stream)
        .forEach(written::add);
    return written;
  }

  @Override
  public Set<String> codeFields(TicketTypeDefinition type) {
    Set<String> fields = new TreeSet<>();
    Stream.of(type.resolve(), type.cancel())
        .filter(turn -> turn.codeField() != null)
        .forEach(turn -> fields.add(turn.codeField()));
    return fields;
  }
}
