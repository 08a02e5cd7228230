package dev.ropeway.kafka;

import dev.ropeway.api.ProblemException;
import dev.ropeway.correlation.Candidate;
import dev.ropeway.correlation.IntakeOutcome;
import dev.ropeway.intake.Intake;
import dev.ropeway.intake.Reading;
import dev.ropeway.store.StoreBusyException;
import dev.ropeway.store.StoreUnavailableException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/** The steps of the Kafka routes: records to recommendations, refusals to dead letters. */
@ApplicationScoped
@Named("kafkaRecords")
@RegisterForReflection // routes call it by name
public class KafkaRecords {

  private static final Logger LOG = Logger.getLogger(KafkaRecords.class);

  /** Data exceptions, integrity, program limits: the same record is refused again. */
  private static final Set<String> ABOUT_DATA = Set.of("22", "23", "54");

  private final Intake intake;
  private final SourceOfRecord sources;
  private final MeterRegistry metrics;

  KafkaRecords(Intake intake, Topics topics, MeterRegistry metrics) {
    this.intake = intake;
    this.sources = new SourceOfRecord(topics.sources());
    this.metrics = metrics;
  }

  /** What the records of a batch tell. */
  public List<DecodedRecord> read(@Body List<Exchange> batch) {
    return batch.stream().map(KafkaRecord::of).map(this::read).toList();
  }

  private DecodedRecord read(KafkaRecord record) {
    String source = sources.of(record);
    if (source == null) {
      String why =
          "the source is unknown: set it for the topic, or send it in the header "
              + SourceOfRecord.HEADER;
      return new DecodedRecord(record, List.of(Candidate.rejected(null, "", why)));
    }
    try {
      Reading reading = intake.message(source, record.value(), record.asOfRequest());
      return new DecodedRecord(record, reading.candidates().stream().map(record::dated).toList());
    } catch (ProblemException e) {
      return new DecodedRecord(record, List.of(Candidate.rejected(null, "", e.problem().detail())));
    } catch (RuntimeException e) {
      LOG.errorf(e, "a record cannot be read: %s@%d", record.place(), record.offset());
      return new DecodedRecord(record, List.of(unforeseen("read")));
    }
  }

  private static Candidate unforeseen(String deed) {
    return Candidate.rejected(null, "", "cannot be " + deed + "; the log says why");
  }

  /** The transactions that a batch is stored in. */
  public List<RecordBatch> portions(@Body List<DecodedRecord> records) {
    return RecordBatch.of(records);
  }

  /** The transactions that are left when a portion cannot be stored as a whole. */
  public List<RecordBatch> each(@ExchangeProperty("portion") RecordBatch portion) {
    return portion.each();
  }

  public List<Candidate> candidates(@Body RecordBatch portion) {
    return portion.candidates();
  }

  /** Which records of a portion were refused, wholly or in part. */
  public List<DeadLetter> refused(
      @Body List<IntakeOutcome> outcomes, @ExchangeProperty("portion") RecordBatch portion) {
    List<DeadLetter> refused = new ArrayList<>();
    int place = 0;
    for (DecodedRecord told : portion.records()) {
      List<IntakeOutcome.Error> errors =
          outcomes.subList(place, place + told.candidates().size()).stream()
              .filter(outcome -> outcome.outcome() == IntakeOutcome.Kind.REJECTED)
              .map(IntakeOutcome::error)
              .toList();
      place += told.candidates().size();
      if (!errors.isEmpty()) {
        refused.add(new DeadLetter(told.record(), errors));
      }
    }
    return refused;
  }

  /** Lets an exception go on that is no record's fault: the store is not well. */
  public void throwOurs(@ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception caught)
      throws Exception {
    if (!isFaultOfRecord(caught)) {
      throw caught;
    }
  }

  static boolean isFaultOfRecord(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof StoreUnavailableException || cause instanceof StoreBusyException) {
        return false;
      }
      if (cause instanceof SQLException refusal) {
        String state = String.valueOf(refusal.getSQLState());
        return ABOUT_DATA.stream().anyMatch(state::startsWith);
      }
    }
    return true;
  }

  /** A record that the store itself refuses. */
  public List<DeadLetter> unstorable(
      @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception thrown,
      @ExchangeProperty("portion") RecordBatch portion) {
    DecodedRecord told = portion.records().get(0);
    LOG.errorf(
        thrown, "a record cannot be stored: %s@%d", told.record().place(), told.record().offset());
    Candidate.Rejection why = unforeseen("stored").rejection();
    return List.of(
        new DeadLetter(
            told.record(), List.of(new IntakeOutcome.Error(why.pointer(), why.detail()))));
  }

  /** How many records of a topic became dead letters. */
  static Counter refused(MeterRegistry metrics, String topic) {
    return metrics.counter("ropeway.kafka.refused", "topic", topic);
  }

  /** Writes a dead letter as the record that it is of. */
  public void write(Exchange exchange) {
    Message message = exchange.getMessage();
    DeadLetter letter = message.getBody(DeadLetter.class);
    LOG.warnf(
        "a record was refused: %s@%d · %s · it goes to the dead letter topic",
        letter.record().place(), letter.record().offset(), letter.reason());
    refused(metrics, letter.record().place().topic()).increment();
    message.removeHeaders("*");
    letter.headers().forEach(message::setHeader);
    message.setHeader(KafkaConstants.KEY, letter.record().key());
    message.setBody(letter.record().value());
  }

  /** Why and of which record, and nothing of the record: it is larger than the topic takes. */
  public void shorten(Exchange exchange) {
    Message message = exchange.getMessage();
    message.removeHeaders("*", DeadLetter.PLACE_AND_REASON);
    message.setHeader("ropeway-value", "left out: too large");
    message.setBody(new byte[0]);
  }

  /** Says to the brokers that a batch is done. */
  public void commit(@ExchangeProperty("records") List<DecodedRecord> records) {
    Map<TopicPartition, KafkaRecord> last = new HashMap<>();
    records.forEach(told -> last.put(told.record().place(), told.record()));
    last.values().forEach(record -> record.commit().commit());
  }
}
