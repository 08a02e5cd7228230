package dev.ropeway.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ropeway.sandbox.instance.Answer;
import dev.ropeway.sandbox.instance.Instance;
import dev.ropeway.sandbox.table.Column;
import dev.ropeway.sandbox.table.ErrorAnswer;
import dev.ropeway.sandbox.table.InputValues;
import dev.ropeway.sandbox.table.PendingRecord;
import dev.ropeway.sandbox.table.ReadOptions;
import dev.ropeway.sandbox.table.RecordWriter;
import dev.ropeway.sandbox.table.Row;
import dev.ropeway.sandbox.table.TableRows;
import dev.ropeway.sandbox.table.User;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code /api/now/table}: one record at a time, and the way to lists. */
final class TableApi {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int MAX_BODY = 10_485_760;

  private final Instance instance;
  private final RecordLists lists;

  TableApi(Instance instance) {
    this.instance = instance;
    this.lists = new RecordLists(instance);
  }

  /** The stamp may lie in the past, for writes that are committed late. */
  Answer answer(ApiRequest request, User user) {
    instance.access.checkApi(user);
    TableRows table = instance.table(request.table());
    if (!request.isRead() && !request.method().equals("DELETE")) {
      checkBody(request);
    }
    return switch (request.method()) {
      case "GET", "HEAD" ->
          request.isList() ? lists.answer(request, table, user) : one(request, user);
      case "POST" -> create(request, table, user);
      case "PUT", "PATCH" -> change(request, table, user);
      case "DELETE" -> delete(request, user);
      default -> throw new ErrorAnswer(405, "Method not supported", null);
    };
  }

  private Answer one(ApiRequest request, User user) {
    return record(200, request, readable(request, user), user);
  }

  private Answer create(ApiRequest request, TableRows table, User user) {
    if (request.sysId() != null) {
      throw new ErrorAnswer(405, "Method not supported", null);
    }
    instance.access.checkCreate(user, table);
    Row row = instance.records.insert(table, values(request, table, user), author(request, user));
    if (!instance.access.mayRead(user, table)) {
      throw ErrorAnswer.unreadableResult();
    }
    return record(201, request, row, user)
        .header("Location", request.linkBase(instance.url) + table.name + '/' + row.sysId());
  }

  private Answer change(ApiRequest request, TableRows table, User user) {
    Row row = readable(request, user);
    instance.access.checkChange(user, table);
    instance.records.update(row, values(request, table, user), author(request, user));
    return record(200, request, row, user);
  }

  private Answer delete(ApiRequest request, User user) {
    Row row = readable(request, user);
    instance.access.checkDelete(user, row.table);
    instance.records.delete(row, author(request, user));
    return Answer.empty(204);
  }

  private Row readable(ApiRequest request, User user) {
    Row row =
        request.sysId() == null
            ? null
            : instance.database.table(request.table()).find(request.sysId());
    if (row == null || instance.faults.isHidden(row) || !instance.access.mayRead(user, row.table)) {
      throw ErrorAnswer.noRecord();
    }
    return row;
  }

  private Answer record(int status, ApiRequest request, Row row, User user) {
    if ("true".equals(request.headers().get("X-no-response-body")) && !request.isRead()) {
      return Answer.empty(status);
    }
    ReadOptions options =
        ReadOptions.of(
            request.parameters(), instance.database, row.table, request.linkBase(instance.url));
    RecordWriter writer = new RecordWriter(instance.display, instance.faults.switches.hiddenFields);
    return Answer.json(
        status,
        json -> {
          json.writeStartObject();
          json.writeFieldName("result");
          writer.write(json, row, options, user);
          json.writeEndObject();
        });
  }

  private static PendingRecord.Author author(ApiRequest request, User user) {
    PendingRecord.Author author = PendingRecord.Author.bound(user, request.stamp());
    // On an insert the stamps stay: whether rows without them can exist is not in our sources.
    return request.flag("sysparm_suppress_auto_sys_field") ? author.unstamped() : author;
  }

  private static void checkBody(ApiRequest request) {
    String type = request.headers().get("Content-Type");
    if (type == null || request.headers().get("Accept") == null) {
      // The documentation gives the status only; the text is ours.
      throw new ErrorAnswer(400, "Accept and Content-Type headers are required", null);
    }
    if (!type.startsWith("application/json")) {
      throw new ErrorAnswer(415, "Unsupported Media Type", null);
    }
    int length = request.body() == null ? 0 : request.body().length();
    if (length > MAX_BODY) {
      throw new ErrorAnswer(
          400,
          "Exception while reading request",
          "Rejected large REST payload with content-length = %d bytes. Max allowed: %d bytes."
              .formatted(length, MAX_BODY));
    }
  }

  private Map<String, String> values(ApiRequest request, TableRows table, User user) {
    JsonNode body = parsed(request.body());
    if (body.isArray()) {
      body = body.path(0); // only the first of several objects is processed
    }
    boolean shown = request.flag("sysparm_input_display_value");
    InputValues input = new InputValues(instance.database);
    Map<String, String> values = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> field : body.properties()) {
      JsonNode node = field.getValue();
      String text =
          node.isNull() ? "" : node.isValueNode() ? node.asText() : node.path("value").asText();
      Column column = table.column(field.getKey());
      values.put(
          field.getKey(),
          shown && column != null ? input.fromDisplay(table, column, text, user) : text);
    }
    return values;
  }

  /** The exact message for malformed JSON differs between releases and is not established. */
  private static JsonNode parsed(Buffer body) {
    try {
      JsonNode node = MAPPER.readTree(body == null ? new byte[0] : body.getBytes());
      if (node.isMissingNode()) {
        return MAPPER.createObjectNode();
      }
      if (node.isContainerNode()) {
        return node;
      }
    } catch (JsonProcessingException e) {
      throw new ErrorAnswer(400, "Exception while reading request", e.getOriginalMessage());
    } catch (IOException e) {
      throw new IllegalStateException("Reading from memory failed", e);
    }
    throw new ErrorAnswer(400, "Exception while reading request", "The payload is not an object");
  }
}
