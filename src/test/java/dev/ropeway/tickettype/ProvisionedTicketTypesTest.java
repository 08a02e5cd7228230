package dev.ropeway.tickettype;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ropeway.store.InvalidSettingException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Kinds of ticket that settings and mounted files add. */
class ProvisionedTicketTypesTest {

  private static final TicketType FINDING = TicketType.of("finding_task");

  @TempDir Path dir;

  private final Map<String, String> settings = new HashMap<>();

  private TicketTypes types() {
    TicketTypeSettings read =
        new SmallRyeConfigBuilder()
            .addDiscoveredConverters()
            .withMapping(TicketTypeSettings.class)
            .withSources(new PropertiesConfigSource(settings, "test", 100))
            .build()
            .getConfigMapping(TicketTypeSettings.class);
    return new TicketTypes(read, () -> Optional.of(dir.toString()));
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(dir.resolve(name), text);
  }

  @Test
  void settings_and_a_file_say_the_same_in_the_same_words() throws IOException {
    settings.put("ropeway.ticket-types.finding_task.table", "u_finding_task");
    settings.put("ropeway.ticket-types.finding_task.resolve.code-field", "u_code");
    settings.put("ropeway.ticket-types.finding_task.resolve.codes", "Fixed,Replaced");
    settings.put("ropeway.ticket-types.finding_task.states.over", "6,7");
    settings.put("ropeway.ticket-types.finding_task.fields.u_origin", "scanner");
    TicketTypeDefinition ofSettings = types().of(FINDING);

    settings.clear();
    write(
        "finding_task.yaml",
        """
        table: u_finding_task
        resolve: { codeField: u_code, codes: [ Fixed, Replaced ] }
        states: { over: [ "6", "7" ] }
        fields: { u_origin: scanner }
        """);
    write(".hidden", "no type");

    assertThat(types().of(FINDING)).isEqualTo(ofSettings);
    assertThat(ofSettings.resolve().codes()).containsExactly("Fixed", "Replaced");
    assertThat(types().origin(FINDING).orElseThrow().isProvisioned()).isTrue();
  }

  @Test
  void a_type_of_ropeway_can_be_said_otherwise() throws IOException {
    write("incident.yaml", "{\"table\": \"incident\", \"reopen\": {\"state\": \"never\"}}");

    assertThat(types().of(TicketType.INCIDENT).reopen().never()).isTrue();
    assertThat(types().isShipped(TicketType.INCIDENT)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "finding_task.txt  | table: u_x                    | must be called",
        "Finding.yaml      | table: u_x                    | lower-case letters",
        "finding_task.yaml | table: sys_user               | /table must be a table that extends task",
        "finding_task.yaml | table: u_x/../sys_user        | /table must have",
        "finding_task.yaml | table: em_alert               | /table must be a table that extends task",
        "finding_task.yaml | tabel: u_x                    | /tabel",
        "finding_task.yaml | - table                       | must contain the fields",
        "finding_task.yaml | table: [                      | is not valid YAML",
        "finding_task.yaml | {table: u_x, create: magic}   | /create must be table",
        "finding_task.yaml | {table: u_x, journal: diary}  | /journal must be",
        "finding_task.yaml | {table: u_x, states: {over: [a], onHold: [a]}} | /states/onHold must not have"
      })
  void a_file_that_cannot_be_used_stops_the_start_and_is_named(String name, String text, String why)
      throws IOException {
    write(name, text);

    assertThatThrownBy(this::types)
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("ropeway.ticket-type-files.dir " + name)
        .hasMessageContaining(why);
  }

  @Test
  void one_name_in_both_places_is_a_contradiction() throws IOException {
    settings.put("ropeway.ticket-types.finding_task.table", "u_finding_task");
    write("finding_task.yaml", "table: u_finding_task");

    assertThatThrownBy(this::types).hasMessageContaining("keep one of the two");
  }
}
