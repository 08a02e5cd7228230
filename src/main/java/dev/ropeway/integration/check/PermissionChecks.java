package dev.ropeway.integration.check;

import dev.ropeway.integration.check.Finding.Cause;
import dev.ropeway.servicenow.CmdbClass;
import dev.ropeway.servicenow.Fault;
import dev.ropeway.servicenow.RateLimit;
import dev.ropeway.servicenow.Table;
import dev.ropeway.servicenow.TableRecord;
import dev.ropeway.tickettype.TicketTypeDefinition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What the integration user may see and do, told from what the instance answered. */
final class PermissionChecks {

  private static final String GIVE_EDITOR =
      "Give the integration user sn_cmdb_editor, or turn create-configuration-items off; otherwise"
          + " tickets get no configuration item where none is found.";

  private PermissionChecks() {}

  static Finding timeZone(TableRecord user) {
    if (user == null) {
      return Finding.warn(
          "the instance does not show the integration user",
          "Nothing to do: Ropeway reads and writes UTC.");
    }
    String zone = user.text("time_zone");
    return Finding.pass(
        (zone.isEmpty() ? "the time zone of the instance" : zone)
            + "; Ropeway reads and writes UTC");
  }

  static Finding version(CheckAnswer outcome) {
    if (outcome.answer() == null) {
      return untold(outcome, "Nothing to do: Ropeway only displays the version.");
    }
    Map<String, String> properties =
        outcome.answer().rows().stream()
            .collect(
                Collectors.toMap(
                    row -> row.text("name"), row -> row.text("value"), (first, next) -> first));
    String name = properties.getOrDefault("glide.buildname", "");
    return name.isEmpty()
        ? Finding.warn(
            "the instance hides its version",
            "Optional: to display the version, let the user read glide.buildname in sys_properties.")
        : Finding.pass((name + " " + properties.getOrDefault("glide.buildtag", "")).strip());
  }

  static Finding tickets(Table table, CheckAnswer read, UserRoles roles) {
    if (read.answer() == null) {
      return needed(read);
    }
    String name = table.wireName();
    String give = "Give the integration user " + UserRoles.least(table) + ".";
    return switch (roles.writes(table)) {
      case NO ->
          Finding.fail(
              Cause.STEP_MISSING,
              name + " can be read, but no role of the user allows creating and updating records",
              give + " This check wrote nothing.");
      case YES ->
          read.hidesRows()
              ? Finding.warn(
                  name + " has records, but the user may not read any of them",
                  "Let the integration user read "
                      + name
                      + "; otherwise it cannot see what it wrote.")
              : Finding.pass(
                  "can be read; "
                      + roles.writer(table)
                      + " allows creating and updating records (this check wrote nothing)");
      case UNKNOWN ->
          Finding.warn(
              "can be read; the roles do not show whether records can be created and updated",
              "The first ticket will show it. If it is refused: " + give);
    };
  }

  static Finding journal(CheckAnswer outcome) {
    return readable(
        outcome,
        "sys_journal_field",
        "Let the integration user read sys_journal_field (itil allows it by default); otherwise"
            + " comments and work notes are not imported.");
  }

  static Finding attachments(CheckAnswer outcome) {
    return readable(
        outcome,
        "sys_attachment",
        "Let the integration user read sys_attachment; otherwise attachments are not listed.");
  }

  private static Finding readable(CheckAnswer outcome, String table, String fix) {
    if (outcome.answer() == null) {
      return untold(outcome, fix);
    }
    if (outcome.hidesRows()) {
      return Finding.warn(table + " has entries, but the user may not read any of them", fix);
    }
    return Finding.pass(
        outcome.isEmpty() ? "can be read; it has no entries yet" : table + " can be read");
  }

  static Finding people(Table table, CheckAnswer outcome) {
    String fix =
        "Let the integration user read "
            + table.wireName()
            + "; otherwise assignments that name "
            + (table == Table.SYS_USER ? "an owner or a caller" : "a group")
            + " are parked.";
    if (outcome.answer() == null) {
      return untold(outcome, fix);
    }
    int seen = outcome.answer().rows().size();
    Long total = outcome.answer().headers().total();
    boolean onlyMe = table == Table.SYS_USER && seen == 1 && total != null && total > 1;
    if (outcome.hidesRows() || onlyMe) {
      return Finding.warn(table.wireName() + " has records that the user may not read", fix);
    }
    return Finding.pass(
        seen == 0
            ? "can be read; it has no records yet"
            : table.wireName() + " can be read" + (total == null ? "" : ": " + total + " active"));
  }

  /**
   * The same where items are also to be made: tickets do without them too, so that it warns.
   *
   * @param classes what reading the tables of the configured classes came to
   */
  static Finding items(CheckAnswer read, UserRoles roles, Map<CmdbClass, CheckAnswer> classes) {
    Finding found = items(read);
    if (found.result() != Result.PASS) {
      return found;
    }
    for (Map.Entry<CmdbClass, CheckAnswer> one : classes.entrySet()) {
      Fault fault = one.getValue().fault();
      String name = one.getKey().name();
      if (fault != null && fault.isUnknownTable()) {
        return Finding.warn(
            "the class " + name + " in cmdb.classes does not exist on the instance",
            "Correct cmdb.classes; until then, items of this class are created in cmdb_ci.");
      }
      if (fault != null && fault.kind() == Fault.Kind.REFUSED) {
        return Finding.warn(
            "configuration items are to be created in " + name + ", which the user may not read",
            GIVE_EDITOR);
      }
    }
    return switch (roles.makesItems()) {
      case YES ->
          Finding.pass(
              "cmdb_ci can be read; "
                  + roles.itemMaker()
                  + " allows creating records (this check wrote nothing)");
      case NO ->
          Finding.warn(
              "configuration items are to be created, but no role of the user allows it",
              GIVE_EDITOR);
      case UNKNOWN ->
          Finding.warn(
              "cmdb_ci can be read; the roles do not show whether records can be created",
              "The first configuration item will show it. If it is refused: " + GIVE_EDITOR);
    };
  }

