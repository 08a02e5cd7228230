package dev.ropeway.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ropeway.store.InvalidSettingException;
import java.util.Map;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.JaasContext;
import org.junit.jupiter.api.Test;

class KafkaLoginTest {

  /** As Kafka's clients read it. */
  private static Map<String, ?> read(String jaas) {
    return JaasContext.loadClientContext(Map.of("sasl.jaas.config", new Password(jaas)))
        .configurationEntries()
        .get(0)
        .getOptions();
  }

  @Test
  void a_password_is_read_as_it_is_whatever_is_in_it() {
    String password = "Endpoint=sb://a/;Key=\"c2\\V0+/=\"; user_x=\"y\" $ '";

    assertThat(read(KafkaLogin.jaas("PLAIN", "$ConnectionString", password)))
        .isEqualTo(Map.of("username", "$ConnectionString", "password", password));
  }

  @Test
  void each_mechanism_has_its_module_and_others_are_named_in_the_refusal() {
    assertThat(KafkaLogin.jaas("SCRAM-SHA-512", "a", "b")).contains(".ScramLoginModule");
    assertThatThrownBy(() -> KafkaLogin.jaas("GSSAPI", "a", "b"))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("ropeway.kafka.security.mechanism");
  }
}
