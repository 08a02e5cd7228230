package dev.ropeway.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ropeway.correlation.Candidate;
import dev.ropeway.correlation.IntakeOutcome;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.store.Json;
import dev.ropeway.store.StoreUnavailableException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** What needs no broker: whose words, which transactions, whose fault, what a dead letter says. */
class KafkaRecordsTest {

  private static KafkaRecord record(String topic, Map<String, String> headers) {
    Map<String, byte[]> bytes = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.forEach((name, text) -> bytes.put(name, text.getBytes(StandardCharsets.UTF_8)));
    return new KafkaRecord(new TopicPartition(topic, 3), 7, 1L, null, new byte[0], bytes, null);
  }

  private static DecodedRecord told(int findings) {
    return new DecodedRecord(
        record("t", Map.of()),
        IntStream.range(0, findings)
            .mapToObj(number -> Candidate.rejected(null, "/" + number, "is wrong"))
            .toList());
  }

  @Test
  void the_record_says_in_whose_words_it_is_then_its_topic_then_the_marks_of_a_CloudEvent() {
    SourceOfRecord sources = new SourceOfRecord(Map.of("exports", "defender"));
    Map<String, String> binary = Map.of("ce_specversion", "1.0");

    assertThat(sources.of(record("exports", Map.of("Ropeway-Source", " ocsf ")))).isEqualTo("ocsf");
    assertThat(sources.of(record("exports", binary))).isEqualTo("defender");
    assertThat(sources.of(record("mixed", binary))).isEqualTo("cloudevents");
    assertThat(
            sources.of(
                record("mixed", Map.of("content-type", "application/cloudevents-batch+json"))))
        .isEqualTo("cloudevents");
    assertThat(sources.of(record("mixed", Map.of("content-type", "application/json")))).isNull();
  }

  @Test
  void headers_of_the_Kafka_binding_are_read_as_those_of_a_request() {
    assertThat(record("t", Map.of("ce_type", "a", "traceparent", "b")).asOfRequest())
        .isEqualTo(Map.of("ce-type", "a", "traceparent", "b"));
  }

  @Test
  void a_transaction_holds_whole_records_with_a_thousand_findings_at_most() {
    assertThat(RecordBatch.of(IntStream.range(0, 500).mapToObj(i -> told(1)).toList())).hasSize(1);
    assertThat(RecordBatch.of(List.of(told(600), told(400), told(1), told(3000), told(0), told(1))))
        .extracting(portion -> portion.candidates().size())
        .containsExactly(1000, 1, 3000, 1);
    assertThat(RecordBatch.of(List.of())).isEmpty();
  }

  @Test
  void an_outage_of_the_store_is_nobodys_fault_and_a_refusal_of_the_data_is_the_records() {
    assertThat(isTheirFault(new StoreUnavailableException("away", new SQLException("no", "08006"))))
        .isFalse();
    assertThat(isTheirFault(new IllegalStateException(new SQLException("read-only", "25006"))))
        .isFalse();
    assertThat(isTheirFault(new IllegalStateException(new SQLException("stack depth", "54001"))))
        .isTrue();
    assertThat(isTheirFault(new IllegalStateException(new SQLException("bad text", "22021"))))
        .isTrue();
    assertThat(isTheirFault(new NullPointerException())).isTrue();
  }

  private static boolean isTheirFault(Throwable thrown) {
    return KafkaRecords.isFaultOfRecord(thrown);
  }

  @Test
  void an_event_without_a_date_is_as_old_as_its_record_whenever_it_is_read() {
    Candidate undated =
        Candidate.of(Json.read("{\"id\":\"a\",\"title\":\"t\"}", Recommendation.class));
    Candidate dated =
        Candidate.of(
            Json.read(
                "{\"id\":\"a\",\"title\":\"t\",\"stateChangedAt\":\"2026-01-01T00:00:00Z\"}",
                Recommendation.class));

    assertThat(record("t", Map.of()).dated(undated).recommendation().occurredAt())
        .isEqualTo(Instant.ofEpochMilli(1));
    Recommendation told = record("t", Map.of()).dated(dated).recommendation();
    assertThat(told.stateChangedAt()).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
    assertThat(told.occurredAt()).as("when it was told").isEqualTo(Instant.ofEpochMilli(1));
    assertThat(record("t", Map.of()).dated(told(1).candidates().get(0)).isRejected()).isTrue();
  }

  @Test
  void a_dead_letter_takes_no_orders_from_the_sender() {
    DeadLetter letter =
        new DeadLetter(
            record("t", Map.of("kafka.OVERRIDE_TOPIC", "x", "CamelFoo", "y", "kafkaesque", "z")),
            List.of(new IntakeOutcome.Error("", "is wrong")));

    assertThat(letter.headers())
        .containsKey("kafkaesque")
        .doesNotContainKeys("kafka.OVERRIDE_TOPIC", "CamelFoo");
  }

  @Test
  void a_dead_letter_says_what_was_wrong_and_where_the_record_was() {
    DeadLetter letter =
        new DeadLetter(
            record("exports", Map.of("trace", "42")),
            List.of(
                new IntakeOutcome.Error("/id", "is missing"),
                new IntakeOutcome.Error("", "is wrong")));
    Map<String, String> headers = new TreeMap<>();
    letter
        .headers()
        .forEach((name, value) -> headers.put(name, new String(value, StandardCharsets.UTF_8)));

    assertThat(headers)
        .containsEntry("trace", "42")
        .containsEntry("ropeway-reason", "/id is missing (and 1 more)")
        .containsEntry("ropeway-topic", "exports")
        .containsEntry("ropeway-partition", "3")
        .containsEntry("ropeway-offset", "7")
        .containsEntry(
            "ropeway-errors",
            "[{\"pointer\":\"/id\",\"detail\":\"is missing\"},{\"pointer\":\"\",\"detail\":\"is wrong\"}]");
  }

  @Test
  void the_reason_is_one_line_whatever_is_quoted_in_it() {
    DeadLetter letter =
        new DeadLetter(
            record("t", Map.of("Camel\nFoo", "x")),
            List.of(new IntakeOutcome.Error("/a\nb", "is \u001b[31m wrong\u2028x\u202e")));

    assertThat(letter.reason()).isEqualTo("/a ⏎ b is \ufffd[31m wrong ⏎ x\ufffd");
    assertThat(letter.headers()).doesNotContainKey("Camel\nFoo");
  }
}
