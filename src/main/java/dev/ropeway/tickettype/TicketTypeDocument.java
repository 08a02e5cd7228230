package dev.ropeway.tickettype;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.ropeway.store.FlatJson;
import dev.ropeway.store.InvalidSettingException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/**
 * A kind of ticket as somebody wrote it over REST or in a file: the same keys as in configuration,
 * read by the same mapping with the same defaults.
 */
public record TicketTypeDocument(ObjectNode json) {

  /** What an answer shows beside the type; sent back, it says nothing. */
  private static final List<String> SHOWN =
      List.of(
          "name",
          "origin",
          "warnings",
          "checked",
          "createdBy",
          "createdAt",
          "updatedBy",
          "updatedAt");

  /** Below these all names are values of states or columns, and are kept as they are. */
  private static final String[] NAMED = {"labels", "fields"};

  private static final YAMLMapper YAML = new YAMLMapper();

  public TicketTypeDocument {
    json = json.deepCopy().remove(SHOWN);
  }

  /** One that comes with Ropeway. */
  static TicketTypeDocument shipped(String name) {
    String file = "/ticket-types/" + name + ".yaml";
    try (InputStream yaml = TicketTypeDocument.class.getResourceAsStream(file)) {
      return new TicketTypeDocument((ObjectNode) YAML.readTree(yaml));
    } catch (IOException e) {
      throw new UncheckedIOException(file, e);
    }
  }

  /**
   * The contents of a file of an operator, in YAML or JSON.
   *
   * @throws IllegalArgumentException saying why it is no ticket type
   */
  static TicketTypeDocument of(byte[] file) {
    try {
      JsonNode json = YAML.readTree(file);
      if (json instanceof ObjectNode object) {
        return new TicketTypeDocument(object);
      }
    } catch (JsonProcessingException e) {
      String line = e.getLocation() == null ? "" : " in line " + e.getLocation().getLineNr();
      throw new IllegalArgumentException("is not valid YAML" + line, e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new IllegalArgumentException("must contain the fields of a ticket type");
  }

  /** Its settings by key, below {@code ropeway.ticket-types.<name>.}. */
  Map<String, String> keys() {
    return FlatJson.keys(json, NAMED);
  }

  /**
   * What it says.
   *
   * @throws InvalidSettingException naming the setting that is wrong
   */
  public TicketTypeDefinition read(String name) {
    TicketTypeSettings.Settings settings =
        FlatJson.read(
            TicketTypeSettings.class,
            TicketTypeSettings::byName,
            TicketTypeReader.PREFIX,
            name,
            keys(),
            "table");
    return new TicketTypeReader(name, settings).definition();
  }

  /** {@code ropeway.ticket-types.finding_task.resolve.code-field} as {@code /resolve/codeField}. */
  public static String pointer(String configurationKey) {
    return FlatJson.pointer(
        configurationKey.replaceFirst("^ropeway\\.ticket-types\\.[^.]+\\.?", ""));
  }
}
