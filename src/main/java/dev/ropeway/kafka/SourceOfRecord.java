package dev.ropeway.kafka;

import java.util.Map;

/** Says in whose words a record is. */
final class SourceOfRecord {

  static final String HEADER = "ropeway-source";
  private static final String CLOUDEVENTS = "cloudevents";

  private final Map<String, String> byTopic;

  /**
   * @param byTopic the sources of topics that have one for all of their records
   */
  SourceOfRecord(Map<String, String> byTopic) {
    this.byTopic = byTopic;
  }

  /**
   * The record's own word first, then the topic's, then the marks of a CloudEvent; null for none.
   */
  String of(KafkaRecord record) {
    if (!record.header(HEADER).isBlank()) {
      return record.header(HEADER).strip();
    }
    String ofTopic = byTopic.get(record.place().topic());
    return ofTopic == null && isCloudEvent(record) ? CLOUDEVENTS : ofTopic;
  }

  private static boolean isCloudEvent(KafkaRecord record) {
    return !record.header("ce_specversion").isEmpty()
        || record.header("content-type").startsWith("application/cloudevents");
  }
}
