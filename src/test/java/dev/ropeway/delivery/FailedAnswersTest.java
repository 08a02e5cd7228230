package dev.ropeway.delivery;

import static dev.ropeway.delivery.Failure.ASLEEP;
import static dev.ropeway.delivery.Failure.BAD_REQUEST;
import static dev.ropeway.delivery.Failure.BUSINESS_RULE;
import static dev.ropeway.delivery.Failure.CROWDED;
import static dev.ropeway.delivery.Failure.DATA_POLICY;
import static dev.ropeway.delivery.Failure.DROPPED;
import static dev.ropeway.delivery.Failure.GONE;
import static dev.ropeway.delivery.Failure.INTERNAL;
import static dev.ropeway.delivery.Failure.MAYBE_HIDDEN;
import static dev.ropeway.delivery.Failure.NOT_ALLOWED;
import static dev.ropeway.delivery.Failure.NOT_AUTHORIZED;
import static dev.ropeway.delivery.Failure.NOT_TRUSTED;
import static dev.ropeway.delivery.Failure.NO_ANSWER;
import static dev.ropeway.delivery.Failure.Next.CLOSE;
import static dev.ropeway.delivery.Failure.Next.PARK;
import static dev.ropeway.delivery.Failure.Next.RETRY;
import static dev.ropeway.delivery.Failure.Next.SETTLE;
import static dev.ropeway.delivery.Failure.Next.WAIT;
import static dev.ropeway.delivery.Failure.RATE_LIMITED;
import static dev.ropeway.delivery.Failure.SERVER_ERROR;
import static dev.ropeway.delivery.Failure.TOO_LARGE;
import static dev.ropeway.delivery.Failure.UNREACHABLE;
import static dev.ropeway.delivery.Failure.UNREADABLE;
import static dev.ropeway.servicenow.FailedCallAnswers.answered;
import static dev.ropeway.servicenow.FailedCallAnswers.broken;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ropeway.delivery.Failure.Next;
import dev.ropeway.servicenow.Fault;
import dev.ropeway.store.Json;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every answer of servicenow-wire §§ 1.7–1.9, and what happens next. */
class FailedAnswersTest {

  private static final String FAILED = "Operation Failed";
  private static final String TOO_SLOW = "Transaction cancelled: maximum execution time exceeded";

