package dev.ropeway.kafka;

import dev.ropeway.store.InvalidSettingException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.component.kafka.KafkaComponent;
import org.apache.camel.component.kafka.KafkaConfiguration;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The way to the brokers, as the settings have it, for the component and for plain clients. */
@ApplicationScoped
public class Brokers {

  /**
   * So long a producer that is replaced is waited for: what it sent may be answered until then, and
   * the new one is not overtaken by the old one.
   */
  public static final Duration PRODUCER_REPLACED_WITHIN = Duration.ofSeconds(10);

  private static final Set<String> PROTOCOLS =
      Set.of("PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL");

  private final KafkaSettings settings;
  private final CamelContext camel;
  private boolean known;

  Brokers(KafkaSettings settings, CamelContext camel) {
    this.settings = settings;
    this.camel = camel;
  }

  /** Whether there are any. */
  public boolean areNamed() {
    return settings.brokers().isPresent();
  }

  /**
   * Checks what only the settings can tell.
   *
   * @throws InvalidSettingException naming the key that cannot work
   */
  void check() {
    String protocol = protocol();
    if (!PROTOCOLS.contains(protocol)) {
      throw new InvalidSettingException(
          "ropeway.kafka.security.protocol",
          "must be PLAINTEXT, SSL, SASL_PLAINTEXT or SASL_SSL, not " + protocol);
    }
    boolean login = settings.security().username().isPresent();
    if (login != settings.security().password().isPresent()) {
      throw new InvalidSettingException(
          "ropeway.kafka.security." + (login ? "password" : "username"), "is missing");
    }
    if (login && !protocol.startsWith("SASL")) {
      throw new InvalidSettingException(
          "ropeway.kafka.security.protocol", "must be SASL_SSL if a username is set");
    }
    if (login) {
      KafkaLogin.module(settings.security().mechanism());
    }
  }

  private String protocol() {
    return settings.security().protocol().toUpperCase(Locale.ROOT);
  }

  private String login() {
    return settings
        .security()
        .username()
        .map(
            name ->
                KafkaLogin.jaas(
                    settings.security().mechanism(),
                    name,
                    settings.security().password().orElseThrow()))
        .orElse(null);
  }

  /** Lets {@code kafka:} endpoints reach them. */
  public synchronized void introduce() {
    if (known) {
      return;
    }
    KafkaComponent component = camel.getComponent("kafka", KafkaComponent.class);
    component.setKafkaClientFactory(new KafkaClients());
    KafkaConfiguration configuration = component.getConfiguration();
    configuration.setBrokers(settings.brokers().orElseThrow());
    // A name that cannot be resolved now is asked for again by the consumer.
    configuration.setPreValidateHostAndPort(false);
    configuration.setSecurityProtocol(protocol());
    configuration.setSaslMechanism(settings.security().mechanism());
    configuration.setSaslJaasConfig(login());
    configuration.setKeyDeserializer(ByteArrayDeserializer.class.getName());
    configuration.setValueDeserializer(ByteArrayDeserializer.class.getName());
    configuration.setKeySerializer(ByteArraySerializer.class.getName());
    configuration.setValueSerializer(ByteArraySerializer.class.getName());
    // The topic says what is too large for it.
    configuration.setMaxRequestSize(Integer.MAX_VALUE);
    configuration.setAdditionalProperties(new HashMap<>(settings.properties()));
    known = true;
  }

  /** The same for a client of Kafka's own. */
  Map<String, Object> client() {
    Map<String, Object> client = new HashMap<>(settings.properties());
    client.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, settings.brokers().orElseThrow());
    client.put(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, protocol());
    if (login() != null) {
      client.put(SaslConfigs.SASL_MECHANISM, settings.security().mechanism());
      client.put(SaslConfigs.SASL_JAAS_CONFIG, login());
    }
    return client;
  }
}
