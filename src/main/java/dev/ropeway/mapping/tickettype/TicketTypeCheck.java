package dev.ropeway.mapping.tickettype;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ropeway.integration.Integration;
import dev.ropeway.mapping.Dictionaries;
import dev.ropeway.mapping.Dictionaries.HiddenDictionaryException;
import dev.ropeway.mapping.Dictionary;
import dev.ropeway.mapping.Mappings;
import dev.ropeway.servicenow.ChangeApi;
import dev.ropeway.servicenow.EncodedQuery;
import dev.ropeway.servicenow.Table;
import dev.ropeway.servicenow.TableAnswer;
import dev.ropeway.servicenow.TableCall;
import dev.ropeway.store.Alike;
import dev.ropeway.tickettype.TicketTypeDefinition;
import dev.ropeway.tickettype.TicketTypeDefinition.Way;
import dev.ropeway.tickettype.TicketTypeDocument;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.camel.ProducerTemplate;

/**
 * Holds a ticket type against an instance: whether its table is there and extends task, and what
 * the instance says of states, close codes and columns that the type leaves open.
 */
@ApplicationScoped
public class TicketTypeCheck {

  private static final String TASK = "task";

  private static final int MOST_TEMPLATES = 1000;
  private static final int SHOWN = 20;

  /** No sane table is further away from task. */
  private static final int MOST_PARENTS = 8;

  private final ProducerTemplate camel;
  private final Dictionaries dictionaries;
  private final Mappings mappings;

  TicketTypeCheck(ProducerTemplate camel, Dictionaries dictionaries, Mappings mappings) {
    this.camel = camel;
    this.dictionaries = dictionaries;
    this.mappings = mappings;
  }

  /** What is wrong with a field of the type: a JSON pointer and a sentence. */
  public record Fault(String pointer, String detail) {}

  /**
   * What the instance says of the states.
   *
   * @param reopened null where tickets are never set to work again
   */
  @RegisterForReflection // JSON of answers
  public record States(
      String integration,
      Set<String> over,
      Set<String> onHold,
      String resolved,
      String canceled,
      String reopened) {}

  /**
   * What came of it.
   *
   * @param document the same with the columns that the instance has for what it left open
   * @param faults for which it may not be stored
   * @param warnings for which its tickets may be refused
   * @param states null where there are faults
   */
  public record Checked(
      TicketTypeDocument document, List<Fault> faults, List<String> warnings, States states) {}

  /**
   * Asks the instance; what goes wrong on the way is thrown as the route throws it.
   *
   * @throws HiddenDictionaryException when the integration user may not read what has to be known
   */
  public Checked check(String name, TicketTypeDocument document, Integration integration) {
    TicketTypeDefinition type = document.read(name);
    List<Fault> faults = new ArrayList<>(table(type, integration));
    if (!faults.isEmpty()) {
      return new Checked(document, faults, List.of(), null);
    }
    Dictionary dictionary = dictionaries.of(integration, Table.of(type), true);
    TicketTypeDocument completed = completed(document, dictionary);
    TicketTypeDefinition full = completed.read(name);
    InstanceColumns columns = new InstanceColumns(full, dictionary);
    faults.addAll(columns.faults());
    if (type.creation().way() == Way.IMPORT_SET) {
      faults.addAll(imports(full, integration));
    }
    if (type.creation().way() == Way.STANDARD_CHANGE) {
      faults.addAll(templates(full, integration));
    }
    List<String> warnings = new ArrayList<>();
    mappings
        .defaultComplaints(full, dictionary)
        .forEach(
            complaint -> {
              String column = complaint.pointer().replaceFirst("^/fields/([^/]+).*$", "$1");
              if (full.fields().containsKey(column)) {
                faults.add(new Fault("/fields/" + column, complaint.detail()));
              } else {
                warnings.add(complaint.detail());
              }
            });
    return new Checked(
        completed,
        List.copyOf(faults),
        List.copyOf(warnings),
        faults.isEmpty() ? columns.states(integration.name()) : null);
  }

