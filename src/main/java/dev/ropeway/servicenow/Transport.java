package dev.ropeway.servicenow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ropeway.assignment.Json;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.ext.RuntimeDelegate;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.quarkus.main.events.BeforeConfigure;
import org.apache.cxf.BusFactory;
import org.apache.cxf.bus.extension.ExtensionManagerBus;
import org.apache.cxf.bus.managers.ClientLifeCycleManagerImpl;
import org.apache.cxf.bus.managers.PhaseManagerImpl;
import org.apache.cxf.configuration.security.AuthorizationPolicy;
import org.apache.cxf.endpoint.ClientLifeCycleManager;
import org.apache.cxf.jaxrs.impl.RuntimeDelegateImpl;
import org.apache.cxf.message.Message;
import org.apache.cxf.phase.AbstractPhaseInterceptor;
import org.apache.cxf.phase.Phase;
import org.apache.cxf.phase.PhaseManager;
import org.apache.cxf.transport.ConduitInitiatorManager;
import org.apache.cxf.transport.http.HTTPConduit;
import org.apache.cxf.transport.http.HTTPConduitConfigurer;
import org.apache.cxf.transport.http.HTTPTransportFactory;
import org.apache.cxf.transport.http.auth.HttpAuthSupplier;
import org.apache.cxf.transports.http.configuration.HTTPClientPolicy;

/**
 * The HTTP under the {@code servicenow:} component: time-outs, HTTP/1.1, no cookies, no redirects,
 * the integration's credentials, and answers turned into a form that the component can read.
 */
@ApplicationScoped
class Transport {

  private static final int MAX_ERROR_BYTES = 64 * 1024;

  private final Connections connections;
  private final Tokens tokens;
  private final Clock clock;

  Transport(Connections connections, Tokens tokens, Clock clock) {
    this.connections = connections;
    this.tokens = tokens;
    this.clock = clock;
  }

  /** Before the first producer starts: a later default bus would be silently ignored. */
  void start(@Observes BeforeConfigure event) {
    RuntimeDelegate.setInstance(new RuntimeDelegateImpl());
    Map<Class<?>, Object> extensions = new HashMap<>();
    extensions.put(PhaseManager.class, new PhaseManagerImpl());
    extensions.put(ClientLifeCycleManager.class, new ClientLifeCycleManagerImpl());
    extensions.put(HTTPConduitConfigurer.class, (HTTPConduitConfigurer) this::configure);
    ExtensionManagerBus bus =
        new ExtensionManagerBus(extensions, null, getClass().getClassLoader());
    HTTPTransportFactory http = new HTTPTransportFactory();
    ConduitInitiatorManager initiators = bus.getExtension(ConduitInitiatorManager.class);
    HTTPTransportFactory.DEFAULT_NAMESPACES.forEach(
        namespace -> initiators.registerConduitInitiator(namespace, http));
    bus.getInInterceptors().add(new Normalise(clock));
    bus.initialize();
    BusFactory.setDefaultBus(bus);
  }

  private void configure(String name, String address, HTTPConduit conduit) {
    Connection connection = connections.at(address);
    HTTPClientPolicy policy = new HTTPClientPolicy();
    policy.setConnectionTimeout(Math.min(10_000, connection.timeout().toMillis()));
    policy.setReceiveTimeout(connection.timeout().toMillis());
    policy.setVersion("1.1");
    policy.setAutoRedirect(false);
    conduit.setClient(policy);
    conduit.setAuthSupplier(
        new HttpAuthSupplier() {
          @Override
          public boolean requiresRequestCaching() {
            // Kept to be sent again with a new token when the first is refused.
            return connection.credentials() instanceof Connection.Credentials.OAuthPassword;
          }

          @Override
          public String getAuthorization(
              AuthorizationPolicy authorization,
              java.net.URI uri,
              Message message,
              String fullHeader) {
            boolean refused = fullHeader != null;
            return refused ? tokens.renewed(connection) : tokens.authorization(connection);
          }
        });
  }

  /**
   * Remembers what the component drops and rewrites what it chokes on: errors that are not JSON,
   * and pages or nothing where a record was due.
   */
  static final class Normalise extends AbstractPhaseInterceptor<Message> {

