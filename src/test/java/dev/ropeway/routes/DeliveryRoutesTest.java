package dev.ropeway.routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a delivery does can be read from its routes, from top to bottom. */
class DeliveryRoutesTest {

  private static final String CALL = "direct:call-servicenow";

  private static final Map<String, JsonNode> ROUTES = routes();

  private static Map<String, JsonNode> routes() {
    Map<String, JsonNode> routes = new LinkedHashMap<>();
    try (Stream<Path> files =
        Files.walk(Path.of("src/main/resources/routes")).filter(Files::isRegularFile)) {
      for (Path file : files.sorted().toList()) {
        for (JsonNode part : new YAMLMapper().readTree(Files.readString(file))) {
          if (part.has("route")) {
            routes.put(part.at("/route/id").asText(), part.get("route"));
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return routes;
  }

  /** The addresses that a route sends to, in its order. */
  private static List<String> sendsTo(String route) {
    List<String> addresses = new ArrayList<>();
    collect(ROUTES.get(route).at("/from/steps"), addresses);
    return addresses;
  }

  private static void collect(JsonNode node, List<String> addresses) {
    node.properties()
        .forEach(
            field -> {
              if (field.getKey().equals("to") || field.getKey().equals("toD")) {
                addresses.add(field.getValue().path("uri").asText());
              } else {
                collect(field.getValue(), addresses);
              }
            });
    node.forEach(
        child -> {
          if (node.isArray()) {
            collect(child, addresses);
          }
        });
  }

  @Test
  void the_delivery_names_its_steps_in_their_order_and_has_no_loop() {
    assertThat(sendsTo("deliver-assignment"))
        .containsExactly(
            "direct:post-notes",
            "direct:attach-evidence",
            "direct:map-fields",
            "direct:read-states",
            "direct:find-lost-ticket",
            "direct:reassign-ticket",
            "direct:apply-template",
            "direct:resolve-references",
            "direct:find-change-template",
            "direct:create-ticket",
            "direct:update-ticket",
            "direct:end-ticket",
            "direct:reopen-ticket",
            "direct:send-event",
            "direct:write-work-notes",
            "direct:record-result");
    assertThat(ROUTES.get("deliver-assignment").findValue("loop")).isNull();
    assertThat(sendsTo("deliver-assignment"))
        .allSatisfy(address -> assertThat(ROUTES).containsKey(address.substring(7)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "find-lost-ticket",
        "apply-template",
        "resolve-references",
        "create-ticket",
        "update-ticket",
        "end-ticket",
        "reopen-ticket",
        "reassign-ticket",
        "send-event",
        "write-work-notes",
        "read-ticket",
        "read-close-codes",
        "read-states",
        "find-staged-ticket",
        "find-change-template",
        "read-new-states"
      })
  void each_that_talks_to_the_instance_shows_its_call(String route) {
    assertThat(sendsTo(route)).containsOnlyOnce(CALL);
  }

  @ParameterizedTest
  @ValueSource(strings = {"update-ticket", "end-ticket", "reopen-ticket"})
  void a_ticket_is_read_before_it_is_written(String route) {
    assertThat(sendsTo(route)).startsWith("direct:read-ticket").endsWith(CALL);
  }

  @Test
  void a_ticket_is_read_before_it_is_handed_over() {
    assertThat(sendsTo("reassign-ticket"))
        .containsExactly("direct:resolve-references", "direct:read-ticket", CALL);
  }

  @Test
  void there_is_one_way_to_an_instance() {
    assertThat(ROUTES.keySet())
        .filteredOn(route -> sendsTo(route).stream().anyMatch(to -> to.startsWith("servicenow:")))
        .containsExactly("call-servicenow");
  }
}
