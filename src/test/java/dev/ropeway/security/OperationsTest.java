package dev.ropeway.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ropeway.api.Contract;
import dev.ropeway.security.Operations.Operation;
import dev.ropeway.store.Json;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The contract says who may call what. */
class OperationsTest {

  private final Operations operations = new Operations();
  private final AccessRules access = new AccessRules(operations, new RouteRoles(Map.of()));

  @ParameterizedTest
  @CsvSource({
    "POST,   /api/v1/recommendations,              event-producer security-admin",
    "POST,   /api/v1/events/defender,              event-producer security-admin",
    "GET,    /api/v1/assignments,                  reader security-admin owner",
    "GET,    /api/v1/recommendations,              reader security-admin owner",
    "GET,    /api/v1/integrations,                 reader contributor security-admin owner",
    "POST,   /api/v1/assignments,                  security-admin owner",
    "POST,   /api/v1/assignments/retry,            security-admin owner",
    "PATCH,  /api/v1/assignments/1,                security-admin owner",
    "DELETE, /api/v1/assignments/1,                security-admin owner",
    "POST,   /api/v1/integrations/acme/sync,       security-admin owner",
    "GET,    /api/v1/integrations/acme,            reader contributor security-admin owner",
    "PUT,    /api/v1/integrations/acme,            contributor security-admin owner",
    "POST,   /api/v1/integrations/acme/test,       contributor security-admin owner",
    "PATCH,  /api/v1/integrations/acme,            owner",
    "DELETE, /api/v1/integrations/acme,            owner",
    "POST,   /api/v1/integrations/acme/disable,    owner",
    "POST,   /api/v1/integrations/acme/enable,     owner",
    "GET,    /api/v1/integrations/acme/authorize,  owner",
    "GET,    /api/v1/integrations/acme/mappings/incident,         reader security-admin owner",
    "PUT,    /api/v1/integrations/acme/mappings/incident,         security-admin owner",
    "POST,   /api/v1/integrations/acme/mappings/incident/preview, reader security-admin owner",
    "GET,    /api/v1/rules,                        reader security-admin owner",
    "POST,   /api/v1/rules/evaluate,               reader security-admin owner",
    "GET,    /api/v1/rules/urgent,                 reader security-admin owner",
    "PUT,    /api/v1/rules/urgent,                 security-admin owner",
    "DELETE, /api/v1/rules/urgent,                 security-admin owner",
    "POST,   /api/v1/rules/urgent/apply,           security-admin owner",
    "GET,    /api/v1/rules/urgent/apply,           reader security-admin owner",
    "GET,    /api/v1/audit,                        owner",
    "GET,    /api/v1/api-keys,                     owner",
    "POST,   /api/v1/api-keys,                     owner",
    "POST,   /api/v1/api-keys/ci/rotate,           owner",
    "DELETE, /api/v1/api-keys/ci,                  owner",
    "GET,    /,                                    reader security-admin owner",
    "POST,   /,                                    reader security-admin owner",
    "GET,    /assignments/1/more,                  owner",
    "POST,   /hooks/x,                             owner",
    "GET,    /assignments/1,                       reader security-admin owner",
    "GET,    /a-page-that-somebody-added,          owner"
  })
  void each_call_is_for_these_roles(String verb, String path, String roles) {
    assertThat(access.isOpen(verb, path)).isFalse();
    assertThat(access.roles(verb, path))
        .extracting(Role::word)
        .containsExactlyInAnyOrder(roles.split(" "));
  }

  @ParameterizedTest
  @CsvSource({
    "/console/console.css, true",
    "/_static/htmx.org/dist/htmx.min.js, true",
    "/openapi, true",
    "/openapi/x, false",
    "/console/../assignments, false",
    "/consoles, false",
    "/q/dev, false"
  })
  void only_what_is_needed_before_there_is_a_password_is_open(String path, boolean open) {
    assertThat(access.isOpen("GET", path)).isEqualTo(open);
  }

  @Test
  void every_operation_says_who_may_call_it() {
    assertThat(operations.all())
        .hasSizeGreaterThan(10)
        .allSatisfy(
            operation -> assertThat(operation.roles().isEmpty()).isEqualTo(operation.open()));
  }

  @Test
  void an_operation_that_does_not_say_so_stops_the_start() {
    assertThatThrownBy(
            () -> new Operations(Json.tree("{\"/x\":{\"get\":{\"operationId\":\"x\"}}}")))
        .hasMessageContaining("no x-roles for x");
    assertThatThrownBy(
            () ->
                new Operations(
                    Json.tree("{\"/x\":{\"get\":{\"operationId\":\"x\",\"x-roles\":[\"king\"]}}}")))
        .hasMessageContaining("king");
    assertThatThrownBy(
            () ->
                new Operations(
                    Json.tree(
                        "{\"/x\":{\"get\":{\"operationId\":\"x\",\"x-roles\":[\"reader\"]}}}")))
        .hasMessageContaining("no x-limited-callers for x");
  }

  @ParameterizedTest
  @CsvSource({
    "GET,  /api/v1/assignments, true",
    "POST, /api/v1/assignments, true",
    "GET,  /, true",
    "GET,  /assignments/1, true",
    "GET,  /api/v1/rules, false",
    "POST, /api/v1/api-keys, false",
    "GET,  /api/v1/audit, false",
    "POST, /hooks/x, false",
    "GET,  /assignments/1/more, false",
    "GET,  /api/v1/unknown, false"
  })
  void only_what_keeps_to_their_bounds_is_for_limited_callers(
      String verb, String path, boolean within) {
    assertThat(access.isWithinBounds(verb, path)).isEqualTo(within);
  }

  @Test
  void what_is_open_says_the_same_in_the_words_of_OpenAPI() {
    assertThat(operations.all())
        .filteredOn(Operation::open)
        .allSatisfy(
            operation ->
                assertThat(
                        Contract.paths()
                            .path(operation.path())
                            .path(operation.verb().toLowerCase(java.util.Locale.ROOT))
                            .path("security")
                            .toString())
                    .isEqualTo("[]"));
  }

  @Test
  void a_path_without_parameters_hides_what_one_with_them_takes() {
    assertThat(operations.verbs("/api/v1/rules/evaluate")).containsExactly("POST");
    assertThat(operations.find("PUT", "/api/v1/rules/evaluate")).isEmpty();
    assertThat(operations.verbs("/api/v1/rules/urgent")).containsExactly("DELETE", "GET", "PUT");
    assertThat(operations.verbs("/api/v1/assignments/retry")).containsExactly("POST");
  }

  @Test
  void an_operation_can_be_open() {
    Operations open =
        new Operations(
            Json.tree("{\"/x/{n}\":{\"post\":{\"operationId\":\"x\",\"x-roles\":\"open\"}}}"));

    assertThat(new AccessRules(open, new RouteRoles(Map.of())).isOpen("POST", "/api/v1/x/1"))
        .isTrue();
    assertThat(new AccessRules(open, new RouteRoles(Map.of())).isOpen("GET", "/api/v1/x/1"))
        .isFalse();
  }
}
