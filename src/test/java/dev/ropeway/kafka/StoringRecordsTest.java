package dev.ropeway.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ropeway.correlation.Candidate;
import dev.ropeway.correlation.IntakeOutcome;
import dev.ropeway.store.StoreBusyException;
import dev.ropeway.store.StoreUnavailableException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whose fault it is that a transaction fails, when the store fails in one way after another. */
class StoringRecordsTest {

  private static final RuntimeException WELL = new RuntimeException();
  private static final RuntimeException BAD_TEXT =
      new IllegalStateException(new SQLException("bad text", "22021"));

  /** What the transactions come to, one after the other, and all after them well. */
  private final Deque<RuntimeException> ends = new ArrayDeque<>();

  private final DefaultCamelContext camel = new DefaultCamelContext();

  @BeforeEach
  void start() throws Exception {
    KafkaSettings settings =
        new SmallRyeConfigBuilder()
            .withMapping(KafkaSettings.class)
            .build()
            .getConfigMapping(KafkaSettings.class);
    camel
        .getRegistry()
        .bind(
            "kafkaRecords",
            new KafkaRecords(null, new Topics(settings), new SimpleMeterRegistry()));
    camel.getRegistry().bind("allRefused", KafkaIntake.allRefused());
    camel.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            errorHandler(noErrorHandler());
            from("direct:assign-recommendations").process(StoringRecordsTest.this::assign);
          }
        });
    PluginHelper.getRoutesLoader(camel)
        .loadRoutes(
            ResourceHelper.resolveMandatoryResource(
                camel, "classpath:routes/receive-events-kafka.camel.yaml"));
    camel.start();
  }

  private void assign(Exchange exchange) {
    RuntimeException end = ends.isEmpty() ? WELL : ends.pop();
    if (end != WELL) {
      throw end;
    }
    List<?> candidates = exchange.getMessage().getBody(List.class);
    exchange
        .getMessage()
        .setBody(
            candidates.stream()
                .map(one -> new IntakeOutcome("id", IntakeOutcome.Kind.CREATED, null, null))
                .toList());
  }

  @AfterEach
  void stop() {
    camel.stop();
  }

  /** Stores two records whose transactions end so. */
  private Exchange stored(RuntimeException... wanted) {
    ends.addAll(Arrays.asList(wanted));
    RecordBatch portion =
        new RecordBatch(IntStream.of(1, 2).mapToObj(StoringRecordsTest::told).toList());
    return camel
        .createProducerTemplate()
        .request("direct:store-records", exchange -> exchange.getMessage().setBody(portion));
  }

  private static DecodedRecord told(int offset) {
    return new DecodedRecord(
        new KafkaRecord(new TopicPartition("t", 0), offset, 1L, null, new byte[0], Map.of(), null),
        List.of(Candidate.rejected(null, "", "stands for what a record tells")));
  }

  @SuppressWarnings("unchecked")
  private static List<Long> refused(Exchange exchange) {
    assertThat(exchange.getException()).isNull();
    return ((List<DeadLetter>) exchange.getMessage().getBody(List.class))
        .stream().map(letter -> letter.record().offset()).toList();
  }

  @Test
  void what_the_store_takes_is_refused_by_nobody() {
    assertThat(refused(stored())).isEmpty();
  }

  @Test
  void a_record_that_the_store_refuses_keeps_no_other_out() {
    assertThat(refused(stored(BAD_TEXT, WELL, BAD_TEXT))).containsExactly(2L);
  }

  @Test
  void an_absent_store_refuses_no_record() {
    StoreUnavailableException away = new StoreUnavailableException("away", null);

    assertThat(stored(away).getException()).isSameAs(away);
    assertThat(ends).isEmpty();
  }

  @Test
  void a_store_that_fails_while_records_go_alone_refuses_none_of_them() {
    Exchange busy = stored(BAD_TEXT, new StoreBusyException("busy"));

    assertThat(busy.getException()).hasRootCauseInstanceOf(StoreBusyException.class);
  }
}
