package dev.ropeway.sandbox;

import dev.ropeway.sandbox.instance.SandboxSettings;
import dev.ropeway.store.StoreReady;
import io.quarkus.arc.profile.IfBuildProfile;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
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
  private static final int POSTGRES_PORT = 15432;
  private static final int SANDBOX_PORT = 8090;

  private final int port;
  private LocalPostgres postgres;
  private Sandbox sandbox;
  private SandboxFile file;

  DevMode(@ConfigProperty(name = "quarkus.http.port", defaultValue = "8080") int port) {
    this.port = port;
  }

  void start(@Observes @Priority(1) StartupEvent event) {
    postgres = LocalPostgres.start(HOME.resolve("postgres").toAbsolutePath(), POSTGRES_PORT);
    sandbox =
        Sandbox.start(
            SandboxSettings.defaults()
                .withPort(SANDBOX_PORT)
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