  /** Whether the table is there, extends task and can be read. */
  private List<Fault> table(TicketTypeDefinition type, Integration integration) {
    List<String> parents = parents(integration, type.table());
    if (parents == null) {
      return List.of(new Fault("/table", integration.name() + " has no table " + type.table()));
    }
    if (!parents.contains(TASK)) {
      String extended = parents.isEmpty() ? "" : ", it extends " + parents.get(0);
      return List.of(
          new Fault("/table", "must extend task; " + type.table() + " does not" + extended));
    }
    // Refused where the user may not read it.
    ask(
        TableCall.list(
            integration.name(),
            Table.of(type),
            new EncodedQuery().orderBy("sys_id"),
            List.of("sys_id"),
            1));
    return List.of();
  }

  /** What a table extends, the nearest first; null where there is no such table. */
  private List<String> parents(Integration integration, String table) {
    List<String> parents = new ArrayList<>();
    String name = table;
    while (parents.size() < MOST_PARENTS) {
      String parent = parent(integration, name);
      if (parent == null) {
        return name.equals(table) ? null : parents;
      }
      if (parent.isEmpty()) {
        return parents;
      }
      parents.add(parent);
      if (parent.equals(TASK)) {
        return parents;
      }
      name = parent;
    }
    return parents;
  }

  /** Empty for a table that extends none; null for none of that name. */
  private String parent(Integration integration, String table) {
    TableAnswer answer =
        ask(
            TableCall.list(
                integration.name(),
                Table.SYS_DB_OBJECT,
                // Task is there on every instance: without it, the list is hidden.
                new EncodedQuery().in("name", List.of(table, TASK)).orderBy("name"),
                List.of("name", "super_class.name"),
                2));
    if (answer.rows().isEmpty()) {
      throw new HiddenDictionaryException("the integration user may not read sys_db_object");
    }
    return answer.rows().stream()
        .filter(row -> row.text("name").equals(table))
        .map(row -> row.text("super_class.name"))
        .findFirst()
        .orElse(null);
  }

  private List<Fault> imports(TicketTypeDefinition type, Integration integration) {
    String from = type.creation().from();
    if (parents(integration, from) == null) {
      return List.of(new Fault("/importTable", integration.name() + " has no table " + from));
    }
    Map<String, Dictionary.Field> columns =
        dictionaries.of(integration, Table.ofImports(from), true).byElement();
    if (type.correlation() != null && !columns.containsKey(type.correlation())) {
      return List.of(
          new Fault(
              "/correlation",
              "must be a column of the import table "
                  + from
                  + ", or none if no column can tie its rows to assignments"));
    }
    return List.of();
  }

  private List<Fault> templates(TicketTypeDefinition type, Integration integration) {
    String wanted = type.creation().from();
    Map<String, String> names = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    ask(TableCall.templates(integration.name(), Table.of(type), MOST_TEMPLATES))
        .rows()
        .forEach(row -> names.put(ChangeApi.name(row), row.sysId()));
    if (wanted != null && (names.containsKey(wanted) || names.containsValue(wanted))) {
      return List.of();
    }
    String there =
        names.isEmpty()
            ? "; it has none that can be used"
            : "; it has " + names.keySet().stream().limit(SHOWN).collect(Collectors.joining(", "));
    return List.of(
        new Fault(
            "/changeTemplate",
            "must be a standard change template of "
                + integration.name()
                + Optional.ofNullable(wanted)
                    .flatMap(text -> Alike.to(text, names.keySet()))
                    .map(meant -> "; did you mean " + meant + "?")
                    .orElse(there)));
  }

  private TableAnswer ask(TableCall call) {
    return camel.requestBody("direct:call-servicenow", call, TableAnswer.class);
  }

  /** With the columns that almost every task has for what the type leaves open. */
  private static TicketTypeDocument completed(TicketTypeDocument document, Dictionary dictionary) {
    ObjectNode json = document.json().deepCopy();
    Map<String, Dictionary.Field> columns = dictionary.byElement();
    for (String turn : List.of("resolve", "cancel")) {
      ObjectNode said = json.withObject("/" + turn);
      if (!said.has("codeField") && columns.containsKey("close_code")) {
        said.put("codeField", "close_code");
      }
      if (!said.has("noteFields") && columns.containsKey("close_notes")) {
        said.putArray("noteFields").add("close_notes");
      }
      if (said.isEmpty()) {
        json.remove(turn);
      }
    }
    return new TicketTypeDocument(json);
  }
}
