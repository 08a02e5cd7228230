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
                  ? "Wait: the instance is busy. Deliveries continue automatically."
                  : "Wait "
                      + fault.retryAfter().toSeconds()
                      + " s, or ask the ServiceNow administrator to raise the rate limit rule."
                      + " Deliveries continue automatically.");
      case CROWDED, DROPPED ->
          Finding.fail(
              Cause.LIMITED,
              "the instance refused the request because its queue is full",
              "Wait: the instance is busy. Deliveries continue automatically.");
      case ASLEEP -> asleep(fault);
      case UNREADABLE ->
          Finding.fail(
              Cause.STEP_MISSING,
              "the instance answered with a success that cannot be used: " + fault.said(),
              "Look for a script on the instance that changes answers or aborts the request.");
      case NO_ANSWER ->
          Finding.fail(
              Cause.UNREACHABLE,
              "the instance did not answer in time",
              "Check the load of the instance, look for slow business rules, and try again later.");
      case NOT_SENT ->
          isOfProxy(fault)
              ? Finding.fail(Cause.UNREACHABLE, fault.message(), fault.detail())
              : Finding.fail(
                  Cause.UNREACHABLE,
                  words(fault),
                  "Check that the instance still exists, then check the network and the firewall.");
      case NOT_TRUSTED ->
          Finding.fail(
              Cause.UNREACHABLE,
              "the TLS handshake failed: " + words(fault),
              "Check the instance's certificate, Ropeway's client certificate if it uses one, and the trust"
                  + " store.");
      case NOT_AUTHORIZED -> Finding.fail(Cause.REFUSED, fault.said(), "Check the credentials.");
      case OURS ->
          Finding.fail(
              Cause.UNREACHABLE,
              "an error in Ropeway",
              "Please report it with the details from the log.");
      case REFUSED -> refused(fault);
    };
  }

  /** Whether a proxy kept the call from the instance; what to do is its detail. */
  static boolean isOfProxy(Fault fault) {
    return fault.kind() == Fault.Kind.NOT_SENT && fault.message().startsWith("the proxy ");
  }

  private static Finding asleep(Fault fault) {
    if (fault.status() == 403) {
      return Finding.fail(
          Cause.UNREACHABLE,
          "the instance answered 403 with a page instead of JSON",
          "Allow the outgoing address of Ropeway on the instance: System Security > IP Address Access"
              + " Control.");
    }
    return fault.detail().contains("login")
        ? Finding.fail(
            Cause.UNREACHABLE,
            "the instance answered with a login page instead of records",
            "Exempt the REST API from the single sign-on in front of the instance.")
        : Finding.fail(
            Cause.ASLEEP,
            fault.detail().contains("hibernating") ? fault.detail() : fault.said(),
            "Wake the instance, or wait until its maintenance ends; deliveries then continue automatically.");
  }

  private static Finding refused(Fault fault) {
    String said = (fault.message() + " " + fault.detail()).toLowerCase(Locale.ROOT);
    // What a script of the instance does wrong is no step that somebody left out.
    Cause cause = fault.status() >= 500 ? Cause.UNREACHABLE : Cause.STEP_MISSING;
    return Finding.fail(cause, fault.said(), fix(fault.status(), said));
  }

  private static String fix(int status, String said) {
    if (said.contains("api level acl")) {
      return "Give the integration user the role that the REST_Endpoint ACL of the Table API requires,"
          + " usually snc_platform_rest_api_access.";
    }
    if (said.contains("cross-scope access policy")) {
      return "Open the table under System Definition > Tables, Application Access: Accessible from = All"
          + " application scopes, and check Can read.";
    }
    if (said.contains("rights to query records")) {
      return "Let the integration user query the fields: check the query_match and query_range ACLs of"
          + " the table.";
    }
    if (said.contains("security constraints") || said.contains("table security")) {
      return "Give the integration user a role that the ACLs of the table require.";
    }
    if (said.contains("invalid table")) {
      return "Activate the plugin that contains the table, or use another ticket type.";
    }
    if (status == 403) {
      return "Give the integration user the roles that docs/servicenow-setup.md lists.";
    }
    return status >= 500
        ? "A script on the instance failed: its system log says which."
        : "Compare this answer with docs/servicenow-setup.md.";
  }
}
