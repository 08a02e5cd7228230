package dev.ropeway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ropeway.sandbox.instance.RateWindow;
import dev.ropeway.sandbox.table.RateRule;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;

class RateRulesTest extends SandboxFixture {

  private static HttpCaller as(String userName) {
    return new HttpCaller(sandbox, HttpCaller.basic(userName, userName));
  }

  private static String limit(HttpCaller.Reply reply) {
    return reply.header("X-RateLimit-Limit");
  }

  @Test
  void without_a_rule_no_answer_speaks_of_rates() {
    assertThat(wire.get(INCIDENTS).headers().map().keySet())
        .noneMatch(name -> name.toLowerCase().startsWith("x-ratelimit"));
    assertThat(sandbox.rateWindows()).isEmpty();
  }

  @Test
  void every_answer_under_a_rule_names_it_and_the_one_too_many_is_refused_until_the_hour_ends() {
    sandbox.faults().rateRules(List.of(RateRule.perHour(2)));
    Instant start = CLOCK.instant().truncatedTo(ChronoUnit.HOURS);
    Instant end = start.plus(Duration.ofHours(1));

    HttpCaller.Reply first = wire.get(INCIDENTS);
    HttpCaller.Reply missing = wire.get(INCIDENTS + "/0123");
    HttpCaller.Reply refused = wire.post(INCIDENTS, "{}");

    assertThat(first.status()).isEqualTo(200);
    assertThat(limit(first)).isEqualTo("2");
    assertThat(first.header("X-RateLimit-Reset")).isEqualTo("" + end.getEpochSecond());
    assertThat(first.header("X-RateLimit-Rule")).matches("[0-9a-f]{32}");
    assertThat(missing.status()).isEqualTo(404);
    assertThat(limit(missing)).isEqualTo("2");
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.message()).isEqualTo("Rate limit exceeded");
    assertThat(refused.detail())
        .isEqualTo("Rate limit of 2 requests per hour for Table API exceeded");
    assertThat(limit(refused)).isEqualTo("2");
    assertThat(sandbox.rows("incident")).isEmpty();
    assertThat(sandbox.rateWindows())
        .containsExactly(new RateWindow(RateRule.perHour(2), "ropeway", start, 2, 1));

    pass(Long.parseLong(refused.header("Retry-After")));
    assertThat(CLOCK.instant()).isBetween(end, end.plusSeconds(1));
    assertThat(wire.get(INCIDENTS).status()).isEqualTo(200);
    assertThat(sandbox.rateWindows()).hasSize(2);
  }

  @Test
  void a_rule_for_the_user_goes_before_the_strictest_of_the_roles_and_that_before_all() {
    RateRule all = RateRule.perHour(5);
    sandbox
        .faults()
        .rateRules(
            List.of(
                all,
                RateRule.perHour(40).forRole("itil"),
                RateRule.perHour(30).forRole("sn_change_write"),
                RateRule.perHour(50).forUser("ada.fulmer")));

    assertThat(limit(as("ada.fulmer").get(INCIDENTS))).isEqualTo("50");
    assertThat(limit(as("ropeway").get(INCIDENTS))).isEqualTo("30");
    assertThat(limit(as("ropeway.nojournal").get(INCIDENTS))).isEqualTo("5");
  }

  @Test
  void each_user_has_a_count_of_its_own() {
    sandbox.faults().rateRules(List.of(RateRule.perHour(1)));

    assertThat(as("ropeway").get(INCIDENTS).status()).isEqualTo(200);
    assertThat(as("ropeway.nojournal").get(INCIDENTS).status()).isEqualTo(200);
    assertThat(as("ropeway.nojournal").get(INCIDENTS).status()).isEqualTo(429);
  }

  @Test
  void a_changed_limit_goes_on_with_the_count_of_the_hour() {
    sandbox.faults().rateRules(List.of(RateRule.perHour(1)));
    wire.get(INCIDENTS);

    sandbox.faults().rateRules(List.of(RateRule.perHour(2)));

    assertThat(wire.get(INCIDENTS).status()).isEqualTo(200);
    assertThat(wire.get(INCIDENTS).status()).isEqualTo(429);
  }

  @Test
  void rules_are_set_and_windows_read_over_http() {
    wire.put("/sandbox/faults", "{\"rateRules\":[{\"limit\":1,\"user\":\"ropeway\"}]}");
    wire.get(INCIDENTS);
    wire.get(INCIDENTS);

    assertThat(wire.get("/sandbox/faults").json().at("/rateRules/0/user").asText())
        .isEqualTo("ropeway");
    JsonNode window = wire.get("/sandbox/stats").json().at("/rateWindows/0");
    assertThat(window.path("accepted").asInt()).isEqualTo(1);
    assertThat(window.path("refused").asInt()).isEqualTo(1);
    assertThat(window.path("limit").asInt()).isEqualTo(1);
  }
}
