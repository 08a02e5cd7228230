package dev.ropeway.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class TargetTest {

  private static Target of(Map<String, String> settings) {
    FeedSettings read =
        new SmallRyeConfigBuilder()
            .addDiscoveredConverters()
            .withMapping(FeedSettings.class)
            .withDefaultValues(settings)
            .build()
            .getConfigMapping(FeedSettings.class);
    return Target.of("lake", read.byName().get("lake"));
  }

  @Test
  void a_lease_outlasts_what_the_route_lets_a_call_to_a_topic_take() throws IOException {
    String route = Files.readString(Path.of("src/main/resources/routes/tell-change.camel.yaml"));

    assertThat(of(Map.of("ropeway.feeds.lake.topic", "changes")).longestCall())
        .isGreaterThanOrEqualTo(
            millis(route, "maxBlockMs").plus(millis(route, "deliveryTimeoutMs")));
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
}
