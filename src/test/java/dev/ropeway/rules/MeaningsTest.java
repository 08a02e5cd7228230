package dev.ropeway.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ropeway.recommendation.Recommendation;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeaningsTest {

  private static boolean holds(String property, String operator, String value, String sent) {
    Recommendation recommendation =
        Recommendation.of("r", "t")
            .category(sent)
            .source("scanner")
            .recommendationSource(sent)
            .build();
    return Condition.of(property, operator, List.of(value)).holds(recommendation);
  }

  @ParameterizedTest
  @CsvSource({
    "Device, Devices",
    "devices, Device",
    "App, Apps",
    "Apps, AppServices",
    "Identity, IdentityAndAccess",
    "Infrastructure, Compute",
    "infrastructure, Networking",
    "Devices, IoT",
    "Data, data",
    "Regulatory compliance, Regulatory compliance"
  })
  void a_rule_on_a_category_holds_of_what_senders_call_it_A22(String value, String sent) {
    assertThat(holds("category", "Equals", value, sent)).isTrue();
    assertThat(holds("category", "In", "[\"other\",\"" + value + "\"]", sent)).isTrue();
    assertThat(holds("category", "NotEquals", value, sent)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "Compute, Infrastructure",
    "Compute, Networking",
    "IdentityAndAccess, Identity",
    "IoT, Devices",
    "Data, Database",
    "Apps, Cloud apps"
  })
  void a_narrower_or_another_word_stays_as_it_is(String value, String sent) {
    assertThat(holds("category", "Equals", value, sent)).isFalse();
    assertThat(holds("category", "NotEquals", value, sent)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "Microsoft recommendation, microsoft",
    "User recommendation, user",
    "user, User recommendation"
  })
  void who_recommends_may_be_said_in_the_words_of_the_security_center_A21(
      String value, String sent) {
    assertThat(holds("recommendationSource", "Equals", value, sent)).isTrue();
    assertThat(holds("source", "Equals", value, sent)).isTrue();
  }

  @Test
  void what_a_rule_says_of_a_recommendation_is_the_word_that_was_sent() {
    Recommendation compute = Recommendation.of("r", "t").category("Compute").build();

    assertThat(Condition.of("category", "Equals", List.of("Data")).unmet(compute))
        .isEqualTo("category is Compute, not Data");
  }
}
