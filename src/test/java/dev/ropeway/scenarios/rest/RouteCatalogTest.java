package dev.ropeway.scenarios.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ropeway.scenarios.RopewayTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.model.Model;
import org.apache.camel.model.OnExceptionDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.junit.jupiter.api.Test;

/** What README and docs/api.md say of the routes, and the routes themselves, are the same. */
@RopewayTest
class RouteCatalogTest {

  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `([a-z]+(?:-[a-z]+)+)` \\| (.+) \\|$");

  @Inject CamelContext camel;

  private List<Route> shipped() {
    // The timers are one template for each integration; serve-api is the REST endpoint's own.
    return camel.getRoutes().stream()
        .filter(
            route ->
                !route
                    .getId()
                    .matches(
                        "(poll|reconcile)-tickets-.*|(poll|fill|reconcile)-work-items-.*|serve-api"))
        .toList();
  }

  /** The flow is shown in the README, the rest of the API in a document of its own. */
  private static String documented() throws IOException {
    return Files.readString(Path.of("README.md")) + Files.readString(Path.of("docs/api.md"));
  }

  @Test
  void every_route_is_listed_by_its_id_and_description() throws IOException {
    String documented = documented();

    assertThat(shipped())
        .isNotEmpty()
        .allSatisfy(
            route -> {
              assertThat(route.getId()).matches("[a-z]+(-[a-z]+)+");
              assertThat(documented)
                  .contains("| `%s` | %s |".formatted(route.getId(), route.getDescription()));
            });
  }

  @Test
  void no_route_is_listed_twice_or_without_being_there() throws IOException {
    List<String> rows =
        ROW.matcher(documented()).results().map((MatchResult row) -> row.group(1)).toList();

    // Timers start only when the store is there.
    await()
        .untilAsserted(
            () ->
                assertThat(rows)
                    .containsExactlyInAnyOrderElementsOf(
                        shipped().stream().map(Route::getId).toList()));
  }

  @Test
  void every_step_has_an_id_of_its_own() {
    List<String> ids =
        camel
            .getCamelContextExtension()
            .getContextPlugin(Model.class)
            .getRouteDefinitions()
            .stream()
            .filter(
                route ->
                    !route
                        .getRouteId()
                        .matches(
                            "(poll|reconcile)-tickets-.*|(poll|fill|reconcile)-work-items-.*|serve-api"))
            .flatMap(
                route ->
                    // What a route configuration adds is the same for each of its routes.
                    ProcessorDefinitionHelper.filterTypeInOutputs(
                        route.getOutputs().stream()
                            .filter(step -> !(step instanceof OnExceptionDefinition))
                            .toList(),
                        ProcessorDefinition.class)
                        .stream())
            .map(
                step -> {
                  assertThat(step.hasCustomIdAssigned()).as("%s", step).isTrue();
                  return step.getId();
                })
            .toList();

    assertThat(ids).hasSizeGreaterThan(20).doesNotHaveDuplicates();
  }
}
