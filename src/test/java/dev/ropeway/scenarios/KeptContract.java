package dev.ropeway.scenarios;

import dev.ropeway.api.ContractAnswers;
import dev.ropeway.api.ContractAnswers.Answer;
import io.quarkus.runtime.StartupEvent;
import io.restassured.RestAssured;
import io.restassured.filter.Filter;
import io.restassured.filter.FilterContext;
import io.restassured.response.Response;
import io.restassured.specification.FilterableRequestSpecification;
import io.restassured.specification.FilterableResponseSpecification;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URI;

/** Holds every answer that a test in process gets from the API to the contract. */
@ApplicationScoped
class KeptContract {

  private static final ContractAnswers CONTRACT = new ContractAnswers();

  void start(@Observes StartupEvent event) {
    RestAssured.replaceFiltersWith(new Check());
  }

  private static final class Check implements Filter {

    @Override
    public Response filter(
        FilterableRequestSpecification request,
        FilterableResponseSpecification expected,
        FilterContext context) {
      Response response = context.next(request, expected);
      String path = URI.create(request.getURI()).normalize().getRawPath();
      // Of what HEAD is answered there is no body.
      if (path.startsWith("/api/v1/") && !request.getMethod().equals("HEAD")) {
        CONTRACT
            .flaw(
                request.getMethod(),
                path,
                new Answer(
                    response.statusCode(),
                    response.getHeader("Content-Type"),
                    response.asByteArray()))
            .ifPresent(
                flaw -> {
                  throw new AssertionError(
                      "%s %s, %d breaks the contract: %s%n%s"
                          .formatted(
                              request.getMethod(),
                              path,
                              response.statusCode(),
                              flaw,
                              response.asString()));
                });
      }
      return response;
    }
  }
}
