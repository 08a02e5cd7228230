package dev.ropeway.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A rule as people edit it: the document that {@code PUT} takes, with rows for its conditions.
 *
 * @param name null while it is not named yet
 * @param rule the document; what the form has no field for stays in it
 * @param sets of which one must hold; each ends with rows to fill in
 */
@RegisterForReflection // its page asks it by name
record RuleForm(String name, JsonNode rule, List<List<Row>> sets) {

  /** What the server says of a rule, and nobody sets. */
  private static final List<String> SHOWN_ONLY =
      List.of(
          "name",
          "origin",
          "problem",
          "warnings",
          "createdBy",
          "createdAt",
          "updatedBy",
          "updatedAt");

  private static final List<String> TEXTS =
      List.of(
          "integration",
          "ticketType",
          "ownerTag",
          "assignedTo",
          "assignmentGroup",
          "caller",
          "remediationTimeframe",
          "dueFrom",
          "grouping");

  private static final int BLANK_ROWS = 2;
  private static final int MAX_SETS = 20;
  private static final int MAX_ROWS = 50;

  /** A condition; its texts are empty for a row to fill in. */
  @RegisterForReflection // its page asks it by name
  record Row(String property, String operator, String value) {

    private static final Row BLANK = new Row("", "", "");

    private static Row of(JsonNode condition) {
      JsonNode value = condition.path("value");
      return new Row(
          condition.path("property").asText(),
          condition.path("operator").asText(),
          value.isArray() ? String.join(", ", texts(value)) : value.asText());
    }

    private boolean isBlank() {
      return property.isBlank() && value.isBlank();
    }
  }

  /** A rule that is stored, or a new one that is empty. */
  static RuleForm of(String name, JsonNode stored) {
    List<List<Row>> sets = new ArrayList<>();
    for (JsonNode set : stored.path("conditionSets")) {
      sets.add(
          StreamSupport.stream(set.path("conditions").spliterator(), false).map(Row::of).toList());
    }
    return new RuleForm(name, stored, withBlanks(sets));
  }

  /** What was filled in, over the document that was there before. */
  static RuleForm filledIn(Form form, JsonNode before) {
    ObjectNode rule = before.deepCopy();
    SHOWN_ONLY.forEach(rule::remove);
    TEXTS.forEach(field -> put(rule, field, form.text(field)));
    rule.put("enabled", form.ticked("enabled"));
    number(rule, "priority", form.text("priority"));
    number(rule, "maxNewPerDay", form.text("maxNewPerDay"));
    rule.put("gracePeriod", form.ticked("gracePeriod"));
    ObjectNode notified = rule.objectNode();
    notified(notified, "owner", form.ticked("notifyOwner"), before);
    notified(notified, "manager", form.ticked("notifyManager"), before);
    rule.set("notify", notified.isEmpty() ? null : notified);
    list(rule, "scopes", form.lines("scopes"));
    list(rule, "excludedScopes", form.lines("excludedScopes"));
    ObjectNode match =
        before.path("match").isObject() ? before.path("match").deepCopy() : rule.objectNode();
    list(match, "severity", form.all("severity"));
    words(match, "source", form.text("source"));
    words(match, "category", form.text("category"));
    tags(match, form.lines("tags"));
    match.properties().removeIf(field -> field.getValue().isNull());
    if (match.isEmpty()) {
      rule.remove("match");
    } else {
      rule.set("match", match);
    }
    List<List<Row>> sets = rows(form);
    rule.remove("conditionSets");
    if (!sets.isEmpty()) {
      ArrayNode all = rule.putArray("conditionSets");
      Map<Row, JsonNode> stored = stored(before);
      sets.forEach(set -> conditions(all.addObject().putArray("conditions"), set, stored));
    }
    rule.properties().removeIf(field -> field.getValue().isNull());
    return new RuleForm(form.text("name"), rule, withBlanks(sets));
  }

  /** Mails go out unless somebody says otherwise; what nobody said is not said now. */
  private static void notified(ObjectNode notified, String who, boolean ticked, JsonNode before) {
    if (!ticked || before.path("notify").has(who)) {
      notified.put(who, ticked);
    }
  }

