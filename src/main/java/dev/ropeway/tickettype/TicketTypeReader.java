package dev.ropeway.tickettype;

import dev.ropeway.store.InvalidSettingException;
import dev.ropeway.tickettype.TicketTypeDefinition.Creation;
import dev.ropeway.tickettype.TicketTypeDefinition.Reopen;
import dev.ropeway.tickettype.TicketTypeDefinition.States;
import dev.ropeway.tickettype.TicketTypeDefinition.Turn;
import dev.ropeway.tickettype.TicketTypeDefinition.Way;
import dev.ropeway.tickettype.TicketTypeSettings.Settings;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the settings of one kind of ticket, and says which of them is wrong. */
final class TicketTypeReader {

  static final String PREFIX = "ropeway.ticket-types.";

  static final String NONE = "none";
  static final String NEVER = "never";
  private static final String COMPUTED = "computed";

  private static final int MOST = 50;
  private static final int LONGEST_VALUE = 4000;

  /** What may be put into a path. */
  private static final Pattern TABLE = Pattern.compile("[a-z][a-z0-9_]{0,79}");

  private static final Pattern COLUMN = Pattern.compile("[a-z][a-z0-9_]{0,79}");

  /** The value of a state: what choices have, and nothing that a query would read. */
  private static final Pattern STATE = Pattern.compile("-?[A-Za-z0-9_. ]{1,40}");

  private static final Pattern TEXT = Pattern.compile("(?=.*\\S)[^\\p{Cntrl}^]{1,160}");

  /** No table of these families extends task. */
  private static final List<String> NO_TASKS = List.of("sys_", "cmdb_", "cmn_", "em_", "core_");

  /** What ties a record to its assignment, or belongs to ServiceNow. */
  private static final Set<String> KEPT =
      Set.of("correlation_id", "correlation_display", "state", "number", "comments", "work_notes");

  private final String name;
  private final Settings settings;
  private final boolean shipped;

  TicketTypeReader(String name, Settings settings) {
    this(name, settings, false);
  }

  /**
   * @param shipped whether it comes with Ropeway, and may be about event management
   */
  TicketTypeReader(String name, Settings settings, boolean shipped) {
    this.name = name;
    this.settings = settings;
    this.shipped = shipped;
  }

  /**
   * What the settings say.
   *
   * @throws InvalidSettingException naming the setting that is wrong
   */
  TicketTypeDefinition definition() {
    return new TicketTypeDefinition(
        type(),
        table("table", settings.table()),
        creation(),
        correlation(),
        settings.people().caller().map(column -> column("people.caller", column)).orElse(null),
        states(),
        turn("resolve", settings.resolve()),
        turn("cancel", settings.cancel()),
        reopen(),
        journal(),
        priorityIsComputed(),
        fields("fields", settings.fields()));
  }

  private TicketType type() {
    try {
      return TicketType.of(name);
    } catch (IllegalArgumentException e) {
      throw new InvalidSettingException(PREFIX + name, "has a name that " + e.getMessage());
    }
  }

  private String table(String key, String table) {
    require(
        TABLE.matcher(table).matches(),
        key,
        "must have 1 to 80 lower-case letters, digits and _, and start with a letter");
    require(
        shipped || NO_TASKS.stream().noneMatch(table::startsWith),
        key,
        "must be a table that extends task, which " + table + " does not");
    return table;
  }

  private Creation creation() {
    Way way =
        Arrays.stream(Way.values())
            .filter(one -> one.word().equals(settings.create()))
            .findFirst()
            .orElseThrow(() -> invalid("create", "must be table, import-set or standard-change"));
    requireOnly(settings.importTable(), "import-table", way == Way.IMPORT_SET, "import-set");
    require(
        way != Way.IMPORT_SET || settings.importTable().isPresent(),
        "import-table",
        "must be set, because create is import-set");
    requireOnly(
        settings.changeTemplate(),
        "change-template",
        way == Way.STANDARD_CHANGE,
        "standard-change");
    require(
        way != Way.STANDARD_CHANGE || settings.table().equals("change_request"),
        "table",
        "must be change_request, because create is standard-change");
    return switch (way) {
      case TABLE -> new Creation(way, null);
      case IMPORT_SET ->
          new Creation(way, settings.importTable().map(from -> imports(from)).orElse(null));
      case STANDARD_CHANGE ->
          new Creation(
              way,
              settings.changeTemplate().map(text -> text("change-template", text)).orElse(null));
    };
  }

