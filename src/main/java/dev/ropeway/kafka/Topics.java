package dev.ropeway.kafka;

import dev.ropeway.store.InvalidSettingException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The topics that events come from. */
@ApplicationScoped
class Topics {

  private final KafkaSettings settings;
  private final Set<String> names = new TreeSet<>();
  private final Map<String, String> sources = new TreeMap<>();

  Topics(KafkaSettings settings) {
    this.settings = settings;
    settings
        .topics()
        .forEach(
            (name, topic) -> {
              names.add(topic.topic().orElse(name));
              topic.source().ifPresent(source -> sources.put(topic.topic().orElse(name), source));
            });
  }

  /** What the brokers call them. */
  Set<String> names() {
    return names;
  }

  /** In whose words the records of a topic are, where all are in the same. */
  Map<String, String> sources() {
    return sources;
  }

  /**
   * @param known the sources there are
   * @throws InvalidSettingException naming the key that cannot work
   */
  void check(Set<String> known) {
    if (!names.isEmpty() && settings.brokers().isEmpty()) {
      throw new InvalidSettingException(
          "ropeway.kafka.brokers", "is missing, but ropeway.kafka.topics is set");
    }
    settings
        .topics()
        .forEach(
            (name, topic) -> {
              if (topic.source().isPresent() && !known.contains(topic.source().get())) {
                throw new InvalidSettingException(
                    "ropeway.kafka.topics." + name + ".source", "must be one of " + known);
              }
            });
    if (names.size() < settings.topics().size()) {
      throw new InvalidSettingException("ropeway.kafka.topics", "names a topic twice");
    }
    if (names.contains(settings.deadLetterTopic())) {
      throw new InvalidSettingException(
          "ropeway.kafka.dead-letter-topic",
          "must not be one of the topics that are read, because refused records would come back");
    }
    if (settings.batchSize() < 1 || settings.consumers() < 1) {
      throw new InvalidSettingException(
          "ropeway.kafka." + (settings.batchSize() < 1 ? "batch-size" : "consumers"),
          "must be 1 or more");
    }
    if (!Set.of("earliest", "latest").contains(settings.begin())) {
      throw new InvalidSettingException("ropeway.kafka.begin", "must be earliest or latest");
    }
  }
}
