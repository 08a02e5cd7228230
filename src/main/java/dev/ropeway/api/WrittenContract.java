package dev.ropeway.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.ropeway.store.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** {@code openapi.yaml} as it is written, read once. */
final class WrittenContract {

  private static final byte[] YAML = read();

  /** YAML takes long to read, and who checks values wants a tree as much as who asks for JSON. */
  private static final byte[] JSON = translated();

  private WrittenContract() {}

  static byte[] yaml() {
    return YAML.clone();
  }

  static byte[] json() {
    return JSON.clone();
  }

  /** A tree of its own for each who asks. */
  static JsonNode tree() {
    try {
      return Json.MAPPER.readTree(JSON);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] read() {
    try (InputStream yaml = WrittenContract.class.getResourceAsStream("/openapi.yaml")) {
      return yaml.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] translated() {
    try {
      return Json.MAPPER.writeValueAsBytes(new YAMLMapper().readTree(YAML));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