  private String imports(String table) {
    require(
        TABLE.matcher(table).matches() && !table.startsWith("sys_"),
        "import-table",
        "must be the name of an import table");
    return table;
  }

  private void requireOnly(Optional<String> said, String key, boolean fits, String way) {
    require(said.isEmpty() || fits, key, "must be left out unless create is " + way);
  }

  private String correlation() {
    return settings.correlation().equals(NONE)
        ? null
        : column("correlation", settings.correlation());
  }

  private States states() {
    TicketTypeSettings.States said = settings.states();
    said.labels()
        .forEach(
            (state, label) -> {
              state("states.labels." + state, state);
              text("states.labels." + state, label);
            });
    Set<String> over = states("states.over", said.over());
    Set<String> onHold = states("states.on-hold", said.onHold());
    over.stream()
        .filter(onHold::contains)
        .findFirst()
        .ifPresent(
            both -> {
              throw invalid(
                  "states.on-hold", "must not have the state " + both + ", which is over");
            });
    return new States(over, onHold, Map.copyOf(said.labels()));
  }

  private Set<String> states(String key, Optional<Set<String>> states) {
    Set<String> values = Set.copyOf(states.orElse(Set.of()));
    require(values.size() <= MOST, key, "must have at most " + MOST + " states");
    values.forEach(value -> state(key, value));
    return values;
  }

  private String state(String key, String value) {
    require(STATE.matcher(value).matches(), key, "must be the value of a state, such as 3");
    return value;
  }

  private Turn turn(String key, TicketTypeSettings.Turn said) {
    List<String> codes = said.codes().orElse(List.of());
    require(codes.size() <= MOST, key + ".codes", "must have at most " + MOST + " codes");
    codes.forEach(code -> text(key + ".codes", code));
    List<String> notes = said.noteFields().orElse(List.of());
    notes.forEach(column -> column(key + ".note-fields", column));
    require(
        codes.isEmpty() || said.codeField().isPresent(),
        key + ".code-field",
        "must be set, because there are codes");
    return new Turn(
        said.state().map(state -> state(key + ".state", state)).orElse(null),
        said.codeField().map(column -> column(key + ".code-field", column)).orElse(null),
        List.copyOf(codes),
        List.copyOf(notes),
        columns(key + ".fields", said.fields()));
  }

  private Reopen reopen() {
    TicketTypeSettings.Reopen said = settings.reopen();
    boolean never = said.state().filter(NEVER::equals).isPresent();
    return new Reopen(
        states("reopen.from", said.from()),
        never ? null : said.state().map(state -> state("reopen.state", state)).orElse(null),
        never);
  }

  private String journal() {
    return switch (settings.journal()) {
      case "work_notes", "comments" -> settings.journal();
      case NONE -> null;
      default -> throw invalid("journal", "must be work_notes, comments or none");
    };
  }

  private boolean priorityIsComputed() {
    require(
        Set.of("written", COMPUTED).contains(settings.priority()),
        "priority",
        "must be written or computed");
    return settings.priority().equals(COMPUTED);
  }

  private Map<String, String> fields(String key, Map<String, String> fields) {
    Map<String, String> columns = columns(key, fields);
    columns.keySet().stream()
        .filter(column -> KEPT.contains(column) || column.startsWith("sys_"))
        .findFirst()
        .ifPresent(
            column -> {
              throw invalid(
                  key + "." + column, "is managed by Ropeway or ServiceNow and cannot be set");
            });
    return columns;
  }

  private Map<String, String> columns(String key, Map<String, String> fields) {
    require(fields.size() <= MOST, key, "must have at most " + MOST + " columns");
    fields.forEach(
        (column, value) -> {
          column(key + "." + column, column);
          require(
              value.length() <= LONGEST_VALUE,
              key + "." + column,
              "must have at most " + LONGEST_VALUE + " characters");
        });
    return Map.copyOf(fields);
  }

  private String column(String key, String column) {
    require(
        COLUMN.matcher(column).matches(),
        key,
        "must be the name of a column: lower-case letters, digits and _");
    return column;
  }

  private String text(String key, String text) {
    require(TEXT.matcher(text).matches(), key, "must be one line of 1 to 160 characters without ^");
    return text;
  }

  private void require(boolean holds, String key, String complaint) {
    if (!holds) {
      throw invalid(key, complaint);
    }
  }

  private InvalidSettingException invalid(String key, String complaint) {
    return new InvalidSettingException(PREFIX + name + "." + key, complaint);
  }
}