  /** Tickets do without: they say in their timeline that no item was set. */
  static Finding items(CheckAnswer outcome) {
    String fix =
        "Let the integration user read cmdb_ci (sn_cmdb_user, if itil does not contain it); otherwise"
            + " tickets get no configuration item.";
    if (outcome.answer() == null) {
      return untold(outcome, fix);
    }
    if (outcome.hidesRows()) {
      return Finding.warn("cmdb_ci has records that the user may not read", fix);
    }
    return Finding.pass(
        outcome.isEmpty() ? "can be read; it has no records yet" : "cmdb_ci can be read");
  }

  static Finding choices(
      Map<Table, CheckAnswer> outcomes,
      Function<Table, List<TicketTypeDefinition>> types,
      Endings endings) {
    List<String> missing = new ArrayList<>();
    for (Map.Entry<Table, CheckAnswer> one : sorted(outcomes)) {
      CheckAnswer outcome = one.getValue();
      if (outcome.answer() == null) {
        return untold(outcome, "Ropeway falls back to the out-of-box states and codes.");
      }
      Table table = one.getKey();
      for (TicketTypeDefinition type : types.apply(table)) {
        Map<String, String> states = values(table, "state", outcome);
        endings.states(type, states).stream()
            .filter(state -> !states.containsKey(state))
            .forEach(state -> missing.add(table + ".state " + state));
        endings.codeFields(type).stream()
            .filter(codes -> values(table, codes, outcome).isEmpty())
            .forEach(codes -> missing.add("any " + table + "." + codes));
      }
    }
    return missing.isEmpty()
        ? Finding.pass("the instance has the states and close codes that Ropeway writes")
        : Finding.warn(
            "the choice lists do not contain " + String.join(", ", new TreeSet<>(missing)),
            "Let the integration user read sys_choice, or restore these values: without them tickets may"
                + " stay open after their recommendation is resolved.");
  }

  /** The table's own choices hide those that it would inherit. */
  private static Map<String, String> values(Table table, String element, CheckAnswer outcome) {
    List<TableRecord> rows =
        outcome.answer().rows().stream()
            .filter(row -> row.text("element").equals(element) && !row.text("value").isEmpty())
            .toList();
    boolean own = rows.stream().anyMatch(row -> row.text("name").equals(table.wireName()));
    return rows.stream()
        .filter(row -> !own || row.text("name").equals(table.wireName()))
        .collect(
            Collectors.toMap(
                row -> row.text("value"), row -> row.text("label"), (first, next) -> first));
  }

  private static List<Map.Entry<Table, CheckAnswer>> sorted(Map<Table, CheckAnswer> outcomes) {
    return outcomes.entrySet().stream().sorted(Map.Entry.comparingByKey()).toList();
  }

  static Finding mandatory(
      CheckAnswer outcome, Collection<Table> inUse, Function<Table, Set<String>> written) {
    String hidden =
        "Optional. If a ticket is refused because of a missing field, it is parked with the field's"
            + " name.";
    if (outcome.answer() == null) {
      return untold(outcome, hidden);
    }
    if (outcome.hidesRows() || (outcome.isEmpty() && outcome.answer().headers().total() == null)) {
      return Finding.warn("the instance hides which fields are mandatory", hidden);
    }
    Set<String> empty = new TreeSet<>();
    for (TableRecord row : outcome.answer().rows()) {
      for (Table table : inUse) {
        boolean applies =
            row.text("name").equals(table.wireName())
                || (table.isTask() && row.text("name").equals("task"));
        if (applies
            && !row.text("element").isEmpty()
            && row.text("default_value").isEmpty()
            && !written.apply(table).contains(row.text("element"))) {
          empty.add(table.wireName() + "." + row.text("element"));
        }
      }
    }
    return empty.isEmpty()
        ? Finding.pass("Ropeway writes every mandatory field that has no default")
        : Finding.warn(
            "mandatory fields that have no default and that Ropeway does not write: "
                + String.join(", ", empty),
            "Give these fields a default value, or fill them with a business rule; otherwise tickets may"
                + " be refused and parked.");
  }

  static Finding rateLimit(Collection<CheckAnswer> outcomes) {
    return outcomes.stream()
        .filter(outcome -> outcome.answer() != null)
        .map(outcome -> outcome.answer().headers().rateLimit())
        .filter(Objects::nonNull)
        .min(Comparator.comparingLong(RateLimit::limit))
        .map(
            rule ->
                Finding.pass(
                    rule.limit()
                        + " requests per hour by rule "
                        + rule.rule()
                        + ", reset at "
                        + rule.reset()))
        .orElse(Finding.pass("no rate limit rule found"));
  }

  /** What deliveries need: a refusal fails, anything else leaves it open. */
  private static Finding needed(CheckAnswer outcome) {
    if (outcome.fault() == null) {
      return Finding.skipped("no time left");
    }
    Finding diagnosis = Diagnosis.of(outcome.fault());
    return diagnosis.cause() == Cause.STEP_MISSING || diagnosis.cause() == Cause.REFUSED
        ? diagnosis
        : Finding.warn(diagnosis.seen(), diagnosis.fix());
  }

  /** What deliveries can do without. */
  private static Finding untold(CheckAnswer outcome, String fix) {
    return outcome.fault() == null
        ? Finding.skipped("no time left")
        : Finding.warn(Diagnosis.of(outcome.fault()).seen(), fix);
  }
}
