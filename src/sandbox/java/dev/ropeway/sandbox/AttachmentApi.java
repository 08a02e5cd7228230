package dev.ropeway.sandbox;

import dev.ropeway.sandbox.instance.Answer;
import dev.ropeway.sandbox.instance.Instance;
import dev.ropeway.sandbox.table.Column;
import dev.ropeway.sandbox.table.ErrorAnswer;
import dev.ropeway.sandbox.table.PendingRecord;
import dev.ropeway.sandbox.table.Row;
import dev.ropeway.sandbox.table.Switches;
import dev.ropeway.sandbox.table.TableRows;
import dev.ropeway.sandbox.table.User;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;

/**
 * {@code /api/now/attachment}: files of records, of which only name, size and hash are kept. How an
 * instance words that a file is too large or of a kind that it does not take is not in our sources.
 */
final class AttachmentApi {
  private final Instance instance;
  private final RecordLists lists;

  AttachmentApi(Instance instance) {
    this.instance = instance;
    this.lists = new RecordLists(instance);
  }

  Answer answer(ApiRequest request, User user) {
    TableRows table = instance.table(request.table());
    return switch (request.method()) {
      case "GET", "HEAD" ->
          request.isList()
              ? lists.answer(request, table, user)
              : single(200, readable(table.find(request.sysId()), user));
      case "POST" -> upload(request, table, user);
      case "DELETE" -> delete(request, table, user);
      default -> throw new ErrorAnswer(405, "Method not supported", null);
    };
  }

  private Answer upload(ApiRequest request, TableRows table, User user) {
    if (!"file".equals(request.sysId())) {
      throw new ErrorAnswer(405, "Method not supported", null);
    }
    if (request.headers().get("Content-Type") == null) {
      throw new ErrorAnswer(400, "Accept and Content-Type headers are required", null);
    }
    String name = parameter(request, "file_name");
    Row record =
        readable(
            instance
                .table(parameter(request, "table_name"))
                .find(parameter(request, "table_sys_id")),
            user);
    instance.access.checkCreate(user, table);
    instance.access.checkChange(user, record.table);
    byte[] bytes = request.body() == null ? new byte[0] : request.body().getBytes();
    refuse(name, bytes.length);
    Map<String, String> values = new HashMap<>();
    values.put("table_name", record.table.name);
    values.put("table_sys_id", record.sysId());
    values.put("file_name", name);
    values.put("content_type", request.headers().get("Content-Type"));
    values.put("size_bytes", String.valueOf(bytes.length));
    values.put("chunk_size_bytes", "700000");
    values.put("state", "available");
    values.put("hash", hash(bytes));
    PendingRecord.Author author = PendingRecord.Author.free(user, request.stamp());
    Row row = instance.records.insert(table, values, author);
    if (!instance.access.mayRead(user, table)) {
      throw ErrorAnswer.unreadableResult();
    }
    return single(201, row).header("Location", instance.url + "/api/now/attachment/" + row.sysId());
  }

  private static String parameter(ApiRequest request, String name) {
    String value = request.parameters().get(name);
    if (value == null || value.isEmpty()) {
      throw new ErrorAnswer(400, "Missing parameter " + name, null);
    }
    return value;
  }

  private void refuse(String name, int size) {
    Switches switches = instance.faults.switches;
    String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    if (!switches.attachmentExtensions.isEmpty()
        && !switches.attachmentExtensions.contains(extension)) {
      throw new ErrorAnswer(
          400, "Attachment refused", "files of type " + extension + " are not allowed");
    }
    if (switches.maxAttachmentBytes > 0 && size > switches.maxAttachmentBytes) {
      throw new ErrorAnswer(
          413,
          "Attachment refused",
          "the file is larger than " + switches.maxAttachmentBytes + " bytes");
    }
  }

  /** Of what was stored, which is something else where a fault says so. */
  private String hash(byte[] bytes) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(bytes);
      if (instance.faults.switches.corruptUploads > 0) {
        instance.faults.switches.corruptUploads--;
        digest.update((byte) 0);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private Answer delete(ApiRequest request, TableRows table, User user) {
    Row row = readable(table.find(String.valueOf(request.sysId())), user);
    instance.access.checkDelete(user, table);
    instance.records.delete(row, PendingRecord.Author.bound(user, request.stamp()));
    return Answer.empty(204);
  }

  private Row readable(Row row, User user) {
    if (row == null || instance.faults.isHidden(row) || !instance.access.mayRead(user, row.table)) {
      throw ErrorAnswer.noRecord();
    }
    return row;
  }

  private Answer single(int status, Row row) {
    return Answer.json(
        status,
        json -> {
          json.writeStartObject();
          json.writeObjectFieldStart("result");
          for (Column column : row.table.columns()) {
            if (!instance.faults.switches.hiddenFields.contains(column.name())) {
              json.writeStringField(column.name(), row.get(column.name()));
            }
          }
          json.writeStringField(
              "download_link", instance.url + "/api/now/attachment/" + row.sysId() + "/file");
          json.writeEndObject();
          json.writeEndObject();
        });
  }
}
