package dev.ropeway.scenarios;

import io.quarkus.test.junit.callback.QuarkusTestBeforeEachCallback;
import io.quarkus.test.junit.callback.QuarkusTestMethodContext;
import io.restassured.RestAssured;
import io.restassured.filter.Filter;

/**
 * Asks for each connection of a test to be closed after its answer. REST Assured keeps one open per
 * request otherwise, and a fast machine reaches the limit of connections before idle ones are
 * closed.
 */
public class ClosedConnections implements QuarkusTestBeforeEachCallback {

  private static final Filter CLOSING =
      (request, response, context) -> {
        request.header("Connection", "close");
        return context.next(request, response);
      };

  @Override
  public void beforeEach(QuarkusTestMethodContext context) {
    RestAssured.replaceFiltersWith(CLOSING);
  }
}
