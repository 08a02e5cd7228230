package dev.ropeway.mapping;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonMappingException.Reference;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.ropeway.store.JsonFlaw;
import dev.ropeway.store.Text;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Collectors;

/** Reads mappings that are files: the document that {@code PUT} takes, in YAML or JSON. */
final class MappingFile {

  static final int MAX_BYTES = 1_000_000;
  private static final int SAID = 200;

  private static final ObjectReader YAML =
      new YAMLMapper(
              YAMLFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxDocumentLength(MAX_BYTES).build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .readerFor(MappingDocument.class);

  private MappingFile() {}

  /** What is wrong with a file, in one sentence that does not name it. */
  static final class FlawedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    FlawedException(String message) {
      super(message);
    }
  }

  /** A file that comes with Ropeway. */
  static MappingDocument shipped(String name) {
    try (InputStream file = MappingFile.class.getResourceAsStream("/mappings/" + name)) {
      return YAML.readValue(file);
    } catch (IOException e) {
      throw new UncheckedIOException("mappings/" + name, e);
    }
  }

  /**
   * A file of an operator.
   *
   * @throws FlawedException when it is no mapping
   */
  static MappingDocument read(Path file) {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new FlawedException("is larger than " + MAX_BYTES + " bytes");
      }
      MappingDocument document = YAML.readValue(Files.readAllBytes(file));
      if (document == null || document.mode() == null) {
        throw new FlawedException("must have a mode: default or customized");
      }
      return document;
    } catch (JsonProcessingException e) {
      throw new FlawedException(flaw(e));
    } catch (IOException e) {
      throw new FlawedException("cannot be read: " + e.getMessage());
    }
  }

  private static String flaw(JsonProcessingException e) {
    if (e instanceof UnrecognizedPropertyException unknown) {
      return "has the unknown field " + Text.cut(Text.oneLine(unknown.getPropertyName()), SAID);
    }
    String line = e.getLocation() == null ? "" : "line " + e.getLocation().getLineNr() + ": ";
    if (e instanceof JsonMappingException mapping) {
      String path =
          mapping.getPath().stream()
              .map(Reference::getFieldName)
              .filter(Objects::nonNull)
              .collect(Collectors.joining("/"));
      return line + path + " " + JsonFlaw.of(e);
    }
    return line
        + Text.cut(String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse(""), SAID);
  }
}
