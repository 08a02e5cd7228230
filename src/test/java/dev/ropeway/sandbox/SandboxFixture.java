package dev.ropeway.sandbox;

import dev.ropeway.sandbox.instance.SandboxSettings;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** One sandbox per test class, emptied before each test. */
abstract class SandboxFixture {
  static final ManualClock CLOCK = new ManualClock();
  static final String INCIDENTS = "/api/now/table/incident";
  static Sandbox sandbox;
  static HttpCaller wire;

  @BeforeAll
  static void start() {
    sandbox = Sandbox.start(SandboxSettings.defaults().withClock(CLOCK));
    wire = new HttpCaller(sandbox);
  }

  @BeforeEach
  void empty() {
    sandbox.reset();
  }

  @AfterAll
  static void stop() {
    sandbox.close();
  }

  static void pass(long seconds) {
    CLOCK.forward(Duration.ofSeconds(seconds));
  }

  static String created(String table, String json) {
    return wire.post("/api/now/table/" + table, json).field("sys_id");
  }

  static String incident(String shortDescription) {
    return created("incident", "{\"short_description\":\"" + shortDescription + "\"}");
  }

  static String userId(String userName) {
    return wire.query("sys_user", "user_name=" + userName).result().path(0).path("sys_id").asText();
  }
}
