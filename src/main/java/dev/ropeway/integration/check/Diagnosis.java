package dev.ropeway.integration.check;

import dev.ropeway.integration.check.Finding.Cause;
import dev.ropeway.servicenow.Fault;
import dev.ropeway.store.Text;
import java.util.Locale;

/**
 * What a failed question means, whoever asked: the catalogue of what instances answer (five-systems
 * E50–E58, A35, D32, C14).
 */
final class Diagnosis {

  private Diagnosis() {}

  /** What a fault of ours or of the way to the instance says, in words. */
  static String words(Fault fault) {
    String detail = Text.withoutExceptions(String.valueOf(fault.detail()));
    String message = Text.withoutExceptions(fault.message());
    return detail.isEmpty() || detail.equals("null") ? message : message + ": " + detail;
  }

  /** What happened, and what to do about it, as a failure. */
  static Finding of(Fault fault) {
    return switch (fault.kind()) {
      case RATE_LIMITED ->
          Finding.fail(
              Cause.LIMITED,
              fault.said(),
              fault.retryAfter() == null
                  ? "Wait a little: the instance is busy (E53). Deliveries go on by themselves."
                  : "Wait "
                      + fault.retryAfter().toSeconds()
                      + " s, or let the ServiceNow admin raise the rate limit rule (E53). Deliveries go on"
                      + " by themselves.");
      case CROWDED, DROPPED ->
          Finding.fail(
              Cause.LIMITED,
              "the instance refused the request because its queue is full",
              "Wait a little: the instance is busy. Deliveries go on by themselves.");
      case ASLEEP -> asleep(fault);
      case UNREADABLE ->
          Finding.fail(
              Cause.STEP_MISSING,
              "a success whose answer cannot be used: " + fault.said(),
              "Look for a script of the instance that changes answers or breaks off the request (E50).");
      case NO_ANSWER ->
          Finding.fail(
              Cause.UNREACHABLE,
              "no answer came in time",
              "Look at the load of the instance and for slow business rules; try again later (C14).");
      case NOT_SENT ->
          Finding.fail(
              Cause.UNREACHABLE,
              words(fault),
              "Check that the instance still exists, then network and firewall (E52).");
      case NOT_TRUSTED ->
          Finding.fail(
              Cause.UNREACHABLE,
              "TLS could not be agreed: " + words(fault),
              "Check the instance's certificate, our own where one is shown, and the trust store.");
      case NOT_AUTHORIZED -> Finding.fail(Cause.REFUSED, fault.said(), "Check the credentials.");
      case OURS ->
          Finding.fail(
              Cause.UNREACHABLE,
              "a fault of Ropeway",
              "Please report it; the log has the details.");
      case REFUSED -> refused(fault);
    };
  }

  private static Finding asleep(Fault fault) {
    if (fault.status() == 403) {
      return Finding.fail(
          Cause.UNREACHABLE,
          "403 with a page instead of an answer",
          "Allow the outgoing address of Ropeway on the instance: System Security > IP Address Access"
              + " Control (A34, E57).");
    }
    return fault.detail().contains("login")
        ? Finding.fail(
            Cause.UNREACHABLE,
            "a login page came instead of records",
            "Let the REST API past the single sign-on that stands before the instance.")
        : Finding.fail(
            Cause.ASLEEP,
            fault.detail().contains("hibernating") ? fault.detail() : fault.said(),
            "Wake the instance, or wait for the end of its maintenance; deliveries go on by themselves.");
  }

  private static Finding refused(Fault fault) {
    String said = (fault.message() + " " + fault.detail()).toLowerCase(Locale.ROOT);
    // What a script of the instance does wrong is no step that somebody left out.
    Cause cause = fault.status() >= 500 ? Cause.UNREACHABLE : Cause.STEP_MISSING;
    return Finding.fail(cause, fault.said(), fix(fault.status(), said));
  }

  private static String fix(int status, String said) {
    if (said.contains("api level acl")) {
      return "Give the integration user the role that the REST_Endpoint ACL of the Table API asks for,"
          + " usually snc_platform_rest_api_access.";
    }
    if (said.contains("cross-scope access policy")) {
      return "Open the table under System Definition > Tables, Application Access: Accessible from = All"
          + " application scopes, and check Can read (A35, D32).";
    }
    if (said.contains("rights to query records")) {
      return "Let the integration user query the fields: look at the query_match and query_range ACLs of"
          + " the table.";
    }
    if (said.contains("security constraints") || said.contains("table security")) {
      return "Give the integration user a role that the ACLs of the table ask for (E51).";
    }
    if (said.contains("invalid table")) {
      return "Activate the plugin that brings the table, or use another ticket type.";
    }
    if (status == 403) {
      return "Give the integration user the roles of docs/servicenow-setup.md (C14, E59).";
    }
    return status >= 500
        ? "A script of the instance failed: its system log says which (C14)."
        : "Check what the instance says here against docs/servicenow-setup.md.";
  }
}
