package dev.ropeway.integration.check;

import dev.ropeway.integration.check.Finding.Cause;
import dev.ropeway.servicenow.Fault;
import dev.ropeway.servicenow.ProbeResult;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;

/** What can be said of an instance before a login: address, TLS, whether it is one, its clock. */
final class ReachabilityChecks {

  /** Time enough to get another certificate. */
  private static final Duration SOON = Duration.ofDays(14);

  /** As far as clocks may differ before anybody should look. */
  private static final Duration NOTICEABLE = Duration.ofSeconds(60);

  /** As far as an instance lets the clock of an assertion differ (servicenow-wire § 3.2). */
  private static final Duration ASSERTIONS = Duration.ofSeconds(300);

  private ReachabilityChecks() {}

  static Finding address(URI url, ProbeResult probed) {
    String host = url.getHost();
    if (!probed.reached()) {
      return unreachable(host, probed.fault());
    }
    if (probed.trustedUntil() == null) {
      return url.getScheme().equals("https")
          ? Finding.pass(host + " resolves and its certificate is trusted")
          : Finding.pass(host + " resolves; http, so there is no TLS to trust");
    }
    long days = Duration.between(probed.seenAt(), probed.trustedUntil()).toDays();
    String seen = host + " resolves; its certificate is trusted until " + probed.trustedUntil();
    return days < SOON.toDays()
        ? Finding.warn(
            seen + ", " + days + " days from now",
            "Have the certificate renewed; deliveries stop when it ends.")
        : Finding.pass(seen);
  }

  private static Finding unreachable(String host, Fault fault) {
    if (fault.kind() == Fault.Kind.NOT_TRUSTED) {
      return Finding.fail(
          Cause.UNREACHABLE,
          "TLS with " + host + " could not be agreed: " + Diagnosis.words(fault),
          "Check, in this order: the certificate is for this host name and has not ended; the trust store"
              + " of Ropeway knows who issued it; no proxy stands between that opens TLS.");
    }
    String said = fault.message() + " " + fault.detail();
    if (said.contains("private network")) {
      return Finding.fail(
          Cause.UNREACHABLE,
          Diagnosis.words(fault),
          "Use the public address of the instance, or let the configuration allow this one.");
    }
    if (said.contains("its name is not known")) {
      return Finding.fail(
          Cause.UNREACHABLE,
          host + " does not resolve",
          "Check the spelling of instance-url, then whether the instance was renamed or deleted (E52),"
              + " then the DNS of the network that Ropeway runs in.");
    }
    return Finding.fail(
        Cause.UNREACHABLE,
        host + ": " + Diagnosis.words(fault),
        "Check that the network lets Ropeway out to port 443 of the instance, and that the instance"
            + " still exists (E52).");
  }

  static Finding instance(URI url, ProbeResult probed) {
    if (probed.fault() != null) {
      // Slow is not wrong: the calls of deliveries have more time than this look.
      return probed.fault().kind() == Fault.Kind.NO_ANSWER
          ? Finding.warn(
              "nothing answered in time, without a login",
              "Look at the load of the instance and for slow business rules.")
          : Finding.fail(
              Cause.UNREACHABLE,
              "the answer cannot be read: " + Diagnosis.words(probed.fault()),
              "Check that instance-url is that of the instance, and of nothing before it.");
    }
    if (probed.page().contains("hibernating") || isWakePage(probed.location())) {
      return Finding.fail(
          Cause.ASLEEP,
          "the instance is hibernating",
          "Wake the instance: sign in at developer.servicenow.com; it takes some minutes. Deliveries go"
              + " on by themselves then.");
    }
    if (probed.status() >= 300 && probed.status() < 400) {
      return loginPage("the REST API is redirected to " + host(probed.location()));
    }
    return switch (probed.status()) {
      case 502, 503, 504 ->
          Finding.fail(
              Cause.ASLEEP,
              probed.status() + " from before the instance: it restarts, is upgraded or is down",
              "Wait for the end of the maintenance; deliveries go on by themselves then. When none is"
                  + " announced, ask the ServiceNow admin.");
      case 403 -> probed.isJson() ? known(probed) : filtered(); // JSON says who refuses and why
      default ->
          probed.page().contains("login")
              ? loginPage("a login page came from the REST API")
              : known(probed, url);
    };
  }

  private static boolean isWakePage(String location) {
    return location.contains("developer.servicenow.com");
  }

  /** Only the host: the rest of such addresses carries requests of their own. */
  private static String host(String location) {
    try {
      String host = URI.create(location).getHost();
      return host == null ? "another page" : host;
    } catch (IllegalArgumentException e) {
      return "another page";
    }
  }

  private static Finding loginPage(String seen) {
    return Finding.fail(
        Cause.UNREACHABLE,
        seen + " instead of being answered",
        "Let the REST API (/api/now, /oauth_token.do) past the single sign-on that stands before the"
            + " instance; check that instance-url is that of the instance itself.");
  }

  private static Finding filtered() {
    return Finding.fail(
        Cause.UNREACHABLE,
        "403 before any login",
        "Allow the outgoing address of Ropeway on the instance: System Security > IP Address Access"
            + " Control (A34, E57); then look at firewalls before it.");
  }

  private static Finding known(ProbeResult probed, URI url) {
    String challenge = probed.challenge().toLowerCase(Locale.ROOT);
    boolean servicenow =
        challenge.contains("realm=\"service-now\"")
            || probed.server().equalsIgnoreCase("ServiceNow")
            || probed.server().equalsIgnoreCase("snow_adc")
            || probed.isLoggedIn();
    return servicenow
        ? known(probed)
        : Finding.fail(
            Cause.UNREACHABLE,
            "something answers at "
                + url.getHost()
                + " with "
                + probed.status()
                + ", but it is not ServiceNow",
            "Check instance-url: https://<instance>.service-now.com, nothing behind it. An instance that"
                + " was deleted answers like this too (E52).");
  }

  private static Finding known(ProbeResult probed) {
    String server = probed.server().isEmpty() ? "" : " (Server: " + probed.server() + ")";
    return Finding.pass("ServiceNow" + server + ", awake");
  }

  /** Ropeway itself goes by the instance's clock; assertions of a login cannot. */
  static Finding clock(ProbeResult probed, boolean assertions) {
    if (probed.date() == null) {
      return Finding.warn("the instance did not tell its time", "Nothing to do.");
    }
    Duration ahead = Duration.between(probed.seenAt(), probed.date());
    long seconds = Math.abs(ahead.toSeconds());
    if (seconds <= NOTICEABLE.toSeconds()) {
      return Finding.pass("the instance's clock is within a minute of ours");
    }
    String seen =
        "the instance's clock is "
            + seconds
            + " s "
            + (ahead.isNegative() ? "behind ours" : "ahead of ours");
    String fix = "Check the time synchronization of the machine that Ropeway runs on.";
    return assertions && seconds > ASSERTIONS.toSeconds()
        ? Finding.fail(
            Cause.STEP_MISSING,
            seen + ", and assertions are refused beyond " + ASSERTIONS.toSeconds() + " s",
            fix)
        : Finding.warn(seen, fix);
  }
}
