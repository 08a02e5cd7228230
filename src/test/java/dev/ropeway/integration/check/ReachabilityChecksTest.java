package dev.ropeway.integration.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ropeway.integration.check.Finding.Cause;
import dev.ropeway.servicenow.Fault;
import dev.ropeway.servicenow.ProbeResult;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReachabilityChecksTest {

  private static final URI URL = URI.create("https://acme.service-now.com");
  private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");
  private static final String REALM = "Basic realm=\"Service-now\"";

  private static ProbeResult seen(
      int status, String server, String challenge, String location, boolean json, String page) {
    return new ProbeResult(
        null, true, status, server, challenge, location, json, page, false, NOW, NOW, null);
  }

  private static ProbeResult lost(Fault.Kind kind, String detail, boolean reached) {
    return ProbeResult.none(new Fault(kind, 0, "no", detail, null), reached, NOW, null);
  }

  private static ProbeResult trustedUntil(Instant end) {
    return new ProbeResult(null, true, 401, "snow_adc", REALM, "", true, "", false, NOW, NOW, end);
  }

  @Test
  void a_certificate_that_ends_soon_is_told_in_time() {
    assertThat(
            ReachabilityChecks.address(URL, trustedUntil(NOW.plus(Duration.ofDays(90)))).result())
        .isEqualTo(Result.PASS);

    Finding soon = ReachabilityChecks.address(URL, trustedUntil(NOW.plus(Duration.ofDays(5))));

    assertThat(soon.result()).isEqualTo(Result.WARN);
    assertThat(soon.seen()).contains("5 days");
  }

  @ParameterizedTest
  @CsvSource({
    "NOT_TRUSTED, PKIX path building failed, trust store",
    "NOT_SENT, its name is not known: acme, spelling of instance-url",
    "NOT_SENT, 10.0.0.1 is an address in a private network, public address",
    "NOT_SENT, java.net.ConnectException: refused, port 443"
  })
  void an_address_that_leads_nowhere_says_why(Fault.Kind kind, String detail, String fix) {
    Finding finding = ReachabilityChecks.address(URL, lost(kind, detail, false));

    assertThat(finding.cause()).isEqualTo(Cause.UNREACHABLE);
    assertThat(finding.fix()).contains(fix);
    assertThat(finding.seen()).doesNotContain("Exception");
  }

  @ParameterizedTest
  @CsvSource({
    "401, snow_adc, true",
    "401, ServiceNow, true",
    "401, nginx, true",
    "403, snow_adc, true",
    "200, snow_adc, true"
  })
  void an_instance_is_known_by_its_realm_or_its_server(int status, String server, boolean json) {
    String challenge = status == 401 ? REALM : "";

    assertThat(
            ReachabilityChecks.instance(URL, seen(status, server, challenge, "", json, ""))
                .result())
        .isEqualTo(Result.PASS);
  }

  @Test
  void something_else_at_the_address_is_not_taken_for_an_instance() {
    Finding other =
        ReachabilityChecks.instance(
            URL, seen(401, "nginx", "Basic realm=\"intranet\"", "", false, ""));
    Finding website =
        ReachabilityChecks.instance(URL, seen(404, "nginx", "", "", false, "an HTML page"));

    assertThat(other.cause()).isEqualTo(Cause.UNREACHABLE);
    assertThat(website.seen()).contains("not ServiceNow");
    assertThat(website.fix()).contains("instance-url");
  }

  @Test
  void a_sleeping_instance_is_told_from_one_behind_a_login() {
    Finding page =
        ReachabilityChecks.instance(
            URL, seen(200, "snow_adc", "", "", false, "the instance is hibernating"));
    Finding moved =
        ReachabilityChecks.instance(
            URL,
            seen(302, "", "", "https://developer.servicenow.com/dev.do#!/home?wu=true", false, ""));
    Finding login =
        ReachabilityChecks.instance(URL, seen(200, "snow_adc", "", "", false, "a login page"));
    Finding provider =
        ReachabilityChecks.instance(
            URL, seen(302, "", "", "https://login.example.com/saml?SAMLRequest=x", false, ""));

    assertThat(page.cause()).isEqualTo(Cause.ASLEEP);
    assertThat(moved.cause()).isEqualTo(Cause.ASLEEP);
    assertThat(login.cause()).isEqualTo(Cause.UNREACHABLE);
    assertThat(login.fix()).contains("single sign-on");
    assertThat(provider.seen()).contains("login.example.com").doesNotContain("SAMLRequest");
  }

  @Test
  void maintenance_and_an_ip_filter_are_named() {
    Finding maintenance =
        ReachabilityChecks.instance(URL, seen(503, "", "", "", false, "an HTML page"));
    Finding filtered =
        ReachabilityChecks.instance(URL, seen(403, "", "", "", false, "an HTML page"));

    assertThat(maintenance.cause()).isEqualTo(Cause.ASLEEP);
    assertThat(filtered.fix()).contains("IP Address Access Control;");
  }

  @Test
  void a_slow_instance_is_not_a_wrong_one() {
    assertThat(ReachabilityChecks.instance(URL, lost(Fault.Kind.NO_ANSWER, "", true)).result())
        .isEqualTo(Result.WARN);
  }

  @ParameterizedTest
  @CsvSource({
    "0, false, PASS",
    "60, true, PASS",
    "3600, false, WARN",
    "-3600, false, WARN",
    "299, true, WARN",
    "3600, true, FAIL",
    "-3600, true, FAIL"
  })
  void clocks_only_stop_a_login_that_is_signed(long ahead, boolean assertions, Result result) {
    ProbeResult probed =
        new ProbeResult(
            null, true, 401, "", REALM, "", true, "", false, NOW.plusSeconds(ahead), NOW, null);

    assertThat(ReachabilityChecks.clock(probed, assertions).result()).isEqualTo(result);
  }
}
