package dev.ropeway.sandbox;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.ropeway.sandbox.instance.Answer;
import dev.ropeway.sandbox.instance.ImportTable;
import dev.ropeway.sandbox.instance.Instance;
import dev.ropeway.sandbox.instance.Transform;
import dev.ropeway.sandbox.table.ErrorAnswer;
import dev.ropeway.sandbox.table.Row;
import dev.ropeway.sandbox.table.TableRows;
import dev.ropeway.sandbox.table.User;
import java.io.IOException;
import java.util.List;

/** {@code /api/now/import}: rows for staging tables, transformed while the caller waits. */
final class ImportApi {
  private static final List<String> UNDONE = List.of("error", "ignored", "skipped");

  private final Instance instance;
  private final Transform transform;

  ImportApi(Instance instance) {
    this.instance = instance;
    this.transform = new Transform(instance);
  }

  /** What an instance answers for a table that is no staging table is not in our sources. */
  Answer answer(ApiRequest request, User user) {
    TableRows staging = instance.table(request.table());
    ImportTable map = instance.imports.of(staging.name);
    if (map == null) {
      throw new ErrorAnswer(400, "Invalid table " + staging.name, null);
    }
    if (request.isRead() && request.sysId() != null) {
      return known(request, staging, user);
    }
    if (!request.method().equals("POST") || request.sysId() != null) {
      throw new ErrorAnswer(405, "Method not supported", null);
    }
    RequestBody.check(request);
    instance.access.checkCreate(user, staging);
    Row row = transform.run(staging, RequestBody.texts(request), user, request.stamp());
    return answer(201, row)
        .header("Location", instance.url + "/api/now/import/" + staging.name + '/' + row.sysId());
  }

  private Answer known(ApiRequest request, TableRows staging, User user) {
    Row row = staging.find(request.sysId());
    if (row == null || instance.faults.isHidden(row) || !instance.access.mayRead(user, staging)) {
      throw ErrorAnswer.noRecord();
    }
    return answer(200, row);
  }

  private Answer answer(int status, Row row) {
    Row set = instance.table("sys_import_set").find(row.get("sys_import_set"));
    return Answer.json(
        status,
        json -> {
          json.writeStartObject();
          json.writeStringField("import_set", set == null ? "" : set.get("number"));
          json.writeStringField("staging_table", row.table.name);
          json.writeArrayFieldStart("result");
          result(json, row);
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  private void result(JsonGenerator json, Row row) throws IOException {
    String state = row.get("sys_import_state");
    String comment = row.get("sys_import_state_comment");
    String id = row.get("sys_target_sys_id");
    json.writeStartObject();
    json.writeStringField("transform_map", instance.imports.of(row.table.name).map());
    if (!id.isEmpty()) {
      TableRows table = instance.database.table(row.get("sys_target_table"));
      Row target = table == null ? null : table.find(id);
      json.writeStringField("table", row.get("sys_target_table"));
      json.writeStringField("display_name", "number");
      json.writeStringField("display_value", target == null ? "" : target.get("number"));
      json.writeStringField(
          "record_link", instance.url + "/api/now/table/" + row.get("sys_target_table") + '/' + id);
    }
    json.writeStringField("status", state);
    if (!id.isEmpty()) {
      json.writeStringField("sys_id", id);
    }
    if (state.equals("error")) {
      json.writeStringField("error_message", comment);
    }
    if (UNDONE.contains(state)) {
      json.writeStringField("status_message", comment);
    }
    json.writeEndObject();
  }
}
