package dev.ropeway.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ropeway.mapping.FieldMapping.On;
import dev.ropeway.store.InvalidSettingException;
import dev.ropeway.tickettype.Shipped;
import dev.ropeway.tickettype.TicketTypeDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class MappingFilesTest {

  private static final String GOOD =
      """
      mode: customized
      fields:
        short_description: { template: "{recommendation.title}" }
        assigned_to: { template: "{assignment.assignedTo}", reference: user }
        caller_id: { template: "{assignment.caller}", reference: user }
      """;

  @TempDir Path dir;

  private MappingFiles files() {
    return new MappingFiles(() -> Optional.of(dir.toString()), Shipped.types());
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(dir.resolve(name), text);
  }

  /** The default that is shown can be stored as it stands, and words the same record. */
  @ParameterizedTest
  @MethodSource("dev.ropeway.tickettype.Shipped#all")
  void a_default_is_a_mapping_that_says_what_ropeway_says(TicketTypeDefinition type) {
    MappingDocument document =
        new MappingDocument(
            MappingDocument.Mode.CUSTOMIZED, false, DefaultFields.of(type), null, null, null, null);

    assertThat(MappingCheck.complaints(document, type)).isEmpty();
    var claim = Sample.fullest(type);
    TicketFields standard = Mapping.draft(claim);
    TicketFields worded =
        new CompiledMapping(document, type, Map.of()).draft(claim, Sample.INTEGRATION);
    assertThat(worded.managed()).isEqualTo(standard.managed());
    assertThat(worded.references()).isEqualTo(standard.references());
    assertThat(worded.onCreate()).isEqualTo(standard.onCreate());
  }

  @Test
  void a_file_is_the_mapping_of_its_integration_and_kind() throws IOException {
    write("snow.eu.incident.yaml", GOOD);
    write("snow.problem.yaml", "mode: default\nshadow: true\n");
    Files.createDirectory(dir.resolve("..data"));

    assertThat(files().all())
        .extracting(StoredMapping::integration, StoredMapping::ticketType, StoredMapping::who)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                "snow.eu", Shipped.INCIDENT.name(), "snow.eu.incident.yaml"),
            org.assertj.core.groups.Tuple.tuple(
                "snow", Shipped.PROBLEM.name(), "snow.problem.yaml"));
    assertThat(files().all().get(0).document().fields()).hasSize(3);
    assertThat(files().fileOf("snow.eu", Shipped.INCIDENT.name()))
        .isEqualTo("snow.eu.incident.yaml");
    assertThat(files().fileOf("snow", Shipped.INCIDENT.name())).isNull();
  }

  @Test
  void on_is_a_word_and_no_truth() throws IOException {
    write("snow.incident.yaml", GOOD + "  u_x: { value: a, on: create }\n");

    assertThat(files().all().get(0).document().fields().get("u_x").on()).isEqualTo(On.CREATE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "snow.incident.yml    | mode: default               | must be called",
        "incident.yaml        | mode: default               | must be called",
        "snow.case.yaml       | mode: default               | case",
        "snow.incident.yaml   | 'fields: {'                 | line",
        "snow.incident.yaml   | 'mode: loud'                | mode",
        "snow.incident.yaml   | 'mode: default\nfeilds: {}' | feilds",
        "snow.incident.yaml   | 'shadow: true'              | must have a mode",
        "snow.incident.yaml   | 'mode: customized'          | /fields/short_description"
      })
  void a_file_that_cannot_be_used_is_named_with_its_flaw(String name, String text, String why)
      throws IOException {
    write(name, text);

    assertThatThrownBy(this::files)
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("ropeway.mappings.dir")
        .hasMessageContaining(name)
        .hasMessageContaining(why);
  }

  @Test
  void a_folder_that_is_not_there_is_named() {
    assertThatThrownBy(() -> new MappingFiles(() -> Optional.of("/none"), Shipped.types()))
        .hasMessageContaining("is not a folder: /none");
  }
}
