package dev.ropeway.kafka;

import dev.ropeway.correlation.Proposal;
import java.util.List;

/** A record and what it tells: findings, or why it cannot be read. */
record Told(KafkaRecord record, List<Proposal> proposals) {}
