package dev.ropeway.kafka;

import java.util.Properties;
import org.apache.camel.component.kafka.DefaultKafkaClientFactory;
import org.apache.kafka.clients.producer.Producer;

/**
 * Makes the clients of {@code kafka:} endpoints. The factory of Quarkus takes every variable
 * KAFKA_... of the environment for a setting, and such are what Kubernetes makes for a service of
 * that name.
 */
final class KafkaClients extends DefaultKafkaClientFactory {

  @Override
  @SuppressWarnings({"rawtypes", "unchecked"}) // as Camel has it
  public Producer getProducer(Properties properties) {
    return new LastingProducer<Object, Object>(() -> super.getProducer(properties));
  }
}
