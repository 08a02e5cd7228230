package dev.ropeway.kafka;

import dev.ropeway.correlation.Candidate;
import java.util.List;

/** A record and what it tells: recommendations, or why it cannot be read. */
record DecodedRecord(KafkaRecord record, List<Candidate> candidates) {}
