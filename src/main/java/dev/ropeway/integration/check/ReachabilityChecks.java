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
          : Finding.pass(host + " resolves; the address is http, so TLS is not used");
    }
    long days = Duration.between(probed.seenAt(), probed.trustedUntil()).toDays();
    String seen = host + " resolves; its certificate is trusted until " + probed.trustedUntil();
    return days < SOON.toDays()
        ? Finding.warn(
            seen + ", " + days + " days from now",
            "Renew the certificate; deliveries stop when it expires.")
        : Finding.pass(seen);
  }

  private static Finding unreachable(String host, Fault fault) {
    if (fault.kind() == Fault.Kind.NOT_TRUSTED) {
      return Finding.fail(
          Cause.UNREACHABLE,
          "the TLS handshake with " + host + " failed: " + Diagnosis.words(fault),
          "Check, in this order: the certificate is for this host name and has not expired; Java's"
              + " trust store, or the integration's trust, contains its issuer; no proxy on the way"
              + " intercepts TLS.");
    }
    if (Diagnosis.isOfProxy(fault)) {
      return Diagnosis.of(fault);
    }
    String said = fault.message() + " " + fault.detail();
    if (said.contains("private network")) {
      return Finding.fail(
          Cause.UNREACHABLE,
          Diagnosis.words(fault),
          "Use the public address of the instance, or allow this one in the configuration.");
    }
    if (said.contains("its name is not known")) {
      return Finding.fail(
          Cause.UNREACHABLE,
          host + " does not resolve",
          "Check the spelling of instance-url, then whether the instance was renamed or deleted, then"
              + " the DNS of Ropeway's network.");
    }
    return Finding.fail(
        Cause.UNREACHABLE,
        host + ": " + Diagnosis.words(fault),
        "Check that the network allows Ropeway to reach port 443 of the instance, and that the"
            + " instance still exists.");
  }

  static Finding instance(URI url, ProbeResult probed) {
    if (probed.fault() != null) {
      // Slow is not wrong: the calls of deliveries have more time than this look.
      return probed.fault().kind() == Fault.Kind.NO_ANSWER
          ? Finding.warn(
              "the instance did not answer in time to a request without a login",
              "Check the load of the instance and look for slow business rules.")
          : Finding.fail(
              Cause.UNREACHABLE,
              "the answer cannot be read: " + Diagnosis.words(probed.fault()),
              "Check that instance-url is the address of the instance and not of a proxy in front of it.");
    }
    if (probed.page().contains("hibernating") || isWakePage(probed.location())) {
      return Finding.fail(
          Cause.ASLEEP,
          "the instance is hibernating",
          "Wake the instance: sign in at developer.servicenow.com and wait some minutes. Deliveries then"
              + " continue automatically.");
    }
    if (probed.status() >= 300 && probed.status() < 400) {
      return loginPage("the REST API redirects to " + host(probed.location()));
    }
    return switch (probed.status()) {
      case 502, 503, 504 ->
          Finding.fail(
              Cause.ASLEEP,
              probed.status()
                  + " from in front of the instance: the instance is restarting, being upgraded or down",
              "Wait until the maintenance ends; deliveries then continue automatically. If none is"
                  + " announced, ask the ServiceNow administrator.");
      case 403 -> probed.isJson() ? known(probed) : filtered(); // JSON says who refuses and why
      default ->
          probed.page().contains("login")
              ? loginPage("the REST API answers with a login page")
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
        seen + " instead of answering",
        "Exempt the REST API (/api/now, /oauth_token.do) from the single sign-on in front of the"
            + " instance, and check that instance-url is the address of the instance itself.");
  }

  private static Finding filtered() {
    return Finding.fail(
        Cause.UNREACHABLE,
        "the instance answered 403 before any login",
        "Allow the outgoing address of Ropeway on the instance: System Security > IP Address Access"
            + " Control; then check the firewalls in front of it.");
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
            url.getHost() + " answers " + probed.status() + ", but it is not ServiceNow",
            "Check instance-url: it must be https://<instance>.service-now.com without a path. A deleted"
                + " instance answers like this too.");
  }

  private static Finding known(ProbeResult probed) {
    String server = probed.server().isEmpty() ? "" : " (Server: " + probed.server() + ")";
    return Finding.pass("ServiceNow" + server + ", awake");
  }

  /** Ropeway itself goes by the instance's clock; assertions of a login cannot. */
  static Finding clock(ProbeResult probed, boolean assertions) {
    if (probed.date() == null) {
      return Finding.warn("the instance did not send its time", "Nothing to do.");
    }
    Duration ahead = Duration.between(probed.seenAt(), probed.date());
    long seconds = Math.abs(ahead.toSeconds());
    if (seconds <= NOTICEABLE.toSeconds()) {
      return Finding.pass("the clocks of the instance and of Ropeway differ by less than a minute");
    }
    String seen =
        "the instance's clock is "
            + seconds
            + " s "
            + (ahead.isNegative() ? "behind Ropeway's clock" : "ahead of Ropeway's clock");
    String fix = "Check the time synchronization of the machine that runs Ropeway.";
    return assertions && seconds > ASSERTIONS.toSeconds()
        ? Finding.fail(
            Cause.STEP_MISSING,
            seen + ", and assertions are refused above " + ASSERTIONS.toSeconds() + " s",
            fix)
        : Finding.warn(seen, fix);
  }
}
