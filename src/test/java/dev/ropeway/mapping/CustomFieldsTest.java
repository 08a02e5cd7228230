package dev.ropeway.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ropeway.enrichment.Reference;
import dev.ropeway.enrichment.Reference.Kind;
import dev.ropeway.tickettype.Shipped;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CustomFieldsTest {

  private static final TicketFields DRAFT =
      new TicketFields(
          Map.of("short_description", "T", "impact", "2"),
          Map.of("correlation_id", "our-id", "type", "normal"),
          Map.of("assigned_to", new Reference(Kind.USER, "carla")));

  private final CustomFields custom = new CustomFields(Shipped.CHANGE_REQUEST, Map.of("u_code", 3));

  private TicketFields take(String column, Object value) {
    Map<String, Object> fields = custom.show(DRAFT);
    fields.put(column, value);
    return custom.take(DRAFT, fields);
  }

  @Test
  void what_ties_the_record_to_its_assignment_is_not_shown_and_stays() {
    assertThat(custom.show(DRAFT))
        .containsOnly(
            Map.entry("short_description", "T"),
            Map.entry("impact", "2"),
            Map.entry("type", "normal"),
            Map.entry("assigned_to", "carla"));
    assertThat(custom.take(DRAFT, custom.show(DRAFT))).isEqualTo(DRAFT);
  }

  @Test
  void a_new_field_stays_ours_and_is_as_long_as_its_column() {
    assertThat(take("u_code", "12345").managed()).containsEntry("u_code", "12…");
    assertThat(take("u_count", 7).managed()).containsEntry("u_count", "7");
    assertThat(take("u_flag", true).managed()).containsEntry("u_flag", "true");
  }

  @Test
  void a_field_that_is_theirs_afterwards_is_written_at_first_only() {
    assertThat(take("state", "2").onCreate()).containsEntry("state", "2");
    assertThat(take("type", "emergency").onCreate()).containsEntry("type", "emergency");
  }

  @Test
  void people_and_groups_are_looked_up_as_ever() {
    assertThat(take("assigned_to", "dan").references())
        .containsEntry("assigned_to", new Reference(Kind.USER, "dan"));
    assertThat(take("assignment_group", "Cloud").references())
        .containsEntry("assignment_group", new Reference(Kind.GROUP, "Cloud"));
    assertThat(take("requested_by", " ").references()).doesNotContainKey("requested_by");
  }

  @Test
  void a_field_that_is_left_out_is_not_written() {
    Map<String, Object> fields = custom.show(DRAFT);
    fields.remove("impact");
    assertThat(custom.take(DRAFT, fields).managed()).doesNotContainKey("impact");
  }

  @ParameterizedTest
  @CsvSource({
    "correlation_id, is managed by",
    "sys_created_by, is managed by",
    "number, is managed by",
    "U Code, is not a field name",
    "'a^b', is not a field name"
  })
  void a_column_that_cannot_be_written_is_named(String column, String why) {
    assertThatThrownBy(() -> take(column, "x"))
        .isInstanceOf(UnmappableException.class)
        .hasMessageContaining(column)
        .hasMessageContaining(why);
  }

  @Test
  void a_required_field_may_not_go() {
    for (Object gone : new Object[] {"", " ", null}) {
      assertThatThrownBy(() -> take("short_description", gone))
          .hasMessageContaining("change_request.short_description is required");
    }
  }

  @Test
  void a_value_is_one_text() {
    assertThatThrownBy(() -> take("u_code", Map.of("a", "b")))
        .hasMessageContaining("change_request.u_code must be");
    Map<String, Object> many = new HashMap<>(custom.show(DRAFT));
    for (int i = 0; i < 300; i++) {
      many.put("u_" + i, "x");
    }
    assertThatThrownBy(() -> custom.take(DRAFT, many))
        .hasMessageContaining("a record may have at most 200");
  }
}
