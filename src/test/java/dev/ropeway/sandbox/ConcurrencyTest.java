package dev.ropeway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ropeway.sandbox.faults.FaultKind;
import dev.ropeway.sandbox.faults.FaultRule;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ConcurrencyTest extends SandboxFixture {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @Test
  void calls_wait_for_the_latency_side_by_side() {
    sandbox.faults().latency(Duration.ofMillis(300));

    assertThat(statuses(8, null)).containsOnly(201);
    assertThat(sandbox.maxInFlight()).isEqualTo(8);
  }

  @Test
  void calls_that_share_a_login_cookie_are_dropped_with_202_when_too_many_wait() {
    sandbox.faults().latency(Duration.ofMillis(500));

    List<Integer> statuses = statuses(30, "JSESSIONID=ABC");

    assertThat(statuses).contains(202);
    assertThat(sandbox.rows("incident")).hasSize(11);
    assertThat(sandbox.cookiesReceived()).isEqualTo(30);
  }

  @Test
  void a_late_commit_does_not_survive_a_reset() {
    sandbox.faults().set(FaultKind.COMMIT_LATE, FaultRule.next(1).delay(20));
    statuses(1, null);
    sandbox.reset();
    sandbox.faults().latency(Duration.ofMillis(60));

    statuses(1, null); // takes longer than the late commit would have

    assertThat(sandbox.rows("incident")).hasSize(1);
  }

  @Test
  void the_semaphore_lets_some_run_some_wait_and_refuses_the_others() {
    sandbox.faults().concurrency(1, 1);
    sandbox.faults().next(FaultKind.TIMEOUT, 1);
    CompletableFuture<HttpResponse<Void>> hanging = sent(null);
    await().until(() -> sandbox.maxInFlight() == 1);
    CompletableFuture<HttpResponse<Void>> waiting = sent(null);
    await().until(() -> sandbox.maxInFlight() == 2);

    HttpResponse<Void> refused = sent(null).join();

    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(refused.headers().map()).doesNotContainKeys("retry-after", "x-ratelimit-limit");
    assertThat(waiting).isNotDone();
    hanging.cancel(true);
    assertThat(waiting.join().statusCode()).isEqualTo(201);
    assertThat(sent(null).join().statusCode()).isEqualTo(201);
  }

  @Test
  void a_call_given_up_while_it_waits_is_never_executed() {
    sandbox.faults().concurrency(1, 1);
    sandbox.faults().next(FaultKind.TIMEOUT, 1);
    CompletableFuture<HttpResponse<Void>> hanging = sent(null);
    await().until(() -> sandbox.maxInFlight() == 1);
    CompletableFuture<HttpResponse<Void>> waiting = sent(null);
    await().until(() -> sandbox.maxInFlight() == 2);

    waiting.cancel(true);
    await().until(() -> sandbox.callCount("POST", "incident") == 1);
    hanging.cancel(true);

    assertThat(sent(null).join().statusCode()).isEqualTo(201);
    assertThat(sandbox.rows("incident")).hasSize(1);
  }

  private static CompletableFuture<HttpResponse<Void>> sent(String cookie) {
    return HTTP.sendAsync(create(cookie), HttpResponse.BodyHandlers.discarding());
  }

  private static HttpRequest create(String cookie) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(sandbox.url().resolve(INCIDENTS))
            .timeout(
                Duration.ofSeconds(
                    10)) // a call that is never answered must fail the test, not stop it
            .header("Authorization", HttpCaller.basic("ropeway", "ropeway"))
            .header("Accept", "application/json")
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString("{}"));
    if (cookie != null) {
      request.header("Cookie", cookie);
    }
    return request.build();
  }

  private static List<Integer> statuses(int calls, String cookie) {
    List<CompletableFuture<Integer>> answers = new ArrayList<>();
    for (int i = 0; i < calls; i++) {
      answers.add(sent(cookie).handle((answer, lost) -> answer == null ? 0 : answer.statusCode()));
    }
    return answers.stream().map(CompletableFuture::join).toList();
  }
}
