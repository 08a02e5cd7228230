package dev.ropeway.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** With the producer that Kafka brings for tests. */
class LastingProducerTest {

  /** Of bytes; whoever asks it to answers. */
  private static class Mock extends MockProducer<byte[], byte[]> {
    Mock() {
      super(false, null, new ByteArraySerializer(), new ByteArraySerializer());
    }
  }

  private final List<MockProducer<byte[], byte[]>> made = new ArrayList<>();
  private final LastingProducer<byte[], byte[]> producer =
      new LastingProducer<>(
          () -> {
            made.add(new Mock());
            return made.get(made.size() - 1);
          });

  private Future<RecordMetadata> send() {
    return producer.send(new ProducerRecord<>("changes", new byte[0]));
  }

  private MockProducer<byte[], byte[]> last() {
    return made.get(made.size() - 1);
  }

  private void sendAndFail(RuntimeException failure) {
    send();
    assertThat(last().errorNext(failure)).isTrue();
  }

  @Test
  void one_that_was_refused_the_login_is_replaced_before_the_next_record() {
    sendAndFail(new SaslAuthenticationException("who are you?"));

    Future<RecordMetadata> next = send();

    assertThat(made).hasSize(2);
    assertThat(made.get(0).closed()).isTrue();
    assertThat(last().completeNext()).isTrue();
    assertThat(next).isDone();
  }

  @Test
  void one_that_fails_twice_in_a_row_is_replaced() {
    sendAndFail(new TimeoutException("Expiring 1 record(s)"));
    sendAndFail(new TimeoutException("Expiring 1 record(s)"));
    send();

    assertThat(made).hasSize(2);
  }

  @Test
  void one_that_works_again_is_kept() {
    sendAndFail(new TimeoutException("Expiring 1 record(s)"));
    send();
    last().completeNext();
    sendAndFail(new TimeoutException("Expiring 1 record(s)"));
    send();

    assertThat(made).hasSize(1);
  }

  @Test
  void records_that_fail_beside_each_other_are_one_failure() {
    send();
    send();
    last().errorNext(new TimeoutException("Expiring 2 record(s)"));
    last().errorNext(new TimeoutException("Expiring 2 record(s)"));
    send();

    assertThat(made).hasSize(1);
  }

  @Test
  void who_sent_hears_what_became_of_the_record() {
    List<Exception> heard = new ArrayList<>();
    SaslAuthenticationException refused = new SaslAuthenticationException("who are you?");

    producer.send(
        new ProducerRecord<>("changes", new byte[0]), (metadata, failure) -> heard.add(failure));
    last().errorNext(refused);

    assertThat(heard).containsExactly(refused);
  }

  @Test
  @Timeout(60)
  void one_that_is_replaced_may_still_say_what_became_of_its_records() {
    List<Exception> heard = new CopyOnWriteArrayList<>();
    MockProducer<byte[], byte[]> refused =
        new Mock() {
          @Override
          public void close(Duration timeout) {
            // Kafka's waits for its thread, which tells.
            CompletableFuture.runAsync(() -> errorNext(new TimeoutException("closed"))).join();
            super.close(timeout);
          }
        };
    LastingProducer<byte[], byte[]> lasting =
        new LastingProducer<>(() -> refused.closed() ? new Mock() : refused);
    ProducerRecord<byte[], byte[]> record = new ProducerRecord<>("changes", new byte[0]);
    lasting.send(record);
    lasting.send(record, (metadata, failure) -> heard.add(failure));
    refused.errorNext(new SaslAuthenticationException("who are you?"));

    lasting.send(record);

    assertThat(heard).singleElement().isInstanceOf(TimeoutException.class);
  }
}
