package dev.ropeway.desk;

import dev.ropeway.api.ProblemException;
import dev.ropeway.integration.Integration;
import dev.ropeway.integration.Integrations;
import dev.ropeway.integration.check.ConnectionTests;
import dev.ropeway.integration.check.ConnectionTests.TestUnderWayException;
import dev.ropeway.integration.check.Report;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import org.apache.camel.Header;

/** The step of the route by which people have a connection tested. */
@ApplicationScoped
@Named("connectionDesk")
public class ConnectionDesk {

  private final Integrations integrations;
  private final ConnectionTests tests;

  ConnectionDesk(Integrations integrations, ConnectionTests tests) {
    this.integrations = integrations;
    this.tests = tests;
  }

  /** What every check finds; that something fails is an answer and not a problem. */
  public Report test(@Header("name") String name) {
    Integration integration =
        integrations
            .find(name)
            .orElseThrow(
                () -> ProblemException.notFound("no integration is called \"" + name + "\""));
    if (!integration.enabled()) {
      throw ProblemException.conflict(name + " is disabled; enable it to have it tested");
    }
    try {
      return tests.test(integration);
    } catch (TestUnderWayException e) {
      throw ProblemException.conflict(e.getMessage());
    }
  }
}