  /** Conditions by what is shown of them: a row that was left as it is stays what it was. */
  private static Map<Row, JsonNode> stored(JsonNode rule) {
    Map<Row, JsonNode> stored = new HashMap<>();
    rule.path("conditionSets")
        .forEach(
            set -> set.path("conditions").forEach(one -> stored.putIfAbsent(Row.of(one), one)));
    return stored;
  }

  private static void conditions(ArrayNode conditions, List<Row> rows, Map<Row, JsonNode> stored) {
    for (Row row : rows) {
      if (stored.containsKey(row)) {
        conditions.add(stored.get(row));
        continue;
      }
      ObjectNode condition =
          conditions
              .addObject()
              .put("property", row.property())
              .put("operator", row.operator().isEmpty() ? "Equals" : row.operator());
      if (row.operator().equals("In")) {
        list(condition, "value", words(row.value()));
      } else {
        condition.put("value", row.value());
      }
    }
  }

  private static List<List<Row>> rows(Form form) {
    TreeMap<Integer, List<Row>> sets = new TreeMap<>();
    for (int set = 0; set < MAX_SETS; set++) {
      for (int row = 0; row < MAX_ROWS; row++) {
        String place = set + "-" + row;
        Row filled =
            new Row(
                text(form, "property-" + place),
                text(form, "operator-" + place),
                text(form, "value-" + place));
        if (!filled.isBlank()) {
          sets.computeIfAbsent(set, number -> new ArrayList<>()).add(filled);
        }
      }
    }
    return List.copyOf(sets.values());
  }

  private static String text(Form form, String name) {
    String text = form.text(name);
    return text == null ? "" : text;
  }

  /** Rows to fill in at the end of each set, and one set more. */
  private static List<List<Row>> withBlanks(List<List<Row>> sets) {
    return Stream.concat(sets.stream(), Stream.of(List.<Row>of()))
        .limit(MAX_SETS)
        .map(
            set ->
                Stream.concat(set.stream(), Stream.generate(() -> Row.BLANK).limit(BLANK_ROWS))
                    .limit(MAX_ROWS)
                    .toList())
        .toList();
  }

  private static void put(ObjectNode rule, String field, String text) {
    if (text == null) {
      rule.remove(field);
    } else {
      rule.put(field, text);
    }
  }

  private static void number(ObjectNode rule, String field, String text) {
    if (text == null) {
      rule.remove(field);
    } else if (text.matches("\\d{1,9}")) {
      rule.put(field, Integer.parseInt(text));
    } else {
      rule.put(field, text);
    }
  }

  private static void list(ObjectNode object, String field, List<String> texts) {
    object.remove(field);
    if (!texts.isEmpty()) {
      ArrayNode array = object.putArray(field);
      texts.forEach(array::add);
    }
  }

  /** A line without a = is a tag without a value, which the API refuses by its name. */
  private static void tags(ObjectNode match, List<String> lines) {
    match.remove("tags");
    if (!lines.isEmpty()) {
      ObjectNode tags = match.putObject("tags");
      for (String line : lines) {
        String[] tag = line.split("=", 2);
        tags.put(tag[0].strip(), tag.length == 1 ? "" : tag[1].strip());
      }
    }
  }

  /** A list that was left as it was shown stays what it was, with the commas of its words. */
  private static void words(ObjectNode match, String field, String text) {
    if (!String.join(", ", texts(match.path(field))).equals(text)) {
      list(match, field, words(text));
    }
  }

  private static List<String> words(String text) {
    return text == null
        ? List.of()
        : Stream.of(text.split(",")).map(String::strip).filter(word -> !word.isEmpty()).toList();
  }

  private static List<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
  }

  /** Whether mails about its work go to the owner, or to the manager. */
  public boolean notifies(String who) {
    return rule.path("notify").path(who).asBoolean(true);
  }

  /** Whether a severity is one that the rule takes. */
  public boolean takes(String severity) {
    return texts(rule.path("match").path("severity")).contains(severity);
  }

  /** The lines of a list of texts, or its words. */
  public String lines(String field) {
    return String.join("\n", texts(rule.path(field)));
  }

  /** The tags of the short form of conditions, one in a line. */
  public String tags() {
    return rule.path("match").path("tags").properties().stream()
        .map(tag -> tag.getKey() + "=" + tag.getValue().asText())
        .collect(Collectors.joining("\n"));
  }

  /** The words of a list of the short form of conditions. */
  public String words(Object field) {
    return String.join(", ", texts(rule.path("match").path(field.toString())));
  }
}
