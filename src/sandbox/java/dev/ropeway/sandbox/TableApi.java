package dev.ropeway.sandbox;

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
import java.util.Map;

/** {@code /api/now/table}: one record at a time, and the way to lists. */
final class TableApi {

  private final Instance instance;
  private final RecordLists lists;

  TableApi(Instance instance) {
    this.instance = instance;
    this.lists = new RecordLists(instance);
  }

  /** The stamp may lie in the past, for writes that are committed late. */
  Answer answer(ApiRequest request, User user) {
    TableRows table = instance.table(request.table());
    if (!request.isRead() && !request.method().equals("DELETE")) {
      RequestBody.check(request);
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
    instance.access.checkChange(user, row.table);
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

  private Map<String, String> values(ApiRequest request, TableRows table, User user) {
    Map<String, String> values = RequestBody.texts(request);
    if (request.flag("sysparm_input_display_value")) {
      InputValues input = new InputValues(instance.database);
      values.replaceAll(
          (name, text) -> {
            Column column = table.column(name);
            return column == null ? text : input.fromDisplay(table, column, text, user);
          });
    }
    return values;
  }
}
