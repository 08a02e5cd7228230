package dev.ropeway.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ropeway.integration.Secrets.UnreadableSecretException;
import dev.ropeway.store.InvalidSettingException;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretsTest {

  private static final String OLD = "ropeway.secrets.keys.old";
  private static final String NEW = "ropeway.secrets.keys.new";
  private static final String ACTIVE = "ropeway.secrets.active";
  private static final String KEY_1 = key((byte) 1);
  private static final String KEY_2 = key((byte) 2);
  private static final String PLACE = "integration acme";

  private static String key(byte seed) {
    byte[] bytes = new byte[32];
    java.util.Arrays.fill(bytes, seed);
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static Secrets secrets(Map<String, String> settings) {
    return IntegrationsFixture.secrets(settings);
  }

  @Test
  void what_is_encrypted_is_read_again_and_never_looks_the_same() {
    Secrets secrets = secrets(Map.of(OLD, KEY_1));
    byte[] once = secrets.encrypt(PLACE, "sesame");
    byte[] again = secrets.encrypt(PLACE, "sesame");

    assertThat(secrets.decrypt(PLACE, once)).isEqualTo("sesame");
    assertThat(once).isNotEqualTo(again);
    assertThat(new String(once, java.nio.charset.StandardCharsets.ISO_8859_1))
        .doesNotContain("sesame");
  }

  @Test
  void a_text_that_is_moved_to_another_place_is_not_read() {
    Secrets secrets = secrets(Map.of(OLD, KEY_1));
    byte[] encrypted = secrets.encrypt(PLACE, "sesame");
    assertThatThrownBy(() -> secrets.decrypt("integration other", encrypted))
        .isInstanceOf(UnreadableSecretException.class);
  }

  @Test
  void a_rotated_key_still_reads_what_it_encrypted_and_says_that_it_is_old() {
    byte[] old = secrets(Map.of(OLD, KEY_1)).encrypt(PLACE, "sesame");
    Secrets both = secrets(Map.of(OLD, KEY_1, NEW, KEY_2, ACTIVE, "new"));

    assertThat(both.decrypt(PLACE, old)).isEqualTo("sesame");
    assertThat(both.isOutdated(old)).isTrue();
    byte[] anew = both.encrypt(PLACE, "sesame");
    assertThat(both.isOutdated(anew)).isFalse();
    assertThat(secrets(Map.of("ropeway.secrets.keys.renamed", KEY_2)).decrypt(PLACE, anew))
        .isEqualTo("sesame");
  }

  @Test
  void without_its_key_a_text_is_unreadable_and_the_sentence_says_what_to_do() {
    byte[] old = secrets(Map.of(OLD, KEY_1)).encrypt(PLACE, "sesame");
    assertThatThrownBy(() -> secrets(Map.of(NEW, KEY_2)).decrypt(PLACE, old))
        .isInstanceOf(UnreadableSecretException.class)
        .hasMessageContaining(PLACE)
        .hasMessageContaining("ropeway.secrets.keys");
    assertThatThrownBy(() -> secrets(Map.of()).decrypt(PLACE, old))
        .isInstanceOf(UnreadableSecretException.class);
  }

  @ParameterizedTest
  @CsvSource({"short, ropeway.secrets.keys.old", "c2hvcnQ=, ropeway.secrets.keys.old"})
  void a_key_that_is_none_stops_the_start(String key, String named) {
    assertThatThrownBy(() -> secrets(Map.of(OLD, key)))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageStartingWith(named + " ");
  }

  @Test
  void of_several_keys_the_active_one_must_be_named() {
    assertThatThrownBy(() -> secrets(Map.of(OLD, KEY_1, NEW, KEY_2)))
        .hasMessageStartingWith(ACTIVE + " ");
    assertThatThrownBy(() -> secrets(Map.of(OLD, KEY_1, ACTIVE, "other")))
        .hasMessageStartingWith(ACTIVE + " ");
    assertThatThrownBy(() -> secrets(Map.of(ACTIVE, "other"))).hasMessageStartingWith(ACTIVE + " ");
  }
}
