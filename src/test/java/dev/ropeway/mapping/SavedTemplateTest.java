package dev.ropeway.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ropeway.enrichment.Reference;
import dev.ropeway.enrichment.Reference.Kind;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A template of an instance, as it is stored there. */
class SavedTemplateTest {

  private static Map<String, String> constants(String encoded) {
    return SavedTemplate.of("Security finding", encoded).constants();
  }

  @Test
  void its_constants_are_read_in_their_order() {
    assertThat(constants("category=software^impact=2^EQ"))
        .containsExactly(Map.entry("category", "software"), Map.entry("impact", "2"));
  }

  @Test
  void a_value_keeps_equals_signs_and_carets_that_are_written_twice() {
    assertThat(constants("description=a=b^^c^impact=1"))
        .containsExactly(Map.entry("description", "a=b^c"), Map.entry("impact", "1"));
  }

  @Test
  void what_is_empty_or_no_constant_is_left_out() {
    assertThat(constants("category=^nonsense^^^EQ^")).isEmpty();
    assertThat(constants("")).isEmpty();
  }

  @Test
  void columns_that_ropeway_keeps_and_scripts_are_complained_of() {
    assertThat(SavedTemplate.of("T", "correlation_id=x^category=javascript:gs.now()").complaints())
        .satisfiesExactly(
            first -> assertThat(first).contains("sets correlation_id, which Ropeway"),
            second -> assertThat(second).contains("sets category by a script"));
    assertThat(SavedTemplate.of("T", "category=software").complaints()).isEmpty();
  }

  @Test
  void it_fills_only_what_neither_the_draft_nor_the_mapping_has() {
    TicketFields draft =
        new TicketFields(
            Map.of("impact", "1", "due_date", ""),
            Map.of("correlation_id", "id"),
            Map.of("assigned_to", new Reference(Kind.USER, "ada")));

    TicketFields filled =
        SavedTemplate.of(
                "T",
                "impact=3^due_date=2026-01-01^assigned_to=x^u_cloud=azure^category=software"
                    + "^correlation_id=other")
            .under(draft, Set.of("u_cloud"));

    assertThat(filled.onCreate())
        .containsOnly(Map.entry("category", "software"), Map.entry("correlation_id", "id"));
    assertThat(filled.managed()).isEqualTo(draft.managed());
    assertThat(filled.references()).isEqualTo(draft.references());
  }
}
