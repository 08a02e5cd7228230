package dev.ropeway.scenarios.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.scenarios.Scenario;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.logging.Handler;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.LogContext;
import org.jboss.logmanager.handlers.ConsoleHandler;
import org.jboss.logmanager.handlers.ConsoleHandler.Target;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Foreign text begins no line: not in the log as it is written, and not in a timeline. */
@RopewayTest
class ForgedLinesTest {

  private static final String FORGED =
      "Close it\\n2026-01-01 00:00:00,000 ERROR [forged] x\\u001b[31m\\u2028y\\u2029\\u0085z\\u202egnp\\u2066\\tq";

  @Inject Scenario scenario;

  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private ConsoleHandler console;

  @BeforeEach
  void start() {
    scenario.isNew();
    console = console();
    console.setOutputStream(written);
  }

  @AfterEach
  void letGo() {
    console.setTarget(Target.SYSTEM_OUT);
  }

  private static ConsoleHandler console() {
    return within(LogContext.getLogContext().getLogger("").getHandlers())
        .filter(ConsoleHandler.class::isInstance)
        .map(ConsoleHandler.class::cast)
        .findFirst()
        .orElseThrow();
  }

  private static Stream<Handler> within(Handler... handlers) {
    return Arrays.stream(handlers)
        .flatMap(
            handler ->
                Stream.concat(
                    Stream.of(handler),
                    handler instanceof ExtHandler outer
                        ? within(outer.getHandlers())
                        : Stream.of()));
  }

  private List<String> lines() {
    return written.toString(StandardCharsets.UTF_8).lines().toList();
  }

  @Test
  void a_title_begins_no_line_of_the_log() {
    UUID assignment =
        UUID.fromString(
            scenario
                .post(
                    "{\"id\":\"r1\",\"title\":\"%s\",\"severity\":\"high\",\"source\":\"microsoft\"}"
                        .formatted(FORGED))
                .statusCode(202)
                .extract()
                .path("results[0].assignment.id"));
    scenario.becomes(assignment, "open");

    List<String> told = lines().stream().filter(line -> line.contains(assignment + " · ")).toList();
    assertThat(told)
        .isNotEmpty()
        .allMatch(line -> line.contains("Close it ⏎ 2026-01-01 00:00:00,000 ERROR [forged] x"))
        .allSatisfy(
            line ->
                assertThat(line)
                    .doesNotContainPattern(
                        "[\\u0000-\\u001f\\u0080-\\u009f\\u2028-\\u202e\\u2066-\\u2069]"));
    assertThat(lines()).noneMatch(line -> line.startsWith("2026-01-01"));
  }

  @Test
  void an_exception_begins_none_either() {
    Logger.getLogger(ForgedLinesTest.class)
        .error("it failed", new IllegalStateException("a\n2026-01-01 ERROR forged"));

    assertThat(lines())
        .contains("\t| 2026-01-01 ERROR forged")
        .anyMatch(line -> line.startsWith("\tat "));
  }

  @Test
  void a_timeline_entry_is_one_line() {
    UUID assignment = scenario.hasTicket("r1");
    scenario
        .post(Scenario.finding("r1", "\"state\":\"healthy\",\"stateReason\":\"" + FORGED + "\""))
        .statusCode(202);
    JsonPath closed = scenario.becomes(assignment, "closed");
    List<String> details = closed.getList("timeline.detail", String.class);

    assertThat(details).anyMatch(detail -> detail != null && detail.contains("Close it ⏎ 2026"));
    assertThat(String.join("", details.stream().map(String::valueOf).toList()))
        .doesNotContainPattern("[\\u0000-\\u001f\\u0080-\\u009f\\u2028-\\u202e\\u2066-\\u2069]");
  }
}
