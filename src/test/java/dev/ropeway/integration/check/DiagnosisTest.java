package dev.ropeway.integration.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ropeway.integration.check.Finding.Cause;
import dev.ropeway.servicenow.FailedCallAnswers;
import dev.ropeway.servicenow.Fault;
import dev.ropeway.servicenow.NoTokenException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The catalogue of refusals, each as the wire brings it. */
class DiagnosisTest {

  static Stream<Arguments> catalogue() {
    return Stream.of(
        of(
            "E50 a success that says nothing usable",
            answered(200, "{\"result\":[],\"error\":{\"message\":\"Invalid table\"}}"),
            Cause.STEP_MISSING,
            "script on the instance"),
        of(
            "E51 an ACL of the table",
            refused(
                403, "Operation Failed", "ACL Exception Update Failed due to security constraints"),
            Cause.STEP_MISSING,
            "role that the ACLs of the table require"),
        of(
            "E52 an instance that is gone",
            FailedCallAnswers.broken(new ConnectException("refused")),
            Cause.UNREACHABLE,
            "still exists"),
        of(
            "E53 a rate rule",
            FailedCallAnswers.answered(
                429,
                Map.of("Content-Type", "application/json", "Retry-After", "30"),
                "{\"error\":{\"message\":\"Rate limit exceeded\"}}"),
            Cause.LIMITED,
            "Wait 30 s"),
        of(
            "E53 a semaphore",
            refused(429, "Too many", ""),
            Cause.LIMITED,
            "Wait: the instance is busy"),
        of(
            "E57, A34 an address that is not let in",
            FailedCallAnswers.answered(403, "text/html", "<html>no</html>"),
            Cause.UNREACHABLE,
            "IP Address Access Control"),
        of(
            "E58 credentials",
            refused(401, "User is not authenticated", "Required to provide Auth information"),
            Cause.REFUSED,
            "credentials"),
        of(
            "E59 privileges",
            refused(403, "Operation Failed", "nobody knows why"),
            Cause.STEP_MISSING,
            "docs/servicenow-setup.md"),
        of(
            "the REST API's own ACL",
            refused(403, "User Not Authorized", "Failed API level ACL Validation"),
            Cause.STEP_MISSING,
            "snc_platform_rest_api_access"),
        of(
            "A35, D32 a table closed to other scopes",
            refused(
                403,
                "Read operation against 'oauth_entity' from scope 'x_mioms_m365ticket' has been refused"
                    + " because of the table's cross-scope access policy",
                ""),
            Cause.STEP_MISSING,
            "Accessible from = All application scopes"),
        of(
            "a query ACL",
            refused(403, "Insufficient rights to query records", "Field(s) present in the query"),
            Cause.STEP_MISSING,
            "query_range"),
        of(
            "a plugin that is not there",
            refused(400, "Invalid table problem", null),
            Cause.STEP_MISSING,
            "plugin"),
        of(
            "C14 a script that fails",
            refused(500, "java.lang.NullPointerException", ""),
            Cause.UNREACHABLE,
            "system log"),
        of(
            "C14 a service that does not answer in time",
            FailedCallAnswers.broken(new SocketTimeoutException("Read timed out")),
            Cause.UNREACHABLE,
            "slow business rules"),
        of(
            "hibernating",
            FailedCallAnswers.answered(200, "text/html", "<h1>Your instance is hibernating</h1>"),
            Cause.ASLEEP,
            "Wake the instance"),
        of(
            "single sign-on",
            FailedCallAnswers.answered(200, "text/html", "<form action=/login>"),
            Cause.UNREACHABLE,
            "single sign-on"),
        of(
            "maintenance",
            FailedCallAnswers.answered(503, "text/html", "<html>upgrade</html>"),
            Cause.ASLEEP,
            "maintenance"),
        of(
            "TLS",
            FailedCallAnswers.broken(new SSLHandshakeException("PKIX path building failed")),
            Cause.UNREACHABLE,
            "trust store"),
        of(
            "a token endpoint that cannot be asked",
            FailedCallAnswers.broken(
                new NoTokenException(false, "the token endpoint did not answer", null)),
            Cause.UNREACHABLE,
            "firewall"));
  }

  private static Arguments of(String name, Fault fault, Cause cause, String fix) {
    return Arguments.of(name, fault, cause, fix);
  }

  private static Fault answered(int status, String body) {
    return FailedCallAnswers.answered(status, "application/json", body);
  }

  private static Fault refused(int status, String message, String detail) {
    String quoted = detail == null ? "null" : "\"" + detail + "\"";
    return answered(
        status, "{\"error\":{\"message\":\"%s\",\"detail\":%s}}".formatted(message, quoted));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("catalogue")
  void every_refusal_is_named_with_what_to_do(String name, Fault fault, Cause cause, String fix) {
    Finding finding = Diagnosis.of(fault);

    assertThat(finding.result()).isEqualTo(Result.FAIL);
    assertThat(finding.cause()).isEqualTo(cause);
    assertThat(finding.seen()).isNotBlank();
    assertThat(finding.fix()).contains(fix).endsWith(".");
  }
}
