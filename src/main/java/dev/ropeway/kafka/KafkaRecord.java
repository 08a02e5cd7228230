package dev.ropeway.kafka;

import dev.ropeway.correlation.Candidate;
import dev.ropeway.recommendation.Recommendation;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.component.kafka.consumer.KafkaManualCommit;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * A record as it came.
 *
 * @param commit says to the brokers that it, and what came before it, is done
 */
record KafkaRecord(
    TopicPartition place,
    long offset,
    Long timestamp,
    Object key,
    byte[] value,
    Map<String, byte[]> headers,
    KafkaManualCommit commit) {

  static KafkaRecord of(Exchange exchange) {
    Message message = exchange.getMessage();
    Map<String, byte[]> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    Headers sent = message.getHeader(KafkaConstants.HEADERS, Headers.class);
    for (Header header : sent == null ? new Header[0] : sent.toArray()) {
      headers.put(header.key(), header.value() == null ? new byte[0] : header.value());
    }
    return new KafkaRecord(
        new TopicPartition(
            message.getHeader(KafkaConstants.TOPIC, String.class),
            message.getHeader(KafkaConstants.PARTITION, Integer.class)),
        message.getHeader(KafkaConstants.OFFSET, Long.class),
        message.getHeader(KafkaConstants.TIMESTAMP, Long.class),
        message.getHeader(KafkaConstants.KEY),
        message.getBody(byte[].class),
        headers,
        message.getHeader(KafkaConstants.MANUAL_COMMIT, KafkaManualCommit.class));
  }

  /**
   * An event that does not say when it was told is as old as its record, so that reading it again
   * is no news.
   */
  Candidate dated(Candidate told) {
    Recommendation event = told.recommendation();
    boolean undated = event != null && event.occurredAt() == null;
    return undated && timestamp != null && timestamp > 0
        ? told.telling(event.dated(event.stateChangedAt(), Instant.ofEpochMilli(timestamp)))
        : told;
  }

  /** A header's text, empty when it is not there. */
  String header(String name) {
    byte[] value = headers.get(name);
    return value == null ? "" : new String(value, StandardCharsets.UTF_8);
  }

  /** The headers as a request would have them: CloudEvents write theirs otherwise here. */
  Map<String, Object> asOfRequest() {
    Map<String, Object> texts = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.keySet().forEach(name -> texts.put(name.replaceFirst("^ce_", "ce-"), header(name)));
    return texts;
  }
}
