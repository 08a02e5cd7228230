package dev.ropeway.notification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ropeway.kafka.Brokers;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SubscriberTest {

  private static Subscriber of(Map<String, String> settings) {
    FeedSettings read =
        new SmallRyeConfigBuilder()
            .addDiscoveredConverters()
            .withMapping(FeedSettings.class)
            .withDefaultValues(settings)
            .build()
            .getConfigMapping(FeedSettings.class);
    return Subscriber.of("lake", read.byName().get("lake"));
  }

  @Test
  void a_lease_outlasts_what_the_route_lets_a_call_to_a_topic_take() throws IOException {
    String route = Files.readString(Path.of("src/main/resources/routes/publish-change.camel.yaml"));

    assertThat(of(Map.of("ropeway.feeds.lake.topic", "changes")).longestCall())
        .isGreaterThanOrEqualTo(
            millis(route, "maxBlockMs")
                .plus(millis(route, "deliveryTimeoutMs"))
                .plus(Brokers.PRODUCER_REPLACED_WITHIN));
  }

  private static Duration millis(String route, String option) {
    Matcher found = Pattern.compile(option + "=(\\d+)").matcher(route);
    assertThat(found.find()).isTrue();
    return Duration.ofMillis(Long.parseLong(found.group(1)));
  }

  @Test
  void a_call_of_a_webhook_takes_as_long_as_it_may() {
    assertThat(
            of(Map.of(
                    "ropeway.feeds.lake.url", "https://lake.example.com/hook",
                    "ropeway.feeds.lake.secret", "whsec_" + "QUJD".repeat(10),
                    "ropeway.feeds.lake.timeout", "42s"))
                .longestCall())
        .isEqualTo(Duration.ofSeconds(42));
  }

  @Test
  void activity_is_told_only_to_who_asks_for_it() {
    assertThat(of(Map.of("ropeway.feeds.lake.topic", "changes")).types())
        .doesNotContain("dev.ropeway.activity");
    assertThat(
            of(Map.of(
                    "ropeway.feeds.lake.topic", "changes",
                    "ropeway.feeds.lake.types", "activity,closed"))
                .types())
        .containsExactlyInAnyOrder("dev.ropeway.activity", "dev.ropeway.assignment.closed");
  }

  @Test
  void one_that_is_back_is_asked_within_half_a_minute_and_no_more_often_while_it_is_away() {
    assertThat(
            IntStream.of(0, 1, 4, 5, 1000)
                .mapToObj(n -> OutboxPublisher.pause(n, OutboxPublisher.MAX_PAUSE)))
        .containsExactly(
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            Duration.ofSeconds(16),
            Duration.ofSeconds(30),
            Duration.ofSeconds(30));
  }
}
