package dev.ropeway.integration.check;

import dev.ropeway.servicenow.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Whether tables that Ropeway only reads can be read as a whole, and which role is missing. */
final class ReadChecks {

  private static final Map<String, String> ROLES =
      Map.of(
          "incident", "sn_incident_read or itil",
          "problem", "itil",
          "change_request", "sn_change_read or itil",
          "sn_si_incident", "sn_si.read");

  private ReadChecks() {}

  /** Tables whose records are imported, whoever made them. */
  static Finding imported(Map<Table, CheckAnswer> read) {
    return of(
        read,
        table -> ROLES.getOrDefault(table.wireName(), "a role that may read all its records"),
        "what the user cannot read is not imported");
  }

  /** Tables where rows wait until a transform makes tickets of them. */
  static Finding staging(Map<Table, CheckAnswer> read) {
    return of(
        read,
        table ->
            table.wireName().equals("sn_si_incident_import")
                ? "sn_si.integration_user"
                : "import_transformer or a role that may read its rows",
        "a ticket whose creation was not answered cannot be looked up and is parked");
  }

  private interface Role {
    String of(Table table);
  }

  private static Finding of(Map<Table, CheckAnswer> read, Role role, String otherwise) {
    List<String> seen = new ArrayList<>();
    List<String> give = new ArrayList<>();
    for (Map.Entry<Table, CheckAnswer> one : read.entrySet()) {
      Table table = one.getKey();
      CheckAnswer answer = one.getValue();
      if (answer.answer() == null && answer.fault() == null) {
        return Finding.skipped("no time left");
      }
      if (answer.fault() != null) {
        seen.add(table + " cannot be read: " + Diagnosis.of(answer.fault()).seen());
      } else if (answer.hidden(Questions.SAMPLE) > 0) {
        seen.add(
            table
                + " hides "
                + answer.hidden(Questions.SAMPLE)
                + " of the "
                + Math.min(Questions.SAMPLE, answer.answer().headers().total())
                + " records that were asked for");
      } else {
        continue;
      }
      give.add(role.of(table) + " for " + table);
    }
    return seen.isEmpty()
        ? Finding.pass(names(read) + " can be read")
        : Finding.warn(
            String.join("; ", seen),
            "Give the integration user "
                + String.join(", ", give)
                + "; otherwise "
                + otherwise
                + ".");
  }

  private static String names(Map<Table, CheckAnswer> read) {
    return read.keySet().stream().map(Table::wireName).collect(Collectors.joining(", "));
  }
}
