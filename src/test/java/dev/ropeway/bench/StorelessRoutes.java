package dev.ropeway.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The yardstick of acceptance: the shipped routes with the step that stores replaced by nothing.
 * The body is parsed, checked and matched against the rules as ever; the answer is a fixed one.
 */
final class StorelessRoutes {

  private static final Path SHIPPED = Path.of("src/main/resources/routes");
  private static final String INTAKE = "receive-events.camel.yaml";
  private static final String STORE =
      "        - bean: { id: store-recommendations, ref: intake, method: accept }\n";
  private static final String ANSWER =
      """
              - bean: { id: sum-up-outcomes, ref: answers, method: accepted }
              - marshal: { id: write-outcomes, json: { library: Jackson, objectMapper: "#json" } }
      """;
  private static final String FIXED_ANSWER =
      """
              - removeHeaders: { id: forget-request, pattern: "*" }
              - setHeader: { id: say-accepted, name: CamelHttpResponseCode, constant: "202" }
              - setHeader: { id: say-json, name: Content-Type, constant: application/json }
              - setBody: { id: answer-the-same, constant: '{"results":[{"id":"single-1","outcome":"created","assignment":{"id":"01a1fcab-0c25-7164-b582-005885de4984","url":"/api/v1/assignments/01a1fcab-0c25-7164-b582-005885de4984"}}]}' }
      """;

  private StorelessRoutes() {}

  /** A folder for {@code ropeway.routes.dir}. */
  static Path write() throws IOException {
    String shipped = Files.readString(SHIPPED.resolve(INTAKE));
    if (!shipped.contains(STORE) || !shipped.contains(ANSWER)) {
      throw new IllegalStateException(INTAKE + " has other steps now: teach the benchmark");
    }
    Path dir = Files.createDirectories(Path.of("target", "bench-routes")).toAbsolutePath();
    Files.writeString(
        dir.resolve(INTAKE), shipped.replace(STORE, "").replace(ANSWER, FIXED_ANSWER));
    return dir;
  }
}
