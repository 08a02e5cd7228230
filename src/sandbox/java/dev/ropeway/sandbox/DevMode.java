package dev.ropeway.sandbox;

import dev.ropeway.sandbox.instance.SandboxSettings;
import dev.ropeway.store.StoreReady;
import io.quarkus.arc.profile.IfBuildProfile;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * What {@code mvn quarkus:dev} lives in: a PostgreSQL, an instance, and a few events to look at.
 */
@IfBuildProfile("dev")
@ApplicationScoped
class DevMode {

  private static final Logger LOG = Logger.getLogger(DevMode.class);
  private static final Path HOME = Path.of(".ropeway");

  private final int port;
  private final int postgresPort;
  private final int sandboxPort;
  private LocalPostgres postgres;
  private Sandbox sandbox;
  private SandboxFile file;

  DevMode(
      @ConfigProperty(name = "quarkus.http.port", defaultValue = "8080") int port,
      @ConfigProperty(name = "dev.postgres-port") int postgresPort,
      @ConfigProperty(name = "dev.sandbox-port") int sandboxPort) {
    this.port = port;
    this.postgresPort = postgresPort;
    this.sandboxPort = sandboxPort;
  }

  /** Says which setting moves a port, before something that needs it fails in its own words. */
  private static void mustBeFree(String setting, int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress("127.0.0.1", port));
    } catch (IOException e) {
      throw new IllegalStateException(
          "port %d is in use: choose another one with -D%s=…".formatted(port, setting), e);
    }
  }

  void start(@Observes @Priority(1) StartupEvent event) {
    mustBeFree("dev.postgres-port", postgresPort);
    mustBeFree("dev.sandbox-port", sandboxPort);
    postgres = LocalPostgres.start(HOME.resolve("postgres").toAbsolutePath(), postgresPort);
    sandbox =
        Sandbox.start(
            SandboxSettings.defaults()
                .withPort(sandboxPort)
                .withRedirectUri("http://localhost:" + port + "/oauth/callback"));
    file = new SandboxFile(sandbox, HOME.resolve("sandbox.json"));
    file.load();
    file.keep();
    LOG.infof("a ServiceNow look-alike is at %s (user and password: ropeway)", sandbox.url());
  }

  void ready(@Observes StoreReady ready) {
    new SampleEvents(port).post();
    LOG.infof("assignments: http://localhost:%d/ · their tickets: %s/", port, sandbox.url());
  }

  void stop(@Observes ShutdownEvent event) {
    file.close();
    sandbox.close();
    postgres.close();
  }
}
