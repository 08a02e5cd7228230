package dev.ropeway.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ropeway.assignment.DeliveryOutcome.Line;
import dev.ropeway.assignment.DeliveryOutcome.Progress;
import dev.ropeway.assignment.Reassignment;
import dev.ropeway.assignment.TimelineEntry.What;
import dev.ropeway.enrichment.FoundReferences;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReassignTicketTest {

  private final ReadTicket read = new ReadTicket(Claims.reader());
  private final ReassignTicket reassign = new ReassignTicket(Claims.reader());

  private static final Reassignment TO_ADA =
      new Reassignment("ada.fulmer", null, "Ben Okafor", null, "heidi", Claims.NOW);
  private static final Reassignment TO_NETWORK =
      new Reassignment(null, "Network", null, "Service Desk", "heidi", Claims.NOW);

  private Delivery shown(
      Reassignment asked, Map<String, String> found, String state, Map<String, String> columns) {
    Delivery delivery =
        Claims.open()
            .reassignment(asked)
            .delivery(Map.of())
            .naming(new FoundReferences(found, List.of()));
    return read.onAnswer(read.plan(delivery), Claims.answer(Claims.row(state, columns)));
  }

  private static Map<String, String> owner(String sysId, String name) {
    return Map.of("assigned_to", sysId, "assigned_to.name", name);
  }

  private static Map<String, String> group(String sysId, String name) {
    return Map.of("assignment_group", sysId, "assignment_group.name", name);
  }

  private Delivery toAda(String state, String sysId, String name) {
    return reassign.plan(shown(TO_ADA, Map.of("assigned_to", "ada"), state, owner(sysId, name)));
  }

  private static Progress progress(Delivery delivery) {
    return delivery.progress();
  }

  @Test
  void the_owner_that_was_known_gives_way() {
    Delivery planned = toAda("2", "ben", "Ben Okafor");

    assertThat(reassign.isPlanned(planned)).isTrue();
    assertThat(planned.write()).isEqualTo(Map.of("assigned_to", "ada"));

    Delivery written =
        reassign.onAnswer(planned, Claims.answer(Claims.row("2", owner("ada", "Ada Fulmer"))));

    assertThat(reassign.isPlanned(written)).isFalse();
    assertThat(progress(written).reassigned().made()).isTrue();
    assertThat(progress(written).lines())
        .containsExactly(new Line(What.CHANGED_HERE, "assigned to Ada Fulmer"));
  }

  @Test
  void what_a_lost_answer_wrote_is_not_written_again() {
    Delivery planned = toAda("2", "ada", "Ada Fulmer");

    assertThat(reassign.isPlanned(planned)).isFalse();
    assertThat(progress(planned).reassigned().made()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"cleo, Cleo Lind, it was assigned to Cleo Lind", "'', '', the owner was removed"})
  void whom_somebody_else_chose_stays(String sysId, String name, String told) {
    Delivery planned = toAda("2", sysId, name);

    assertThat(reassign.isPlanned(planned)).isFalse();
    assertThat(progress(planned).reassigned().made()).isFalse();
    assertThat(progress(planned).lines())
        .containsExactly(
            new Line(What.WARNED, "not reassigned: " + told + " in ServiceNow meanwhile"));
  }

  @Test
  void a_ticket_that_is_over_stays_as_it_is() {
    Delivery planned = toAda("7", "ben", "Ben Okafor");

    assertThat(reassign.isPlanned(planned)).isFalse();
    assertThat(progress(planned).reassigned().made()).isFalse();
  }

  @Test
  void a_group_is_handed_over_likewise() {
    Map<String, String> wanted = Map.of("assignment_group", "net");

    assertThat(reassign.plan(shown(TO_NETWORK, wanted, "2", group("desk", "Service Desk"))).write())
        .isEqualTo(wanted);
    Delivery other = reassign.plan(shown(TO_NETWORK, wanted, "2", group("db", "Database")));
    assertThat(progress(other).lines())
        .containsExactly(
            new Line(
                What.WARNED,
                "not reassigned: it was assigned to the group Database in ServiceNow meanwhile"));
  }

  @Test
  void an_instance_that_ignores_the_change_is_told() {
    Delivery planned = toAda("2", "ben", "Ben Okafor");

    Delivery written =
        reassign.onAnswer(planned, Claims.answer(Claims.row("2", owner("ben", "Ben Okafor"))));

    assertThat(progress(written).reassigned().made()).isFalse();
    assertThat(progress(written).lines()).hasSize(1);
    assertThat(progress(written).lines().get(0).detail()).contains("kept the owner");
  }

  @Test
  void what_was_sent_before_is_kept_for_the_next_comparison() {
    Map<String, String> columns = new LinkedHashMap<>(owner("ben", "Ben Okafor"));
    columns.put("impact", "3");
    Delivery delivery =
        Claims.open()
            .reassignment(TO_ADA)
            .sent(Map.of("impact", "3"))
            .delivery(Map.of("impact", "3"))
            .naming(new FoundReferences(Map.of("assigned_to", "ada"), List.of()));
    Delivery planned =
        reassign.plan(read.onAnswer(read.plan(delivery), Claims.answer(Claims.row("2", columns))));

    Delivery written =
        reassign.onAnswer(planned, Claims.answer(Claims.row("2", owner("ada", "Ada Fulmer"))));

    assertThat(progress(written).sent()).isEqualTo(Map.of("impact", "3"));
  }
}
