package dev.ropeway.sandbox;

import dev.ropeway.sandbox.instance.Answer;
import dev.ropeway.sandbox.instance.Instance;
import dev.ropeway.sandbox.table.Column;
import dev.ropeway.sandbox.table.ErrorAnswer;
import dev.ropeway.sandbox.table.PendingRecord;
import dev.ropeway.sandbox.table.Row;
import dev.ropeway.sandbox.table.TableRows;
import dev.ropeway.sandbox.table.User;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * {@code /api/sn_chg_rest/change/standard}: the templates of standard changes, and the changes that
 * are made of them.
 */
final class StandardChangeApi {
  /** What a template has approved: callers cannot change it. */
  private static final Set<String> APPROVED =
      Set.of("description", "backout_plan", "test_plan", "implementation_plan");

  private final Instance instance;
  private final RecordLists lists;

  StandardChangeApi(Instance instance) {
    this.instance = instance;
    this.lists = new RecordLists(instance);
  }

  Answer templates(ApiRequest request, User user) {
    if (!request.isRead()) {
      throw new ErrorAnswer(405, "Method not supported", null);
    }
    TableRows table = instance.table(request.table());
    TypedRecordWriter writer = new TypedRecordWriter(instance, table, user);
    if (request.sysId() != null) {
      return single(readable(table.find(request.sysId()), user), writer, null);
    }
    List<Row> rows = lists.page(request, table, user, 500, false).rows();
    Predicate<Row> visible = instance.access.visible(user, table);
    return Answer.json(
        200,
        json -> {
          json.writeStartObject();
          json.writeArrayFieldStart("result");
          for (Row row : rows) {
            if (visible.test(row) && !instance.faults.isHidden(row)) {
              json.writeStartObject();
              writer.write(json, row);
              json.writeEndObject();
            }
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  Answer changes(ApiRequest request, User user) {
    TableRows table = instance.table(request.table());
    TypedRecordWriter writer = new TypedRecordWriter(instance, table, user);
    if (request.isRead()) {
      Row row = readable(table.find(request.sysId()), user);
      if (!row.get("type").equals("standard")) {
        throw ErrorAnswer.noRecord();
      }
      return single(row, writer, null);
    }
    if (!request.method().equals("POST")) {
      throw new ErrorAnswer(405, "Method not supported", null);
    }
    instance.access.checkCreate(user, table);
    Row template = published(request.sysId(), user);
    List<String> ignored = new ArrayList<>();
    Map<String, String> values = approved(template);
    values.putAll(asked(request, table, ignored));
    values.put("type", "standard");
    values.put("std_change_producer_version", version(template));
    PendingRecord.Author author = PendingRecord.Author.bound(user, request.stamp());
    Row row = instance.records.insert(table, values, author);
    if (!instance.access.mayRead(user, table)) {
      throw ErrorAnswer.unreadableResult();
    }
    return single(row, writer, ignored);
  }

  /** Whether a retired template is answered like one that never was is not in our sources. */
  private Row published(String id, User user) {
    Row template = readable(instance.table("std_change_record_producer").find(id), user);
    if (!template.get("active").equals("true")) {
      throw ErrorAnswer.noRecord();
    }
    return template;
  }

  private Row readable(Row row, User user) {
    if (row == null || instance.faults.isHidden(row) || !instance.access.mayRead(user, row.table)) {
      throw ErrorAnswer.noRecord();
    }
    return row;
  }

  /** The values of the template: {@code field=value^field=value^EQ}. */
  private Map<String, String> approved(Row template) {
    Map<String, String> values = new HashMap<>();
    Row saved = instance.table("sys_template").find(template.get("template"));
    if (saved != null) {
      for (String term : saved.get("template").split("\\^")) {
        int equals = term.indexOf('=');
        if (equals > 0) {
          values.put(term.substring(0, equals), term.substring(equals + 1));
        }
      }
    }
    return values;
  }

  /** The body overrides the parameters of the address. */
  private Map<String, String> asked(ApiRequest request, TableRows table, List<String> ignored) {
    Map<String, String> all = new LinkedHashMap<>();
    request.parameters().forEach((name, value) -> all.put(name, value));
    all.keySet().removeIf(name -> name.startsWith("sysparm_"));
    if (request.body() != null && request.body().length() > 0) {
      RequestBody.check(request);
      all.putAll(RequestBody.texts(request));
    }
    Map<String, String> asked = new LinkedHashMap<>();
    all.forEach(
        (name, value) -> {
          Column column = table.column(name);
          if (column == null || column.readOnly() || APPROVED.contains(name)) {
            ignored.add(name);
          } else {
            asked.put(name, value);
          }
        });
    return asked;
  }

  private String version(Row template) {
    return instance.table("std_change_producer_version").rows().stream()
        .filter(version -> version.get("std_change_producer").equals(template.sysId()))
        .max(Comparator.comparingInt(version -> Integer.parseInt(version.get("version"))))
        .map(Row::sysId)
        .orElse("");
  }

  /** Whether the list of ignored fields is left out when there are none is not in our sources. */
  private static Answer single(Row row, TypedRecordWriter writer, List<String> ignored) {
    return Answer.json(
        200,
        json -> {
          json.writeStartObject();
          json.writeObjectFieldStart("result");
          writer.write(json, row);
          if (ignored != null) {
            json.writeObjectFieldStart("__meta");
            json.writeArrayFieldStart("ignoredFields");
            for (String name : ignored) {
              json.writeString(name);
            }
            json.writeEndArray();
            json.writeEndObject();
          }
          json.writeEndObject();
          json.writeEndObject();
        });
  }
}
