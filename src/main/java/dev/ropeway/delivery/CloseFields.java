package dev.ropeway.delivery;

import dev.ropeway.assignment.DesiredState;
import dev.ropeway.servicenow.Table;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How a ticket is brought to its end: the fields that resolve or cancel it, with a code that the
 * instance knows (D04; servicenow-wire § 4).
 */
final class CloseFields {

  private static final List<String> INCIDENT_CODES =
      List.of(
          "Solution provided",
          "Solved (Permanently)",
          "Resolved by change",
          "Closed/Resolved by Caller");

  private static final List<String> INCIDENT_CANCEL_CODES =
      List.of("No resolution provided", "Not Solved (Not Reproducible)", "Not Solved (Too Costly)");

  private CloseFields() {}

  /** The column whose choices must be known before the ticket is ended; null if there is none. */
  static String codeField(Table table) {
    if (!table.isTask()) {
      return null;
    }
    return table == Table.PROBLEM ? "resolution_code" : "close_code";
  }

  /**
   * What sets a resolved ticket to work again (servicenow-wire § 4.1). Nothing if its kind cannot
   * be.
   */
  static Map<String, String> reopening(Table table) {
    return switch (table) {
      case INCIDENT -> Map.of("state", "2");
      case EM_ALERT -> Map.of("state", "Reopen");
      default -> Map.of();
    };
  }

  /**
   * What is written; {@code codes} are the instance's choices, value to label.
   *
   * @param wantedCode the code that a rule wants, taken if the instance knows it; null for ours
   */
  static Map<String, String> fields(
      Table table,
      DesiredState desiredState,
      String wantedCode,
      String note,
      Map<String, String> codes) {
    Map<String, String> fields = new LinkedHashMap<>();
    boolean resolve = desiredState == DesiredState.RESOLVED;
    if (wantedCode != null && (codes == null || codes.isEmpty() || codes.containsKey(wantedCode))) {
      return fields(table, desiredState, null, note, Map.of(wantedCode, wantedCode));
    }
    switch (table) {
      case INCIDENT -> {
        fields.put("state", resolve ? "6" : "8");
        fields.put("close_code", code(codes, resolve ? INCIDENT_CODES : INCIDENT_CANCEL_CODES));
        fields.put("close_notes", note);
      }
      case PROBLEM -> {
        fields.put("state", resolve ? "106" : "107");
        fields.put("resolution_code", code(codes, List.of(resolve ? "fix_applied" : "canceled")));
        fields.put("fix_notes", note);
        fields.put("cause_notes", note);
        fields.put("close_notes", note);
      }
      case CHANGE_REQUEST -> {
        fields.put("state", resolve ? "3" : "4");
        fields.put("close_code", code(codes, List.of(resolve ? "successful" : "unsuccessful")));
        fields.put("close_notes", note);
        fields.put("work_notes", note);
      }
      case EM_ALERT -> {
        fields.put("state", "Closed");
        if (resolve) {
          fields.put("severity", "0");
        }
      }
      default -> throw new IllegalArgumentException(table + " has no end");
    }
    return fields;
  }

  /** The first of ours that the instance knows, else its own first, else our first. */
  private static String code(Map<String, String> known, List<String> preferred) {
    Set<String> codes = known == null ? Set.of() : known.keySet();
    return Stream.concat(
            preferred.stream().filter(codes::contains),
            codes.stream().filter(code -> !code.isBlank()))
        .findFirst()
        .orElse(preferred.get(0));
  }
}
