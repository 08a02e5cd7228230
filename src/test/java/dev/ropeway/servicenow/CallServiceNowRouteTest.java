package dev.ropeway.servicenow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.mock.MockComponent;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The shipped route with a mock in the place of the {@code servicenow:} component. */
class CallServiceNowRouteTest {

  private static final String SYS_ID = "0123456789abcdef0123456789abcdef";

  private final CamelContext camel = new DefaultCamelContext();
  private final MockComponent servicenow = new MockComponent();
  private ProducerTemplate template;

  @BeforeEach
  void start() throws Exception {
    Connections connections = new Connections();
    connections.put(
        new Connection(
            "acme",
            0,
            URI.create("https://acme.service-now.com"),
            new Credentials.Basic("ropeway", "secret"),
            Duration.ofSeconds(30),
            null,
            false,
            null,
            List.of()));
    camel
        .getRegistry()
        .bind(
            "wire",
            new Wire(
                connections, (integration, purpose) -> (status, good, limit, retryAfter) -> {}));
    camel.getRegistry().bind("changeApi", new ChangeApi(connections));
    camel.addComponent("servicenow", servicenow);
    PluginHelper.getRoutesLoader(camel)
        .loadRoutes(
            PluginHelper.getResourceLoader(camel)
                .resolveResource("classpath:routes/call-servicenow.camel.yaml"));
    camel.start();
    template = camel.createProducerTemplate();
  }

  @AfterEach
  void stop() {
    camel.stop();
  }

  private MockEndpoint instanceAnswers(Object body, Map<String, Object> headers) {
    MockEndpoint instance =
        camel.getEndpoint(
            "servicenow:acme?apiUrl=https://acme.service-now.com/api&userName=&password=",
            MockEndpoint.class);
    instance.whenAnyExchangeReceived(
        exchange -> {
          exchange.getMessage().setBody(body);
          exchange.getMessage().getHeaders().putAll(headers);
        });
    return instance;
  }

  private TableAnswer call(TableCall call, Map<String, Object> headers) {
    return template.requestBodyAndHeaders(
        "direct:call-servicenow", call, headers, TableAnswer.class);
  }

  @Test
  void nothing_of_the_callers_headers_reaches_the_instance() throws Exception {
    MockEndpoint instance =
        instanceAnswers(new ObjectMapper().readTree("{\"sys_id\":\"" + SYS_ID + "\"}"), Map.of());

    TableAnswer answer =
        call(
            TableCall.update(
                "acme",
                Table.ofTickets("incident"),
                SYS_ID,
                Map.of("impact", "1"),
                List.of("sys_id")),
            Map.of("CamelServiceNowTable", "sys_user", "Authorization", "Bearer x", "q", "1"));

    assertThat(answer.row().sysId()).isEqualTo(SYS_ID);
    Exchange sent = instance.getExchanges().get(0);
    assertThat(sent.getMessage().getHeaders().keySet())
        .allSatisfy(name -> assertThat(name).startsWith("CamelServiceNow"));
    assertThat(sent.getMessage().getHeader("CamelServiceNowTable")).isEqualTo("incident");
    assertThat(instance.getEndpointUri()).doesNotContain("secret");
  }

  @Test
  void a_result_with_an_error_beside_it_is_no_answer() throws Exception {
    instanceAnswers(
        List.of(new ObjectMapper().readTree("{}")),
        Map.of("CamelServiceNowResponseMeta", Map.of("error", "cut off")));

    assertThatThrownBy(
            () ->
                call(
                    TableCall.list(
                        "acme",
                        Table.ofTickets("incident"),
                        new EncodedQuery().is("active", "true"),
                        List.of("sys_id"),
                        10),
                    Map.of()))
        .isInstanceOf(CamelExecutionException.class)
        .hasRootCauseInstanceOf(UnreadableAnswerException.class);
  }
}
