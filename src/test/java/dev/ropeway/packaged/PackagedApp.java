package dev.ropeway.packaged;

import static org.awaitility.Awaitility.await;

import dev.ropeway.packaged.Api.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The application as it is shipped, in its own process and in the production profile. */
public final class PackagedApp implements AutoCloseable {

  public static final String INTEGRATION = "x";
  public static final String KEY = "a-key-of-the-tests-of-the-package";
  private static final Duration START = Duration.ofMinutes(2);

  private final Artifact artifact;
  private final JavaProcess process;
  private final int port;
  private final Api api;
  private final Api management;
  private final Settings settings;

  /** What the application is configured with, one system property each. */
  public record Settings(Map<String, String> values) {

    /** One integration, one rule that wants a ticket for everything, one caller with every role. */
    public static Settings of(String jdbcUrl, URI instance) {
      String integration = "ropeway.integrations." + INTEGRATION + ".";
      return new Settings(Map.of())
          .with("quarkus.datasource.jdbc.url", jdbcUrl)
          .with("quarkus.datasource.username", "postgres")
          .with("quarkus.datasource.password", "postgres")
          .with("ropeway.api.keys.tests.key", KEY)
          .with("ropeway.api.keys.tests.roles", "event-producer,reader,security-admin")
          .with(integration + "instance-url", instance.toString())
          .with(integration + "allow-insecure", "true")
          .with(integration + "auth.type", "basic")
          .with(integration + "auth.username", "ropeway")
          .with(integration + "auth.password", "ropeway")
          .with("ropeway.rules.all.integration", INTEGRATION);
    }

    public Settings with(String key, String value) {
      Map<String, String> more = new LinkedHashMap<>(values);
      more.put(key, value);
      return new Settings(more);
    }

    /** A setting of the integration. */
    public Settings withIntegration(String key, String value) {
      return with("ropeway.integrations." + INTEGRATION + "." + key, value);
    }

    public Settings without(String prefix) {
      Map<String, String> fewer = new LinkedHashMap<>(values);
      fewer.keySet().removeIf(key -> key.startsWith(prefix));
      return new Settings(fewer);
    }
  }

  private PackagedApp(
      Artifact artifact,
      JavaProcess process,
      int port,
      Api api,
      Api management,
      Settings settings) {
    this.artifact = artifact;
    this.process = process;
    this.port = port;
    this.api = api;
    this.management = management;
    this.settings = settings;
  }

  /** Starts the process without waiting for it. */
  public static PackagedApp launch(Settings settings) {
    return launch(Artifact.built(), settings);
  }

  public static PackagedApp launch(Artifact artifact, Settings settings) {
    return launch(artifact, javaOptions(), settings);
  }

  /** The options of the image, where Maven tells them. */
  static List<String> javaOptions() {
    return List.of(System.getProperty("ropeway.java-options", "-Xmx192m").split(" "));
  }

  /** Starts it with options of the JVM, or of the executable, that are told. */
  public static PackagedApp launch(Artifact artifact, List<String> javaOptions, Settings settings) {
    int port = FreePort.any();
    int managementPort = FreePort.any();
    List<String> options = new ArrayList<>(javaOptions);
    settings.values().forEach((key, value) -> options.add("-D" + key + "=" + value));
    options.add("-Dquarkus.http.host=127.0.0.1");
    options.add("-Dquarkus.http.port=" + port);
    options.add("-Dquarkus.management.port=" + managementPort);
    JavaProcess process = JavaProcess.run("ropeway", artifact.command(options));
    return new PackagedApp(
        artifact, process, port, local(port, KEY), local(managementPort, null), settings);
  }

  private static Api local(int port, String key) {
    return new Api(URI.create("http://127.0.0.1:" + port), key);
  }

  /** Starts it and waits until it accepts events. */
  public static PackagedApp start(Settings settings) {
    PackagedApp app = launch(settings);
    app.awaitReady();
    return app;
  }

  /** The same application again, in a new process. */
  public PackagedApp startedAgain() {
    return launch(artifact, settings).awaitReady();
  }

  public PackagedApp awaitReady() {
    return awaitStatus(200);
  }

  public PackagedApp awaitStatus(int status) {
    await("status " + status)
        .atMost(START)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(20))
        .failFast("the application ended: " + process.pid(), () -> !process.isAlive())
        .until(() -> api.get("/api/v1/assignments?limit=1").status() == status);
    return this;
  }

  /** Posts one recommendation or an array of them. */
  public Reply recommend(String json) {
    return api.post("/api/v1/recommendations", json);
  }

  public Api api() {
    return api;
  }

  /** Health and metrics. */
  public Api management() {
    return management;
  }

  /** Whether a load balancer would send requests here. */
  public boolean isReady() {
    return management.get("/observe/health/ready").status() == 200;
  }

  /** The same API as the holder of another key sees it. */
  public Api as(String key) {
    return api.as(key);
  }

  /** The same API as the bearer of a token sees it. */
  public Api bearing(String token) {
    return api.bearing(token);
  }

  /** SIGTERM, as an orchestrator stops it; does not wait. */
  public void terminate() {
    process.terminate();
  }

  public void kill() {
    process.kill();
  }

  public int awaitExit() {
    return process.awaitExit(START);
  }

  public String output() {
    return process.output();
  }

  /** Where it serves the API, for those who write the bytes of a request themselves. */
  public int port() {
    return port;
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Resident memory in MB, as the kernel counts it. */
  public long residentMegabytes() {
    return fromKernel("VmRSS:") / 1024;
  }

  public long threads() {
    return fromKernel("Threads:");
  }

  private long fromKernel(String name) {
    try {
      return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
          .filter(line -> line.startsWith(name))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.close();
  }
}
