package dev.ropeway.servicenow;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.ropeway.store.Json;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.stream.StreamSupport;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.servicenow.ServiceNowClient;
import org.apache.camel.component.servicenow.ServiceNowConfiguration;

/**
 * Standard changes, for which the component has no resource: sent by the component's own client, so
 * that tokens, time-outs, TLS, proxies and the form of errors are the same (servicenow-wire § 5.1).
 */
@ApplicationScoped
@Named("changeApi")
@RegisterForReflection // routes call it by name
public class ChangeApi {

  private static final int MOST_CLIENTS = 100;

  private final Connections connections;
  private final Cache<String, ServiceNowClient> clients =
      Caffeine.newBuilder().maximumSize(MOST_CLIENTS).build();

  ChangeApi(Connections connections) {
    this.connections = connections;
  }

  /** Sends the call and leaves the records of its answer, as the component does. */
  public void send(Exchange exchange) throws Exception {
    Message message = exchange.getMessage();
    TableCall call = message.getMandatoryBody(TableCall.class);
    Connection connection = connections.named(call.integration());
    ServiceNowClient client =
        clients
            .get(connection.endpoint(), endpoint -> client(exchange, connection))
            .reset()
            .types(MediaType.APPLICATION_JSON_TYPE)
            .path("sn_chg_rest")
            .path("change")
            .path("standard");
    Response response =
        call.verb() == TableCall.Verb.LIST_TEMPLATES
            ? client.path("template").query("sysparm_limit", call.limit()).invoke("GET")
            : client.path(call.sysId()).invoke("POST", call.body());
    if (response.getHeaderString("Content-Type") == null) {
      throw new UnreadableAnswerException("the answer is empty");
    }
    JsonNode result = response.readEntity(JsonNode.class).path("result");
    if (result.isMissingNode()) {
      throw new UnreadableAnswerException("the answer contains no result");
    }
    message.setBody(result.isArray() ? rows(result) : result);
  }

  /** What people call a template. */
  public static String name(TableRecord template) {
    String name = template.text("sys_name");
    return name.isEmpty() ? template.text("name") : name;
  }

  private static List<JsonNode> rows(JsonNode result) {
    return StreamSupport.stream(result.spliterator(), false).toList();
  }

  private static ServiceNowClient client(Exchange exchange, Connection connection) {
    ServiceNowConfiguration configuration = new ServiceNowConfiguration();
    configuration.setApiUrl(connection.apiUrl());
    configuration.setUserName("");
    configuration.setPassword("");
    configuration.setMapper(Json.MAPPER);
    try {
      return new ServiceNowClient(exchange.getContext(), configuration);
    } catch (Exception e) {
      throw new IllegalStateException("the client of " + connection.name() + " cannot be made", e);
    }
  }
}
