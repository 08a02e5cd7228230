package dev.ropeway.packaged;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A real Kafka broker, its own controller, in its own process; it is made by its public tools. */
public final class KafkaBroker implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** Who may come in by {@link #loginAddress()}: Azure Event Hubs wants this name of everybody. */
  public static final String USER = "$ConnectionString";

  public static final String PASSWORD =
      "Endpoint=sb://alps/;SharedAccessKeyName=r;SharedAccessKey=c2VjcmV0+/=";

  private final Path folder;
  private final int port;
  private final int loginPort = FreePort.any();
  private final int controller = FreePort.any();
  private JavaProcess process;

  private KafkaBroker(Path folder, int port) {
    this.folder = folder;
    this.port = port;
  }

  /** Starts one that keeps its records in the folder. */
  public static KafkaBroker start(Path folder) {
    KafkaBroker broker = new KafkaBroker(folder, FreePort.any());
    broker.format();
    broker.startAgain();
    return broker;
  }

  public String address() {
    return "127.0.0.1:" + port;
  }

  /** Where only {@link #USER} with its password gets in. */
  public String loginAddress() {
    return "127.0.0.1:" + loginPort;
  }

  private Path settings() {
    return folder.resolve("server.properties");
  }

  private void format() {
    write(PASSWORD);
    JavaProcess tool =
        java("kafka.tools.StorageTool", "format", "-t", Uuid.randomUuid().toString(), "-c");
    if (tool.awaitExit(PATIENCE) != 0) {
      throw new IllegalStateException(tool.output());
    }
  }

  private void write(String password) {
    Properties settings = new Properties();
    settings.putAll(
        Map.ofEntries(
            Map.entry("process.roles", "broker,controller"),
            Map.entry("node.id", "1"),
            Map.entry("controller.quorum.voters", "1@127.0.0.1:" + controller),
            Map.entry(
                "listeners",
                ("PLAINTEXT://127.0.0.1:%d,SASL_PLAINTEXT://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d")
                    .formatted(port, loginPort, controller)),
            Map.entry(
                "advertised.listeners",
                "PLAINTEXT://127.0.0.1:%d,SASL_PLAINTEXT://127.0.0.1:%d"
                    .formatted(port, loginPort)),
            Map.entry(
                "listener.security.protocol.map",
                "PLAINTEXT:PLAINTEXT,SASL_PLAINTEXT:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT"),
            Map.entry("sasl.enabled.mechanisms", "PLAIN"),
            Map.entry(
                "listener.name.sasl_plaintext.plain.sasl.jaas.config",
                "org.apache.kafka.common.security.plain.PlainLoginModule required user_%s=\"%s\";"
                    .formatted(USER, password)),
            Map.entry("controller.listener.names", "CONTROLLER"),
            Map.entry("inter.broker.listener.name", "PLAINTEXT"),
            Map.entry("log.dirs", folder.resolve("records").toString()),
            Map.entry("offsets.topic.replication.factor", "1"),
            Map.entry("offsets.topic.num.partitions", "1"),
            Map.entry("transaction.state.log.replication.factor", "1"),
            Map.entry("transaction.state.log.min.isr", "1"),
            Map.entry("auto.create.topics.enable", "false"),
            Map.entry("group.initial.rebalance.delay.ms", "0")));
    try {
      Files.createDirectories(folder);
      try (var out = Files.newOutputStream(settings())) {
        settings.store(out, null);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private JavaProcess java(String main, String... arguments) {
    var command =
        new java.util.ArrayList<>(List.of("-Xmx512m", "-cp", JavaProcess.classPath(), main));
    command.addAll(List.of(arguments));
    command.add(settings().toString());
    return JavaProcess.start("kafka", command);
  }

  /** As after an outage: with the records that it had. */
  public void startAgain() {
    process = java("kafka.Kafka");
    await("the broker")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .failFast("the broker ended", () -> !process.isAlive())
        .ignoreExceptions()
        .until(
            () -> {
              try (Admin admin = admin()) {
                return !admin.describeCluster().nodes().get().isEmpty();
              }
            });
  }

  /** As after an outage, and whoever logs in is turned away. */
  public void startAgainRefusing() {
    write("another");
    startAgain();
    write(PASSWORD);
  }

  private Admin admin() {
    return Admin.create(
        Map.of(
            "bootstrap.servers",
            address(),
            "request.timeout.ms",
            "5000",
            "default.api.timeout.ms",
            "10000"));
  }

  public void createTopic(String name, int partitions, Map<String, String> settings) {
    try (Admin admin = admin()) {
      admin
          .createTopics(List.of(new NewTopic(name, partitions, (short) 1).configs(settings)))
          .all()
          .get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A connection that sends; closed by whoever asked for it. */
  public KafkaProducer<byte[], byte[]> producer() {
    return producer("none");
  }

  /** The same, and what it sends is compressed. */
  public KafkaProducer<byte[], byte[]> producer(String compression) {
    return new KafkaProducer<>(
        Map.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            address(),
            ProducerConfig.LINGER_MS_CONFIG,
            5,
            ProducerConfig.COMPRESSION_TYPE_CONFIG,
            compression),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }

  /** Sends one record and waits until the broker has it. */
  public void send(String topic, String value, Map<String, String> headers) {
    try (var producer = producer()) {
      producer.send(record(topic, value, headers)).get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  public static ProducerRecord<byte[], byte[]> record(
      String topic, String value, Map<String, String> headers) {
    var record = new ProducerRecord<byte[], byte[]>(topic, value == null ? null : value.getBytes());
    headers.forEach((name, text) -> record.headers().add(name, text.getBytes()));
    return record;
  }

  /** All records of a topic, from its begin. */
  public List<ConsumerRecord<byte[], byte[]>> records(String topic) {
    try (var consumer =
        new KafkaConsumer<>(
            Map.<String, Object>of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, address()),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(one -> new TopicPartition(topic, one.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      List<ConsumerRecord<byte[], byte[]>> records = new java.util.ArrayList<>();
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        consumer.poll(Duration.ofMillis(200)).forEach(records::add);
      }
      return records;
    }
  }

  /** Where the next record of each partition will be. */
  public Map<TopicPartition, Long> ends(String topic) {
    try (var consumer =
        new KafkaConsumer<>(
            Map.<String, Object>of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, address()),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      Map<TopicPartition, Long> ends =
          new HashMap<>(
              consumer.endOffsets(
                  consumer.partitionsFor(topic).stream()
                      .map(one -> new TopicPartition(topic, one.partition()))
                      .toList()));
      // Nobody commits where nothing ever was.
      ends.values().removeIf(end -> end == 0);
      return ends;
    }
  }

  /** How far a group said that it is, by partition. */
  public Map<TopicPartition, Long> committed(String group) {
    try (Admin admin = admin()) {
      Map<TopicPartition, Long> offsets = new HashMap<>();
      admin
          .listConsumerGroupOffsets(group)
          .partitionsToOffsetAndMetadata()
          .get()
          .forEach((partition, offset) -> offsets.put(partition, offset.offset()));
      return offsets;
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** How many consumers a group has. */
  public int members(String group) {
    try (Admin admin = admin()) {
      return admin
          .describeConsumerGroups(List.of(group))
          .describedGroups()
          .get(group)
          .get()
          .members()
          .size();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** SIGKILL: as a machine dies. */
  public void kill() {
    process.kill();
  }

  @Override
  public void close() {
    process.close();
  }
}
