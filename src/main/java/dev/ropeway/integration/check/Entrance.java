package dev.ropeway.integration.check;

import dev.ropeway.integration.check.Finding.Cause;
import dev.ropeway.servicenow.Fault;
import dev.ropeway.servicenow.Sighting;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;

/** What can be said of an instance before a login: address, TLS, whether it is one, its clock. */
final class Entrance {

  /** Time enough to get another certificate. */
  private static final Duration SOON = Duration.ofDays(14);

  /** As far as clocks may differ before anybody should look. */
  private static final Duration NOTICEABLE = Duration.ofSeconds(60);

  /** As far as an instance lets the clock of an assertion differ (servicenow-wire § 3.2). */
  private static final Duration ASSERTIONS = Duration.ofSeconds(300);

  private Entrance() {}

  static Finding address(URI url, Sighting sighting) {
    String host = url.getHost();
    if (!sighting.reached()) {
      return unreachable(host, sighting.fault());
    }
    if (sighting.trustedUntil() == null) {
      return url.getScheme().equals("https")
          ? Finding.pass(host + " resolves and its certificate is trusted")
          : Finding.pass(host + " resolves; http, so there is no TLS to trust");
    }
    long days = Duration.between(sighting.seenAt(), sighting.trustedUntil()).toDays();
    String seen = host + " resolves; its certificate is trusted until " + sighting.trustedUntil();
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

  static Finding instance(URI url, Sighting sighting) {
    if (sighting.fault() != null) {
      // Slow is not wrong: the calls of deliveries have more time than this look.
      return sighting.fault().kind() == Fault.Kind.NO_ANSWER
          ? Finding.warn(
              "nothing answered in time, without a login",
              "Look at the load of the instance and for slow business rules.")
          : Finding.fail(
              Cause.UNREACHABLE,
              "the answer cannot be read: " + Diagnosis.words(sighting.fault()),
              "Check that instance-url is that of the instance, and of nothing before it.");
    }
    if (sighting.page().contains("hibernating") || isWakePage(sighting.location())) {
      return Finding.fail(
          Cause.ASLEEP,
          "the instance is hibernating",
          "Wake the instance: sign in at developer.servicenow.com; it takes some minutes. Deliveries go"
              + " on by themselves then.");
    }
    if (sighting.status() >= 300 && sighting.status() < 400) {
      return loginPage("the REST API is redirected to " + host(sighting.location()));
    }
    return switch (sighting.status()) {
      case 502, 503, 504 ->
          Finding.fail(
              Cause.ASLEEP,
              sighting.status() + " from before the instance: it restarts, is upgraded or is down",
              "Wait for the end of the maintenance; deliveries go on by themselves then. When none is"
                  + " announced, ask the ServiceNow admin.");
      case 403 -> sighting.isJson() ? known(sighting) : filtered(); // JSON says who refuses and why
      default ->
          sighting.page().contains("login")
              ? loginPage("a login page came from the REST API")
              : known(sighting, url);
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

  private static Finding known(Sighting sighting, URI url) {
    String challenge = sighting.challenge().toLowerCase(Locale.ROOT);
    boolean servicenow =
        challenge.contains("realm=\"service-now\"")
            || sighting.server().equalsIgnoreCase("ServiceNow")
            || sighting.server().equalsIgnoreCase("snow_adc")
            || sighting.isLoggedIn();
    return servicenow
        ? known(sighting)
        : Finding.fail(
            Cause.UNREACHABLE,
            "something answers at "
                + url.getHost()
                + " with "
                + sighting.status()
                + ", but it is not ServiceNow",
            "Check instance-url: https://<instance>.service-now.com, nothing behind it. An instance that"
                + " was deleted answers like this too (E52).");
  }

  private static Finding known(Sighting sighting) {
    String server = sighting.server().isEmpty() ? "" : " (Server: " + sighting.server() + ")";
    return Finding.pass("ServiceNow" + server + ", awake");
  }

  /** Ropeway itself goes by the instance's clock; assertions of a login cannot. */
  static Finding clock(Sighting sighting, boolean assertions) {
    if (sighting.date() == null) {
      return Finding.warn("the instance did not tell its time", "Nothing to do.");
    }
    Duration ahead = Duration.between(sighting.seenAt(), sighting.date());
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
