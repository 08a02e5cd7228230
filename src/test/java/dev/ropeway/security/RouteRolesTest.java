package dev.ropeway.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ropeway.store.InvalidSettingException;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouteRolesTest {

  private static final RouteRoles ROLES =
      new RouteRoles(
          Map.of(
              "/hooks", Set.of("event-producer"),
              "/hooks/desk/", Set.of("security-admin"),
              "/hooks/desk/all", Set.of("reader")));

  @ParameterizedTest
  @CsvSource({
    "/hooks, EVENT_PRODUCER",
    "/hooks/x, EVENT_PRODUCER",
    "/hooks/deskx, EVENT_PRODUCER",
    "/hooks/desk, SECURITY_ADMIN",
    "/hooks/desk/x/y, SECURITY_ADMIN",
    "/hooks/desk/all/x, READER",
    "/hooksx, OWNER",
    "/Hooks, OWNER",
    "/, OWNER"
  })
  void the_longest_beginning_of_whole_segments_counts(String path, Role role) {
    assertThat(ROLES.of(path)).containsExactly(role);
  }

  @Test
  void a_single_slash_is_every_path() {
    assertThat(new RouteRoles(Map.of("/", Set.of("reader", "owner"))).of("/any/path"))
        .containsExactlyInAnyOrder(Role.READER, Role.OWNER);
  }

  @Test
  void a_word_that_is_no_role_stops_the_start() {
    assertThatThrownBy(() -> new RouteRoles(Map.of("/hooks", Set.of("king"))))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage("ropeway.routes.roles.\"/hooks\" has the unknown role king");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"CamelHttpUri", "cameL", "CAMELFILENAME", "org.apache.Camel.x", "Kafka.TOPIC"})
  void an_order_is_one_in_any_case(String name) {
    assertThat(CamelHeaders.isOrder(name)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"content-type", "x-camel", "kafkaesque", "org.apache.kafka", "ce-id"})
  void other_names_are_none(String name) {
    assertThat(CamelHeaders.isOrder(name)).isFalse();
  }
}
