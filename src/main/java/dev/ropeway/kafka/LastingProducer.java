package dev.ropeway.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.metrics.KafkaMetric;
import org.jboss.logging.Logger;

/**
 * A producer that is replaced by a new one when it was refused the login, or failed twice in a row.
 * One of Kafka's that is refused while it asks for its id never asks again and sends nothing more
 * until the process ends.
 */
final class LastingProducer<K, V> implements Producer<K, V> {

  private static final Logger LOG = Logger.getLogger(LastingProducer.class);

  private final Supplier<Producer<K, V>> another;
  private volatile One<K, V> current;

  /** A producer, and how it stands with it: told by its own thread, which may wait for nobody. */
  private static final class One<K, V> {

    private final Producer<K, V> producer;
    private volatile boolean failed;
    private volatile boolean useless;

    One(Producer<K, V> producer) {
      this.producer = producer;
    }

    /**
     * @param again it was sent after a failure, not beside it
     */
    void ended(boolean again, Exception failure) {
      failed = failure != null;
      if (failed && (again || failure instanceof AuthenticationException)) {
        useless = true;
      }
    }
  }

  LastingProducer(Supplier<Producer<K, V>> another) {
    this.another = another;
    current = new One<>(another.get());
  }

  @Override
  public Future<RecordMetadata> send(ProducerRecord<K, V> record) {
    return send(record, null);
  }

  @Override
  public Future<RecordMetadata> send(ProducerRecord<K, V> record, Callback callback) {
    One<K, V> one = usable();
    boolean again = one.failed;
    return one.producer.send(
        record,
        (metadata, failure) -> {
          one.ended(again, failure);
          if (callback != null) {
            callback.onCompletion(metadata, failure);
          }
        });
  }

  private synchronized One<K, V> usable() {
    if (current.useless) {
      LOG.warn("a Kafka producer could not send and is being replaced");
      current.producer.close(Brokers.PRODUCER_REPLACED_WITHIN);
      current = new One<>(another.get());
    }
    return current;
  }

  private Producer<K, V> current() {
    return current.producer;
  }

  @Override
  public void initTransactions() {
    current().initTransactions();
  }

  @Override
  public void beginTransaction() {
    current().beginTransaction();
  }

  @Override
  public void sendOffsetsToTransaction(
      Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata group) {
    current().sendOffsetsToTransaction(offsets, group);
  }

  @Override
  public void commitTransaction() {
    current().commitTransaction();
  }

  @Override
  public void abortTransaction() {
    current().abortTransaction();
  }

  @Override
  public void registerMetricForSubscription(KafkaMetric metric) {
    current().registerMetricForSubscription(metric);
  }

  @Override
  public void unregisterMetricFromSubscription(KafkaMetric metric) {
    current().unregisterMetricFromSubscription(metric);
  }

  @Override
  public void flush() {
    current().flush();
  }

  @Override
  public List<PartitionInfo> partitionsFor(String topic) {
    return current().partitionsFor(topic);
  }

  @Override
  public Map<MetricName, ? extends Metric> metrics() {
    return current().metrics();
  }

  @Override
  public Uuid clientInstanceId(Duration timeout) {
    return current().clientInstanceId(timeout);
  }

  @Override
  public void close() {
    current().close();
  }

  @Override
  public void close(Duration timeout) {
    current().close(timeout);
  }
}
