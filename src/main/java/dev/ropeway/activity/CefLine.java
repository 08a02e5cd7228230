package dev.ropeway.activity;

import java.util.StringJoiner;

/** An activity as a line of the Common Event Format. */
final class CefLine {

  /** From OCSF's three grades to CEF's ten. */
  private static final int TIMES = 2;

  private CefLine() {}

  static String of(Activity activity) {
    StringJoiner extension = new StringJoiner(" ");
    add(extension, "rt", String.valueOf(activity.at().toEpochMilli()));
    add(extension, "externalId", activity.id());
    add(extension, "cat", activity.stream().word());
    add(extension, "outcome", activity.failed() ? "failure" : "success");
    add(extension, "suser", activity.actor());
    add(extension, "duser", activity.target());
    add(
        extension,
        activity.address() != null && activity.address().contains(":") ? "c6a2" : "src",
        activity.address());
    add(extension, "request", activity.detail("url"));
    add(extension, "reason", activity.detail("reason"));
    add(extension, "dvchost", activity.integration());
    custom(extension, 1, "role", activity.detail("role"));
    custom(extension, 2, "table", activity.detail("table"));
    custom(extension, 3, "field", activity.detail("field"));
    custom(extension, 4, "record", activity.detail("document"));
    add(extension, "msg", ActivityText.of(activity));
    return String.join(
        "|",
        "CEF:0",
        "ServiceNow",
        "ServiceNow",
        "1",
        header(activity.action().word()),
        header(activity.action().word().replace('-', ' ')),
        String.valueOf(OcsfEvent.Severity.of(activity).id() * TIMES),
        extension.toString());
  }

  private static void custom(StringJoiner extension, int number, String label, String value) {
    if (value != null) {
      add(extension, "cs" + number + "Label", label);
      add(extension, "cs" + number, value);
    }
  }

  private static void add(StringJoiner extension, String key, String value) {
    if (value != null) {
      extension.add(
          key
              + "="
              + value
                  .replace("\\", "\\\\")
                  .replace("=", "\\=")
                  .replace("\r", "\\r")
                  .replace("\n", "\\n"));
    }
  }

  private static String header(String text) {
    return text.replace("\\", "\\\\").replace("|", "\\|");
  }
}
