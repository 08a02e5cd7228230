package dev.ropeway.routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each route that is there to be replaced, with mocks for others: tests to copy. */
class ExtensionRoutesTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final RoutesUnderTest routes = new RoutesUnderTest();

  /** Stands for the bean of that name. */
  public static final class Scopes {
    public Map<String, Object> addInheritedTags(@Body Map<String, Object> recommendation) {
      return recommendation;
    }
  }

  @AfterEach
  void the_routes_end() {
    routes.close();
  }

  private static JsonNode json(Exchange exchange) throws Exception {
    Object body = exchange.getMessage().getBody();
    return body instanceof String text ? JSON.readTree(text) : JSON.valueToTree(body);
  }

  private static Map<String, Object> recommendation(Map<String, Object> more) {
    Map<String, Object> body = new HashMap<>(Map.of("id", "a", "title", "T"));
    body.putAll(more);
    return body;
  }

  @Test
  void the_cmdb_is_asked_for_the_owner() throws Exception {
    routes
        .with("scopes", new Scopes())
        .property("cmdb.url", "http://localhost:1/owners")
        .example("enrich-recommendation");
    MockEndpoint cmdb = routes.mockInPlaceOf("enrich-recommendation", "ask-cmdb");
    cmdb.expectedHeaderReceived(Exchange.HTTP_QUERY, "name=web%20%26%201");
    cmdb.whenAnyExchangeReceived(
        call -> call.setVariable("answer-of-cmdb", "{\"owner\":\"carla\"}"));

    Exchange enriched =
        routes.send(
            "direct:enrich-recommendation",
            recommendation(Map.of("resource", Map.of("name", "web & 1"))),
            Map.of());

    cmdb.assertIsSatisfied();
    assertThat(json(enriched).at("/tags/owner").asText()).isEqualTo("carla");
  }

  @Test
  void a_cost_center_is_written() throws Exception {
    routes.example("customize-fields");

    Exchange customized =
        routes.send(
            "direct:customize-fields",
            Map.of("short_description", "T"),
            Map.of("recommendation", Map.of("tags", Map.of("cost-center", "4711"))));

    assertThat(json(customized))
        .isEqualTo(JSON.valueToTree(Map.of("short_description", "T", "u_cost_center", "4711")));
  }

  @Test
  void findings_of_a_scanner_become_recommendations() throws Exception {
    routes.example("read-scanner");

    Exchange read =
        routes.send(
            "direct:read-scanner",
            Map.of(
                "findings",
                List.of(
                    Map.of(
                        "uid", "1", "name", "\"x\"", "risk", "HIGH", "host", "web", "fixed",
                        true))),
            Map.of());

    assertThat(json(read)).hasSize(1);
    assertThat(json(read).at("/0/title").asText()).isEqualTo("\"x\"");
    assertThat(json(read).at("/0/state").asText()).isEqualTo("healthy");
  }

  @Test
  void a_chat_is_told_which_ticket_was_made() throws Exception {
    routes.property("chat.url", "http://localhost:1/chat").example("ticket-created");
    MockEndpoint chat = routes.mockInPlaceOf("ticket-created", "post-to-chat");

    routes.send(
        "direct:ticket-created",
        Map.of("ticket", Map.of("number", "INC1"), "recommendation", Map.of("title", "Say \"a\"")),
        Map.of());

    assertThat(JSON.readTree(chat.getReceivedExchanges().get(0).getIn().getBody(String.class)))
        .isEqualTo(JSON.valueToTree(Map.of("text", "INC1: Say \"a\"")));
  }

  @Test
  void those_that_nobody_replaced_leave_everything_as_it_is() throws Exception {
    for (String route : ExtensionPoints.SHIPPED.keySet()) {
      try (RoutesUnderTest shipped = new RoutesUnderTest().with("scopes", new Scopes())) {
        shipped.shipped(route);
        Map<String, Object> body = recommendation(Map.of());
        assertThat(shipped.send("direct:" + route, body, Map.of()).getMessage().getBody())
            .as(route)
            .isEqualTo(body);
      }
    }
  }
}
