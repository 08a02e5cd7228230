package dev.ropeway.scenarios.connections;

import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;

/** What tests of connections said, for people to read after a build. */
final class Transcript {

  private static final Path FILE = Path.of("target", "connection-tests.txt");

  private Transcript() {}

  static void tell(JsonPath report) {
    StringBuilder text = new StringBuilder();
    text.append(
        "%s is %s after %d ms%n  %s%n"
            .formatted(
                report.getString("integration"),
                report.getString("verdict"),
                report.getLong("millis"),
                report.getString("advice")));
    List<Map<String, String>> checks = report.getList("checks");
    for (Map<String, String> check : checks) {
      text.append(
          "  %-7s %-16s %s%n".formatted(check.get("result"), check.get("id"), check.get("seen")));
      if (check.get("fix") != null) {
        text.append("  %-7s %-16s -> %s%n".formatted("", "", check.get("fix")));
      }
    }
    try {
      Files.writeString(
          FILE,
          text.append(System.lineSeparator()),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
