package dev.ropeway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.ropeway.sandbox.faults.FaultKind;
import dev.ropeway.sandbox.faults.FaultRule;
import dev.ropeway.sandbox.table.Stamps;
import java.net.http.HttpRequest;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultsTest extends SandboxFixture {
  private static final String BODY = "{\"short_description\":\"x\"}";

  @ParameterizedTest
  @CsvSource({
    "HIBERNATING,200,0",
    "MAINTENANCE,503,0",
    "BAD_GATEWAY,502,0",
    "LOGIN_PAGE,200,0",
    "REDIRECT,302,0",
    "IP_FILTERED,403,0",
    "CROSS_SCOPE,403,0",
    "UNAUTHORIZED,401,0",
    "RATE_LIMITED,429,0",
    "BUSY,429,0",
    "ACCEPTED_NOT_EXECUTED,202,0",
    "SERVER_ERROR,500,0",
    "DATA_POLICY,403,0",
    "BUSINESS_RULE,403,0",
    "INSERT_DENIED,403,0",
    "BROKEN_JSON,201,0",
    "COMMIT_THEN_ERROR,500,1",
    "COMMIT_THEN_BROKEN_JSON,201,1",
    "FORBIDDEN_AFTER_CREATE,403,1",
    "EMPTY_ANSWER,200,1",
    "SLOW,201,1"
  })
  void a_fault_decides_status_and_whether_the_row_is_written(
      FaultKind fault, int status, int rows) {
    sandbox.faults().set(fault, FaultRule.next(1).on("POST", "incident").delay(1));

    assertThat(wire.post(INCIDENTS, BODY).status()).isEqualTo(status);
    assertThat(sandbox.rows("incident")).hasSize(rows);
    assertThat(wire.post(INCIDENTS, BODY).status()).isEqualTo(201);
  }

  @Test
  void a_commit_then_drop_writes_the_row_and_answers_nothing() {
    sandbox.faults().next(FaultKind.COMMIT_THEN_DROP, 1);

    assertThatThrownBy(() -> wire.post(INCIDENTS, BODY)).hasMessageContaining("IOException");
    assertThat(sandbox.rows("incident")).hasSize(1);
    assertThat(sandbox.calls().get(0).status()).isZero();
  }

  @Test
  void a_drop_writes_nothing_and_answers_nothing() {
    sandbox.faults().next(FaultKind.DROP, 1);

    assertThatThrownBy(() -> wire.post(INCIDENTS, BODY)).hasMessageContaining("IOException");
    assertThat(sandbox.rows("incident")).isEmpty();
    assertThat(sandbox.calls().get(0).status()).isZero();
  }

  @Test
  void a_late_commit_appears_later_with_the_stamp_of_the_request() {
    sandbox.faults().set(FaultKind.COMMIT_LATE, FaultRule.next(1).delay(400));
    String asked = Stamps.of(CLOCK.instant());

    assertThatThrownBy(() -> wire.post(INCIDENTS, BODY)).hasMessageContaining("IOException");
    assertThat(sandbox.rows("incident")).isEmpty();
    pass(30);

    await().until(() -> !sandbox.rows("incident").isEmpty());
    assertThat(sandbox.rows("incident").get(0)).containsEntry("sys_updated_on", asked);
  }

  @Test
  void a_time_out_answers_nothing_and_writes_nothing() {
    sandbox.faults().next(FaultKind.TIMEOUT, 1);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(sandbox.url().resolve(INCIDENTS))
            .timeout(Duration.ofMillis(100))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(BODY));

    assertThatThrownBy(() -> HttpCaller.send(request))
        .hasCauseInstanceOf(HttpTimeoutException.class);
    assertThat(sandbox.rows("incident")).isEmpty();
  }

  @Test
  void only_the_429_of_a_rate_rule_says_when_to_come_back() {
    sandbox.faults().set(FaultKind.RATE_LIMITED, FaultRule.next(1).retryAfter(7));
    HttpCaller.Reply limited = wire.get(INCIDENTS);
    sandbox.faults().next(FaultKind.BUSY, 1);
    HttpCaller.Reply busy = wire.get(INCIDENTS);

    assertThat(limited.header("Retry-After")).isEqualTo("7");
    assertThat(limited.header("X-RateLimit-Limit")).isEqualTo("100");
    assertThat(busy.header("Retry-After")).isNull();
    assertThat(busy.header("X-RateLimit-Limit")).isNull();
  }

  @Test
  void a_rate_rule_puts_headers_on_every_answer_and_refuses_beyond_its_limit() {
    sandbox.faults().requestsPerHour(1);

    HttpCaller.Reply first = wire.get(INCIDENTS);
    HttpCaller.Reply second = wire.get(INCIDENTS);

    assertThat(first.status()).isEqualTo(200);
    assertThat(first.header("X-RateLimit-Rule")).hasSize(32);
    assertThat(second.status()).isEqualTo(429);
    assertThat(Integer.parseInt(second.header("Retry-After"))).isBetween(1, 3600);
    pass(3600);
    assertThat(wire.get(INCIDENTS).status()).isEqualTo(200);
  }

  @Test
  void a_partial_answer_has_rows_and_an_error_under_status_200() {
    incident("x");
    sandbox.faults().next(FaultKind.PARTIAL_RESULT, 1);

    HttpCaller.Reply reply = wire.get(INCIDENTS);

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.result()).hasSize(1);
    assertThat(reply.message()).isEqualTo("Transaction cancelled: maximum execution time exceeded");
  }

  @Test
  void a_page_can_hold_empty_rows() {
    incident("x");
    incident("y");
    sandbox.faults().next(FaultKind.EMPTY_ROWS, 1);

    assertThat(wire.get(INCIDENTS).result()).anyMatch(row -> row.isEmpty()).hasSize(2);
  }

  @Test
  void a_hibernating_instance_gives_its_page_to_everybody() {
    sandbox.faults().always(FaultKind.HIBERNATING);

    HttpCaller.Reply token =
        new HttpCaller(sandbox, null).form("/oauth_token.do", "grant_type=password");

    assertThat(token.header("Content-Type")).startsWith("text/html");
    assertThat(token.text()).contains("instance-hibernating-page");
    sandbox.faults().clear();
    assertThat(wire.get(INCIDENTS).status()).isEqualTo(200);
  }

  @Test
  void chance_is_repeatable_for_a_seed() {
    assertThat(statuses(7)).isEqualTo(statuses(7)).contains("500").contains("200");
  }

  private static String statuses(long seed) {
    sandbox.faults().seed(seed);
    sandbox.faults().chance(FaultKind.SERVER_ERROR, 0.5);
    StringBuilder statuses = new StringBuilder();
    for (int i = 0; i < 20; i++) {
      statuses.append(wire.get(INCIDENTS + "?sysparm_limit=1").status()).append(' ');
    }
    return statuses.toString();
  }

  @Test
  void a_rule_for_one_table_leaves_the_others_alone() {
    sandbox.faults().set(FaultKind.SERVER_ERROR, FaultRule.always().on("GET", "problem"));

    assertThat(wire.get(INCIDENTS).status()).isEqualTo(200);
    assertThat(wire.get("/api/now/table/problem").status()).isEqualTo(500);
  }

  @Test
  void long_addresses_can_be_refused() {
    sandbox.faults().maxUrlLength(2048);

    assertThat(wire.query("incident", "numberIN" + "INC0010001,".repeat(300)).status())
        .isEqualTo(414);
  }
}
