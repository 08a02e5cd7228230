package dev.ropeway.kafka;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Map;
import java.util.Optional;

/** Where events are read from beside REST; nothing is read while no brokers are named. */
@ConfigMapping(prefix = "ropeway.kafka")
public interface KafkaSettings {

  /** Hosts with ports, separated by commas. */
  Optional<String> brokers();

  /** The consumer group that the replicas share. */
  @WithDefault("ropeway")
  String group();

  /** Topics by a name of the operator's choice. */
  Map<String, Topic> topics();

  /** Where records go that nobody can read, with the reason in their headers. */
  @WithDefault("ropeway-dead-letters")
  String deadLetterTopic();

  /** Records that are stored together at most. */
  @WithDefault("500")
  int batchSize();

  /** Consumers in each replica; more than there are partitions have nothing to do. */
  @WithDefault("1")
  int consumers();

  /** Where a group begins that never committed: {@code earliest} or {@code latest}. */
  @WithDefault("earliest")
  String begin();

  Security security();

  /** Any other setting of Kafka's clients, by its own name. */
  Map<String, String> properties();

  /** One topic that events come from. */
  interface Topic {

    /** Its name at the brokers, where that is another one. */
    Optional<String> topic();

    /** Whose words its records are in; without it a header of each says so. */
    Optional<String> source();
  }

  /** How the brokers are reached. */
  interface Security {

    /** {@code PLAINTEXT}, {@code SSL}, {@code SASL_PLAINTEXT} or {@code SASL_SSL}. */
    @WithDefault("PLAINTEXT")
    String protocol();

    /** {@code PLAIN}, {@code SCRAM-SHA-256} or {@code SCRAM-SHA-512}. */
    @WithDefault("PLAIN")
    String mechanism();

    Optional<String> username();

    Optional<String> password();
  }
}
