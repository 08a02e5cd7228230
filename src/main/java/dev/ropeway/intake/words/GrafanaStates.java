package dev.ropeway.intake.words;

import java.util.Locale;

/**
 * What Grafana says of a rule that it could not decide, or decided for a reason beside it: its
 * texts are the rule's own then, and claim what nobody knows.
 */
public record GrafanaStates(CaseBlind labels, CaseBlind annotations) {

  /** Whether an alert that fires says only that the rule could not be decided. */
  public boolean isUndecided() {
    return isWithoutData() || isFailed();
  }

  /** Whether the alert is Grafana's own, beside those of the rule. */
  public boolean isSpecial() {
    return is("DatasourceNoData") || is("DatasourceError");
  }

  /** A title by the rule; null for an alert whose rule was decided. */
  public String title() {
    String of = rule() == null ? "an alert rule of Grafana" : rule();
    return isWithoutData()
        ? "No data for " + of
        : isFailed() ? "The query of " + of + " failed" : null;
  }

  /** What is known, and that no more is; null for an alert whose rule was decided. */
  public String description() {
    if (!isUndecided()) {
      return null;
    }
    return new Facts()
        .add(
            isWithoutData()
                ? "The query brought no data: whether the rule's condition holds is not known."
                : "The query failed: whether the rule's condition holds is not known.")
        .add("Rule", labels.at("rulename"))
        .add("Folder", labels.at("grafana_folder"))
        .add("Data source", labels.at("datasource_uid"))
        .add("Query", labels.at("ref_id"))
        .add("Error", annotations.at("Error"))
        .text();
  }

  /** The rule, whatever became of it; null where only its special alert is named. */
  public String rule() {
    String rule = labels.at("rulename").text();
    return rule != null || isSpecial() ? rule : labels.at("alertname").text();
  }

  /** Why an alert is over although nobody saw its condition end; null where that was seen. */
  public String unseenEnd() {
    String reason = reason();
    return switch (reason == null ? "" : reason.toLowerCase(Locale.ROOT)) {
      case "missingseries", "paused", "ruledeleted", "updated" -> reason;
      // Of Grafana's own alert it is what began it.
      case "nodata", "error" -> isSpecial() ? null : reason;
      default -> null;
    };
  }

  private boolean isWithoutData() {
    return is("DatasourceNoData") || "NoData".equalsIgnoreCase(reason());
  }

  private boolean isFailed() {
    return is("DatasourceError") || "Error".equalsIgnoreCase(reason());
  }

  private boolean is(String name) {
    return labels.at("alertname").is(name);
  }

  private String reason() {
    return CaseBlind.first(
        annotations.at("grafana_state_reason"), labels.at("grafana_state_reason"));
  }
}
