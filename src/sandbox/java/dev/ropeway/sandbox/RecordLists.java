package dev.ropeway.sandbox;

import dev.ropeway.sandbox.instance.Answer;
import dev.ropeway.sandbox.instance.Instance;
import dev.ropeway.sandbox.table.Column;
import dev.ropeway.sandbox.table.ErrorAnswer;
import dev.ropeway.sandbox.table.FieldPath;
import dev.ropeway.sandbox.table.ParsedQuery;
import dev.ropeway.sandbox.table.QueryFilter;
import dev.ropeway.sandbox.table.QueryOperator;
import dev.ropeway.sandbox.table.QueryTerm;
import dev.ropeway.sandbox.table.ReadOptions;
import dev.ropeway.sandbox.table.RecordWriter;
import dev.ropeway.sandbox.table.Row;
import dev.ropeway.sandbox.table.Search;
import dev.ropeway.sandbox.table.TableRows;
import dev.ropeway.sandbox.table.User;
import io.vertx.core.MultiMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** GET on a table: query, page, count and the Link header. */
final class RecordLists {
  private final Instance instance;

  RecordLists(Instance instance) {
    this.instance = instance;
  }

  Answer answer(ApiRequest request, TableRows table, User user) {
    MultiMap parameters = request.parameters();
    int limit = limit(parameters, 10_000);
    int offset = offset(parameters);
    boolean count = !request.flag("sysparm_no_count");
    Search.Page page = page(request, table, user, 10_000, count);
    if (page.rows().isEmpty() && request.version().equals("/v1")) {
      throw new ErrorAnswer(
          404,
          "No Record found",
          "Records matching query not found. Check query parameter or offset parameter");
    }
    Answer answer = rows(request, table, page.rows(), user);
    if (count) {
      answer.header("X-Total-Count", Integer.toString(page.total()));
    }
    if (!request.flag("sysparm_suppress_pagination_header")) {
      String base = request.linkBase(instance.url) + table.name;
      answer.header(
          "Link",
          PageLinks.header(base, parameters, offset, limit, page.total(), page.rows().size()));
    }
    return answer;
  }

  /** The rows that were asked for, whoever may see them. */
  Search.Page page(ApiRequest request, TableRows table, User user, int usualLimit, boolean count) {
    MultiMap parameters = request.parameters();
    ParsedQuery query = query(parameters, table);
    instance.log.judge(table.name, query);
    QueryFilter filter =
        new QueryFilter(
            instance.database, instance.display, instance.faults.switches, instance.log);
    Predicate<Row> matches = filter.bind(table, query, user);
    return new Search(instance.database)
        .run(table, query, matches, offset(parameters), limit(parameters, usualLimit), count);
  }

  private static int limit(MultiMap parameters, int usual) {
    return number(parameters.get("sysparm_limit"), usual);
  }

  private static int offset(MultiMap parameters) {
    return number(parameters.get("sysparm_offset"), 0);
  }

  /**
   * Rows the caller may not read are taken out after the page was cut, so pages come back short.
   */
  private Answer rows(ApiRequest request, TableRows table, List<Row> rows, User user) {
    ReadOptions options =
        ReadOptions.of(
            request.parameters(), instance.database, table, request.linkBase(instance.url));
    RecordWriter writer = new RecordWriter(instance.display, instance.faults.switches.hiddenFields);
    Predicate<Row> visible = instance.access.visible(user, table);
    return Answer.json(
        200,
        json -> {
          json.writeStartObject();
          json.writeArrayFieldStart("result");
          for (Row row : rows) {
            if (visible.test(row) && !instance.faults.isHidden(row)) {
              writer.write(json, row, options, user);
            }
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  /** sysparm_query plus the plain name=value pairs, which also accept display values. */
  private ParsedQuery query(MultiMap parameters, TableRows table) {
    String text = parameters.get("sysparm_query");
    ParsedQuery query = ParsedQuery.parse(text == null ? "" : text);
    List<List<QueryTerm>> pairs = new ArrayList<>();
    for (Map.Entry<String, String> pair : parameters) {
      if (!pair.getKey().startsWith("sysparm_")
          && FieldPath.of(instance.database, table, pair.getKey()) != null) {
        pairs.add(List.of(new QueryTerm(pair.getKey(), QueryOperator.EQUAL, raw(table, pair))));
      }
    }
    if (!pairs.isEmpty()) {
      query.groups().forEach(group -> group.addAll(pairs));
    }
    return query;
  }

  private String raw(TableRows table, Map.Entry<String, String> pair) {
    String value = pair.getValue();
    Column column = table.column(pair.getKey());
    if (column == null) {
      return value;
    }
    if (column.choice()) {
      for (Map.Entry<String, String> c :
          instance.database.choices().of(table, column.name()).entrySet()) {
        if (c.getValue().equalsIgnoreCase(value)) { // the documentation writes state=closed
          return c.getKey();
        }
      }
    }
    TableRows target = column.isReference() ? instance.database.table(column.reference()) : null;
    if (target != null && target.find(value) == null) {
      for (Row row : target.rows()) {
        if (row.get(target.displayColumn).equals(value)) {
          return row.sysId();
        }
      }
    }
    return value;
  }

  private static int number(String text, int otherwise) {
    try {
      return text == null ? otherwise : Math.max(0, Integer.parseInt(text.strip()));
    } catch (NumberFormatException e) {
      return otherwise;
    }
  }
}
