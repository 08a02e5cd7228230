package dev.ropeway.delivery;

import dev.ropeway.assignment.DesiredState;
import dev.ropeway.servicenow.Endings;
import dev.ropeway.servicenow.Table;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What {@link CloseFields} writes, for those who check an instance against it. */
@ApplicationScoped
class CloseCodes implements Endings {

  @Override
  public Set<String> states(Table table) {
    if (!table.isWatched()) {
      return Set.of();
    }
    return Stream.of(DesiredState.RESOLVED, DesiredState.CANCELED)
        .map(
            desiredState ->
                CloseFields.fields(table, desiredState, null, "", Map.of()).get("state"))
        .collect(Collectors.toSet());
  }

  @Override
  public String codeField(Table table) {
    return CloseFields.codeField(table);
  }
}