    private final Clock clock;

    Normalise(Clock clock) {
      super(Phase.RECEIVE);
      this.clock = clock;
    }

    @Override
    public void handleMessage(Message message) {
      int status = (int) message.get(Message.RESPONSE_CODE);
      Map<String, List<String>> headers = headers(message);
      boolean json = first(headers, "Content-Type").toLowerCase(Locale.ROOT).contains("json");
      if (json && (status == 200 || status == 201)) {
        remember(status, false, headers, "", "");
        return;
      }
      if (status == 204) {
        remember(status, false, headers, "", "");
        return;
      }
      byte[] body = read(message);
      boolean page = !json && body.length > 0;
      if (status == 200 || status == 201) {
        if (body.length == 0) {
          remember(status, false, headers, "", "");
          replace(message, status, "{\"result\":{}}");
          return;
        }
        remember(status, true, headers, "a page came instead of a record", hint(body));
        replace(message, Fault.HIBERNATING, "{}");
        return;
      }
      refuse(message, status, headers, page, body);
    }

    private void refuse(
        Message message, int status, Map<String, List<String>> headers, boolean page, byte[] body) {
      String text = "";
      String detail = page ? hint(body) : "";
      try {
        JsonNode error = Json.MAPPER.readTree(body).path("error");
        text = error.isTextual() ? error.asText() : error.path("message").asText("");
        detail = error.path("detail").asText(detail);
      } catch (IOException e) {
        // Not JSON: the status and the page's first words are all there is.
      }
      boolean redirect = status >= 300 && status < 400;
      remember(
          status, page || redirect, headers, text.isEmpty() ? "Status " + status : text, detail);
      ObjectNode normal = Json.MAPPER.createObjectNode().put("status", "failure");
      normal.putObject("error").put("message", text).put("detail", detail);
      replace(message, status, normal.toString());
    }

    private void remember(
        int status, boolean page, Map<String, List<String>> headers, String text, String detail) {
      new WireAnswer(
              status,
              page,
              WireAnswer.retryAfter(first(headers, "Retry-After"), clock.instant()),
              WireAnswer.httpDate(first(headers, "Date")),
              text,
              detail)
          .remember();
    }

    /** The code must change on the exchange too, or the component still sees a success. */
    private static void replace(Message message, int status, String json) {
      message.setContent(
          InputStream.class,
          new ByteArrayInputStream(json.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
      message.put(Message.RESPONSE_CODE, status);
      message.getExchange().put(Message.RESPONSE_CODE, status);
      message.put(Message.CONTENT_TYPE, "application/json");
      Map<String, List<String>> headers = headers(message);
      headers.put("Content-Type", List.of("application/json"));
      headers.remove("Content-Length");
      headers.remove("Content-Encoding");
    }

    private static byte[] read(Message message) {
      try (InputStream body = message.getContent(InputStream.class)) {
        return body == null ? new byte[0] : body.readNBytes(MAX_ERROR_BYTES);
      } catch (IOException e) {
        return new byte[0];
      }
    }

    private static String hint(byte[] body) {
      String text = new String(body, java.nio.charset.StandardCharsets.UTF_8);
      if (text.toLowerCase(Locale.ROOT).contains("hibernating")) {
        return "the instance is hibernating";
      }
      return text.toLowerCase(Locale.ROOT).contains("login") ? "a login page" : "an HTML page";
    }

    private static Map<String, List<String>> headers(Message message) {
      Map<String, List<String>> headers =
          org.apache.cxf.helpers.CastUtils.cast((Map<?, ?>) message.get(Message.PROTOCOL_HEADERS));
      if (headers == null) {
        headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        message.put(Message.PROTOCOL_HEADERS, headers);
      }
      return headers;
    }

    private static String first(Map<String, List<String>> headers, String name) {
      return headers.entrySet().stream()
          .filter(header -> name.equalsIgnoreCase(header.getKey()) && !header.getValue().isEmpty())
          .map(header -> String.valueOf(header.getValue().get(0)))
          .findFirst()
          .orElse("");
    }
  }
}
