package dev.ropeway.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ropeway.security.ConfiguredKeys.Caller;
import dev.ropeway.store.InvalidSettingException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfiguredKeysTest {

  private static final String NAME = "ropeway.api.keys.ci";
  private static final String HASH = HexFormat.of().formatHex(KeyText.digest("secret"));

  private static ConfiguredKeys of(Map<String, String> settings) {
    return of(settings, false);
  }

  private static ConfiguredKeys of(Map<String, String> settings, boolean otherWayIn) {
    return of(settings, otherWayIn, false);
  }

  private static ConfiguredKeys inProduction(String kind, String value) {
    return of(Map.of(NAME + "." + kind, value, NAME + ".roles", "reader"), false, true);
  }

  private static ConfiguredKeys of(
      Map<String, String> settings, boolean otherWayIn, boolean production) {
    ApiSettings api =
        new SmallRyeConfigBuilder()
            .addDiscoveredConverters()
            .withMapping(ApiSettings.class)
            .withSources(new PropertiesConfigSource(settings, "test", 100))
            .build()
            .getConfigMapping(ApiSettings.class);
    return ConfiguredKeys.of(api, otherWayIn, production);
  }

  @Test
  void a_key_and_its_hash_are_the_same_caller() {
    Caller plain = of(Map.of(NAME + ".key", "secret", NAME + ".roles", "reader")).callers().get(0);
    Caller hashed =
        of(Map.of(NAME + ".hash", "sha256:" + HASH, NAME + ".roles", "reader")).callers().get(0);

    assertThat(hashed.digest()).isEqualTo(plain.digest()).isEqualTo(KeyText.digest("secret"));
    assertThat(hashed.roles()).containsExactly(Role.READER);
  }

  @Test
  void a_caller_with_both_or_neither_is_refused_by_name() {
    assertThatThrownBy(
            () ->
                of(
                    Map.of(
                        NAME + ".key",
                        "secret",
                        NAME + ".hash",
                        "sha256:" + HASH,
                        NAME + ".roles",
                        "reader")))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining(NAME + ".key")
        .hasMessageContaining("must be set, and not both");
    assertThatThrownBy(() -> of(Map.of(NAME + ".roles", "reader")))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("must be set, and not both");
  }

  @ParameterizedTest
  @ValueSource(strings = {"secret", "sha256:", "sha256:abc", "sha512:00", "md5:00"})
  void a_hash_that_is_none_is_refused_by_name(String hash) {
    assertThatThrownBy(() -> of(Map.of(NAME + ".hash", hash, NAME + ".roles", "reader")))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining(NAME + ".hash")
        .hasMessageNotContaining("secret");
  }

  @Test
  void without_a_way_in_there_is_no_start() {
    assertThatThrownBy(() -> of(Map.of()))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("ropeway.api.keys.<name>.key must be set");
    assertThat(of(Map.of(), true).open()).isFalse();
    assertThat(of(Map.of("ropeway.api.auth", "none")).open()).isTrue();
  }

  @Test
  void a_random_key_is_recognised_long_and_never_the_same() {
    assertThat(KeyText.random()).matches("rw_[A-Za-z0-9_-]{43}").isNotEqualTo(KeyText.random());
  }

  @Test
  void in_production_a_key_has_24_characters_or_more() {
    assertThatThrownBy(() -> inProduction("key", "a".repeat(23)))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage(NAME + ".key must have at least 24 random characters");
    assertThat(inProduction("key", "a".repeat(24)).callers()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"dev", "test", "change-me", "change-me-to-something-long-and-random"})
  void in_production_a_hash_hides_no_key_that_is_published(String key) {
    String hash = "sha256:" + HexFormat.of().formatHex(KeyText.digest(key));

    assertThatThrownBy(() -> inProduction("hash", hash))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageStartingWith(NAME + ".hash belongs to a key from the published examples");
    assertThat(inProduction("hash", "sha256:" + HASH).callers()).hasSize(1);
  }
}
