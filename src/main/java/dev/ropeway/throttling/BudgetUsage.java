package dev.ropeway.throttling;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.Map;

/**
 * How an integration stands to its instance's rate rule.
 *
 * @param limit calls that the rule allows in an hour
 * @param used of them in the current hour, other clients' calls included as far as they are known
 * @param byPurpose our calls: create, close, update, note, poll, import
 * @param resetsAt when the hour ends
 * @param rule the sys_id of the rule in sys_rate_limit_rules
 */
@RegisterForReflection // JSON of answers
public record BudgetUsage(
    int limit, int used, Map<String, Integer> byPurpose, Instant resetsAt, String rule) {}
