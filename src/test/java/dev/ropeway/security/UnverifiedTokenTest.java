package dev.ropeway.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a token says of itself can only refuse it. */
class UnverifiedTokenTest {

  private static final Instant NOW = Instant.ofEpochSecond(1_000_000);

  private static UnverifiedToken read(String claims) {
    return UnverifiedToken.of(token(claims)).orElseThrow();
  }

  private static String token(String claims) {
    byte[] json = claims.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    return "e30." + Base64.getUrlEncoder().withoutPadding().encodeToString(json) + ".sig";
  }

  @Test
  void issuer_and_audience_must_be_expected() {
    UnverifiedToken one = read("{'iss':'us','aud':'api'}");
    UnverifiedToken several = read("{'iss':'us','aud':['x','api']}");

    assertThat(one.isFor("us", Set.of("api"))).isTrue();
    assertThat(several.isFor("us", Set.of("api"))).isTrue();
    assertThat(several.isFor("them", Set.of("api"))).isFalse();
    assertThat(several.isFor("us", Set.of("other"))).isFalse();
    assertThat(read("{}").isFor("us", Set.of("api"))).isFalse();
    assertThat(one.isFor(null, Set.of("api"))).as("an issuer that is not known yet").isTrue();
    assertThat(one.isFor("us", Set.of("any"))).as("as Quarkus takes it").isTrue();
  }

  @Test
  void it_must_be_in_its_lifetime() {
    Duration none = Duration.ZERO;
    assertThat(read("{'exp':1000001}").isCurrent(NOW, none)).isTrue();
    assertThat(read("{'exp':1000000}").isCurrent(NOW, none)).isFalse();
    assertThat(read("{'exp':999995}").isCurrent(NOW, Duration.ofSeconds(10))).isTrue();
    assertThat(read("{'exp':1000001,'nbf':1000001}").isCurrent(NOW, none)).isFalse();
    assertThat(read("{'exp':1000001,'nbf':1000000}").isCurrent(NOW, none)).isTrue();
    assertThat(read("{'exp':9223372036854775807}").isCurrent(NOW, none)).isTrue();
    assertThat(read("{'exp':'1000001'}").isCurrent(NOW, none)).isFalse();
    assertThat(read("{}").isCurrent(NOW, none)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "a", "a.b", "a.b.c", "a..c", "..", "a.W10.c", "a.bnVsbA.c", "a.b.c.d.e"})
  void what_has_no_claims_is_never_expected(String token) {
    assertThat(
            UnverifiedToken.of(token)
                .filter(said -> said.isCurrent(NOW, Duration.ZERO))
                .filter(said -> said.isFor("us", Set.of("api"))))
        .isEmpty();
  }
}
