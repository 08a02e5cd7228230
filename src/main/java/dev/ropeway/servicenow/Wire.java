package dev.ropeway.servicenow;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Message;
import org.apache.camel.component.servicenow.ServiceNowConstants;
import org.apache.camel.component.servicenow.ServiceNowParams;

/** Turns a {@link TableCall} into what the component reads, and its answer into records. */
@ApplicationScoped
@Named("wire")
@RegisterForReflection // routes call it by name
public class Wire {

  /** What an instance answers to a delete. */
  private static final int NOTHING_TO_SAY = 204;

  private final Connections connections;
  private final CallGate gate;

  Wire(Connections connections, CallGate gate) {
    this.connections = connections;
    this.gate = gate;
  }

  /** Replaces every header of the message: nothing of the caller's may reach the instance. */
  public void write(Exchange exchange) throws InvalidPayloadException {
    Message message = exchange.getMessage();
    TableCall call = message.getMandatoryBody(TableCall.class);
    Connection connection = connections.named(call.integration());
    exchange.setVariable("instance", connection.endpoint());
    exchange.setVariable("apiUrl", connection.apiUrl());
    exchange.setVariable("deletes", call.verb() == TableCall.Verb.DETACH);
    exchange.setVariable("beside", call.verb().resource() == null);
    message.setHeaders(headers(call));
    message.setBody(body(call));
    WireAnswer.forget();
    new CallInProgress(
            connection,
            call.timeout() == null ? connection.timeout() : call.timeout(),
            call.purpose(),
            gate.enter(call.integration(), call.purpose()))
        .begin();
  }

  private static Object body(TableCall call) {
    if (call.verb().resource() == null) {
      return call;
    }
    return call.upload() == null ? call.body() : call.upload().bytes();
  }

  private static Map<String, Object> headers(TableCall call) {
    Map<String, Object> headers = new HashMap<>();
    headers.put(ServiceNowConstants.RESOURCE, call.verb().resource());
    headers.put(ServiceNowConstants.ACTION, call.verb().action());
    headers.put(ServiceNowConstants.PARAM_TABLE_NAME, call.tableName());
    headers.put(ServiceNowConstants.RESPONSE_MODEL, JsonNode.class.getName());
    if (!call.fields().isEmpty()) {
      headers.put(ServiceNowConstants.SYSPARM_EXCLUDE_REFERENCE_LINK, true);
      headers.put(ServiceNowConstants.SYSPARM_FIELDS, String.join(",", call.fields()));
    }
    if (call.upload() != null) {
      headers.put(ServiceNowConstants.PARAM_FILE_NAME, call.upload().name());
      headers.put(ServiceNowConstants.CONTENT_TYPE, call.upload().contentType());
      headers.put(ServiceNowParams.PARAM_TABLE_SYS_ID.getHeader(), call.sysId());
    } else if (call.sysId() != null) {
      headers.put(ServiceNowConstants.PARAM_SYS_ID, call.sysId());
    }
    if (call.query() != null) {
      headers.put(ServiceNowConstants.SYSPARM_QUERY, call.query());
      headers.put(ServiceNowConstants.SYSPARM_LIMIT, call.limit());
      headers.put(ServiceNowConstants.SYSPARM_SUPPRESS_PAGINATION_HEADER, true);
      if (call.view().labels()) {
        headers.put(ServiceNowConstants.SYSPARM_DISPLAY_VALUE, "all");
      }
      if (call.view().offset() > 0) {
        headers.put(ServiceNowConstants.SYSPARM_OFFSET, call.view().offset());
      }
    }
    return headers;
  }

  /** Whether the component has no resource for the call. */
  public boolean isBesideComponent(Exchange exchange) {
    return exchange.getVariable("beside", Boolean.class);
  }

  /** The answer, if it can be used; a success that says nothing usable is a failure (E50). */
  public TableAnswer read(Exchange exchange) {
    Message message = exchange.getMessage();
    Map<?, ?> beside = message.getHeader(ServiceNowConstants.RESPONSE_META, Map.class);
    if (beside != null && beside.containsKey("error")) {
      throw new UnreadableAnswerException("the answer contains an error next to the result");
    }
    WireAnswer answer = WireAnswer.last();
    boolean gone =
        exchange.getVariable("deletes", Boolean.class)
            && answer != null
            && answer.status() == NOTHING_TO_SAY;
    List<JsonNode> rows = gone ? List.of() : rows(message.getBody());
    message.setHeaders(new HashMap<>());
    return new TableAnswer(
        rows.stream().filter(row -> row.isObject() && !row.isEmpty()).map(TableRecord::of).toList(),
        rows.size(),
        answer == null ? null : answer.date(),
        answer == null ? AnswerHeaders.NONE : answer.headers());
  }

  private static List<JsonNode> rows(Object body) {
    if (body instanceof JsonNode row) {
      return List.of(row);
    }
    if (body instanceof List<?> list) {
      return StreamSupport.stream(list.spliterator(), false).map(JsonNode.class::cast).toList();
    }
    throw new UnreadableAnswerException("the answer contains no result");
  }
}
