package dev.ropeway.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ropeway.tickettype.Shipped;
import dev.ropeway.tickettype.ShippedType;
import dev.ropeway.tickettype.TicketTypeDefinition;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the tickets of a test environment begin with. */
class MarkedTicketsTest {

  private static final Map<String, Object> TEST =
      Model.integration("sample", "test", "https://sample.service-now.com");

  @ParameterizedTest
  @CsvSource({
    "incident, short_description",
    "problem, short_description",
    "change_request, short_description",
    "event, description",
    "alert, description"
  })
  void each_type_says_so_where_lists_show_it_first(
      @ShippedType TicketTypeDefinition type, String field) {
    TicketFields plain =
        Mapping.draft(Sample.fullest(type), Sample.INTEGRATION, RenderBudget.ofRecord());
    TicketFields marked = Mapping.draft(Sample.fullest(type), TEST, RenderBudget.ofRecord());

    assertThat(plain).isEqualTo(Mapping.draft(Sample.fullest(type)));
    assertThat(marked.managed()).containsEntry(field, "[Test] " + plain.managed().get(field));
    assertThat(marked.managed().keySet()).isEqualTo(plain.managed().keySet());
    assertThat(marked.onCreate()).isEqualTo(plain.onCreate());
  }

  @Test
  void a_customized_mapping_says_so_where_it_takes_the_default() {
    MappingDocument shipped =
        new MappingDocument(
            MappingDocument.Mode.CUSTOMIZED,
            false,
            DefaultFields.of(Shipped.INCIDENT),
            null,
            null,
            null,
            null);
    CompiledMapping mapping = new CompiledMapping(shipped, Shipped.INCIDENT, Map.of());

    assertThat(
            mapping
                .draft(Sample.fullest(Shipped.INCIDENT), TEST)
                .managed()
                .get("short_description"))
        .startsWith("[Test] ");
  }
}
