package dev.ropeway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ConcurrencyTest extends SandboxFixture {
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
    sandbox.faults().set(Fault.COMMIT_LATE, FaultRule.next(1).delay(20));
    statuses(1, null);
    sandbox.reset();
    sandbox.faults().latency(Duration.ofMillis(60));

    statuses(1, null); // takes longer than the late commit would have

    assertThat(sandbox.rows("incident")).hasSize(1);
  }

  private static List<Integer> statuses(int calls, String cookie) {
    HttpClient http = HttpClient.newHttpClient();
    List<CompletableFuture<Integer>> answers = new ArrayList<>();
    for (int i = 0; i < calls; i++) {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(sandbox.url().resolve(INCIDENTS))
              .header("Authorization", Wire.basic("ropeway", "ropeway"))
              .header("Accept", "application/json")
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString("{}"));
      if (cookie != null) {
        request.header("Cookie", cookie);
      }
      answers.add(
          http.sendAsync(request.build(), HttpResponse.BodyHandlers.discarding())
              .handle((answer, lost) -> answer == null ? 0 : answer.statusCode()));
    }
    return answers.stream().map(CompletableFuture::join).toList();
  }
}
