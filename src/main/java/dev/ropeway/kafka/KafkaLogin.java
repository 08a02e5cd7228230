package dev.ropeway.kafka;

import dev.ropeway.store.InvalidSettingException;

/** User name and password in the form that Kafka's clients take them in. */
final class KafkaLogin {

  private KafkaLogin() {}

  static String jaas(String mechanism, String username, String password) {
    return "%s required username=%s password=%s;"
        .formatted(module(mechanism), quoted(username), quoted(password));
  }

  static String module(String mechanism) {
    return switch (mechanism) {
      case "PLAIN" -> "org.apache.kafka.common.security.plain.PlainLoginModule";
      case "SCRAM-SHA-256", "SCRAM-SHA-512" ->
          "org.apache.kafka.common.security.scram.ScramLoginModule";
      default ->
          throw new InvalidSettingException(
              "ropeway.kafka.security.mechanism",
              "must be PLAIN, SCRAM-SHA-256 or SCRAM-SHA-512, not "
                  + mechanism
                  + "; for others, use ropeway.kafka.properties and no username");
    };
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