  static Stream<Arguments> answers() {
    return Stream.of(
        //  what came                                                reason            a create
        // else
        // 400
        row("unknown table", error(400, "Invalid table x", null), BAD_REQUEST, PARK, PARK),
        row(
            "unknown path",
            error(400, "Requested URI does not represent any resource", null),
            BAD_REQUEST,
            PARK,
            PARK),
        row(
            "body too large",
            error(
                400,
                "Exception while reading request",
                "Rejected large REST payload with content-length = 15105102 bytes. Max allowed: 10485760 bytes."),
            TOO_LARGE,
            PARK,
            PARK),
        row(
            "400, error null",
            answered(400, "application/json", "{\"error\":null,\"status\":\"failure\"}"),
            BAD_REQUEST,
            PARK,
            PARK),
        // 401
        row(
            "401 until 2024",
            error(401, "User Not Authenticated", "Required to provide Auth information"),
            NOT_AUTHORIZED,
            WAIT,
            WAIT),
        row(
            "401 of 2026",
            error(401, "User is not authenticated", "Required to provide Auth information"),
            NOT_AUTHORIZED,
            WAIT,
            WAIT),
        row("401 without a body", answered(401, "text/html", ""), NOT_AUTHORIZED, WAIT, WAIT),
        row(
            "401 as a page",
            answered(401, "text/html", "<html>login</html>"),
            NOT_AUTHORIZED,
            WAIT,
            WAIT),
        // 403
        row(
            "API ACL",
            error(403, "User Not Authorized", "Failed API level ACL Validation"),
            NOT_ALLOWED,
            PARK,
            PARK),
        row(
            "create ACL",
            error(403, FAILED, "ACL Exception Insert Failed due to security constraints"),
            NOT_ALLOWED,
            PARK,
            PARK),
        row(
            "write ACL",
            error(403, FAILED, "ACL Exception Update Failed due to security constraints"),
            NOT_ALLOWED,
            PARK,
            PARK),
        row(
            "table ACL",
            error(403, "Operation against file 'incident' was denied due to table security.", null),
            NOT_ALLOWED,
            PARK,
            PARK),
        row(
            "query ACL",
            error(
                403,
                "Insufficient rights to query records",
                "Field(s) present in the query do not have permission to be read"),
            NOT_ALLOWED,
            PARK,
            PARK),
        row(
            "query ACL, no detail",
            error(403, "Insufficient rights to query records", null),
            NOT_ALLOWED,
            PARK,
            PARK),
        row(
            "business rule",
            error(
                403,
                FAILED,
                "Operation against file 'incident' was aborted by Business Rule 'Abort changes on group^6a2e9d14'. Business Rule Stack:Abort changes on group"),
            BUSINESS_RULE,
            PARK,
            PARK),
        row(
            "state model",
            error(
                403,
                FAILED,
                "Operation against file 'change_request' was aborted by Business Rule 'Change Model: Check State Transition^1'"),
            BUSINESS_RULE,
            PARK,
            PARK),
        row(
            "a rule with a misleading name",
            error(
                403,
                FAILED,
                "Operation against file 'incident' was aborted by Business Rule 'Insert Failed mails'"),
            BUSINESS_RULE,
            PARK,
            PARK),
        row(
            "data policy",
            error(
                403,
                FAILED,
                "Data Policy Exception: The following fields are mandatory: Resolution code"),
            DATA_POLICY,
            PARK,
            PARK),
        row(
            "data policy, shorter",
            error(403, FAILED, "Data Policy Exception: mandatory: Resolution code"),
            DATA_POLICY,
            PARK,
            PARK),
        row(
            "data policy, localised",
            error(
                403,
                FAILED,
                "Data Policy Exception: Die folgenden Felder sind obligatorisch: Lösungscode"),
            DATA_POLICY,
            PARK,
            PARK),
        row(
            "data policy on a field with a misleading label",
            error(
                403,
                FAILED,
                "Data Policy Exception: The following fields are mandatory: Aborted by business rule"),
            DATA_POLICY,
            PARK,
            PARK),
        row(
            "403 after a create",
            error(403, FAILED, "ACL restricts the record retrieval"),
            MAYBE_HIDDEN,
            SETTLE,
            PARK),
        row(
            "403, words unknown",
            error(403, "Vorgang fehlgeschlagen", "Zugriff verweigert"),
            MAYBE_HIDDEN,
            SETTLE,
            PARK),
        row("403, no words", answered(403, "application/json", ""), MAYBE_HIDDEN, SETTLE, PARK),
        row(
            "403 from in front",
            answered(403, "text/html", "<html>Forbidden</html>"),
            ASLEEP,
            SETTLE,
            WAIT),
        // 404
        row(
            "record is gone",
            error(
                404,
                "No Record found",
                "Record doesn't exist or ACL restricts the record retrieval"),
            GONE,
            PARK,
            CLOSE),
        row(
            "v1 list is empty",
            error(
                404,
                "No Record found",
                "Records matching query not found. Check query parameter or offset parameter"),
            BAD_REQUEST,
            PARK,
            PARK),
        row(
            "unknown path, 404",
            error(404, "Requested URI does not represent any resource", null),
            BAD_REQUEST,
            PARK,
            PARK),
        row(
            "404 as a page",
            answered(404, "text/html", "<html>Page not found</html>"),
            ASLEEP,
            SETTLE,
            WAIT),
        // other refusals
        row("405", error(405, "Method not supported", null), BAD_REQUEST, PARK, PARK),
        row("406", error(406, "Not acceptable", null), BAD_REQUEST, PARK, PARK),
        row("408", answered(408, "application/json", ""), NO_ANSWER, SETTLE, RETRY),
        row("413", answered(413, "application/json", ""), TOO_LARGE, PARK, PARK),
        row("414", answered(414, "application/json", ""), TOO_LARGE, PARK, PARK),
        row("415", error(415, "Unsupported Media Type", null), BAD_REQUEST, PARK, PARK),
        row(
            "429 of a rate rule",
            error(
                429,
                "Rate limit exceeded",
                "Rate limit of 100 requests per hour for Table API exceeded"),
            RATE_LIMITED,
            WAIT,
            WAIT),
        row(
            "429 of the semaphores",
            answered(429, "text/html", "<html>busy</html>"),
            CROWDED,
            WAIT,
            WAIT),
        row("499", answered(499, "application/json", ""), NO_ANSWER, SETTLE, RETRY),
        // 5xx
        row(
            "script failed",
            error(
                500,
                "java.lang.NullPointerException: x",
                "x Check logs for error trace or enable glide.rest.debug property to verify REST request processing"),
            SERVER_ERROR,
            SETTLE,
            RETRY),
        row(
            "500 by the quota",
            error(500, TOO_SLOW, TOO_SLOW + " Check logs"),
            NO_ANSWER,
            SETTLE,
            RETRY),
        row(
            "500 without a body",
            answered(500, "application/json", ""),
            SERVER_ERROR,
            SETTLE,
            RETRY),
        row("502", answered(502, "text/html", "<html>Bad Gateway</html>"), ASLEEP, SETTLE, WAIT),
        row(
            "503 in maintenance",
            answered(503, "text/html", "<html>Upgrade</html>"),
            ASLEEP,
            SETTLE,
            WAIT),
        row("503 in JSON", error(503, "Service Unavailable", null), ASLEEP, SETTLE, WAIT),
        row("504", answered(504, "text/html", ""), ASLEEP, SETTLE, WAIT),
        // successes that are none
        row("202, dropped", answered(202, "application/json", ""), DROPPED, SETTLE, RETRY),
        row("empty 200", answered(200, "", ""), UNREADABLE, SETTLE, RETRY),
        row("empty 201", answered(201, "application/json", ""), UNREADABLE, SETTLE, RETRY),
        row(
            "201, empty result",
            answered(201, "application/json", "{\"result\":{}}"),
            UNREADABLE,
            SETTLE,
            RETRY),
        row(
            "200 with an error alone",
            error(200, TOO_SLOW, "No such column"),
            UNREADABLE,
            SETTLE,
            RETRY),
        row(
            "200, result and error",
            answered(
                200,
                "application/json",
                "{\"result\":[{\"sys_id\":\"1\"}],\"error\":{\"detail\":\"No such column\",\"message\":\""
                    + TOO_SLOW
                    + "\"},\"status\":\"failure\"}"),
            UNREADABLE,
            SETTLE,
            RETRY),
        row(
            "200, array closed after a comma",
            answered(200, "application/json", "{\"result\":[{\"sys_id\":\"1\"},]"),
            UNREADABLE,
            SETTLE,
            RETRY),
        row(
            "201, cut off",
            answered(201, "application/json", "{\"result\":{\"sys_id\":\"1\",\"num"),
            UNREADABLE,
            SETTLE,
            RETRY),
        row(
            "hibernating",
            answered(200, "text/html", "<html class='instance-hibernating-page'>"),
            ASLEEP,
            SETTLE,
            WAIT),
        row(
            "login page",
            answered(200, "text/html;charset=UTF-8", "<html>login</html>"),
            ASLEEP,
            SETTLE,
            WAIT),
        row("302 to the portal", answered(302, "text/html", ""), ASLEEP, SETTLE, WAIT),
        // no answer at all
        row(
            "time-out",
            broken(new SocketTimeoutException("Read timed out")),
            NO_ANSWER,
            SETTLE,
            RETRY),
        row("reset", broken(new SocketException("Connection reset")), NO_ANSWER, SETTLE, RETRY),
        row("refused", broken(new ConnectException("Connection refused")), UNREACHABLE, WAIT, WAIT),
        row("no such host", broken(new UnknownHostException("acme")), UNREACHABLE, WAIT, WAIT),
        row("TLS", broken(new SSLHandshakeException("PKIX")), NOT_TRUSTED, WAIT, WAIT),
        row("a bug of ours", broken(new IllegalStateException("bug")), INTERNAL, SETTLE, PARK));
  }

  private static Arguments row(
      String what, Fault fault, Failure reason, Next creating, Next otherwise) {
    return Arguments.of(what, fault, reason, creating, otherwise);
  }

  private static Fault error(int status, String message, String detail) {
    var json = Json.MAPPER.createObjectNode().put("status", "failure");
    json.putObject("error").put("message", message).put("detail", detail);
    return answered(status, "application/json;charset=UTF-8", json.toString());
  }

  @ParameterizedTest(name = "{0}: {2}; a create: {3}, else: {4}")
  @MethodSource("answers")
  void every_answer_has_one_reason_and_one_way_on(
      String what, Fault fault, Failure reason, Next creating, Next otherwise) {
    Failure failure = Failure.of(new RuntimeException(), fault);
    assertThat(failure).isEqualTo(reason);
    assertThat(failure.next(true)).isEqualTo(creating);
    assertThat(failure.next(false)).isEqualTo(otherwise);
  }

  @Test
  void a_record_that_came_whole_is_no_failure() {
    assertThat(answered(201, "application/json", "{\"result\":{\"sys_id\":\"1\"}}")).isNull();
  }
}
