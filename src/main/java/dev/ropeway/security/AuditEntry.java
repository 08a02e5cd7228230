package dev.ropeway.security;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;

/**
 * A call that somebody may have to account for. Holds no body, no query and no secret.
 *
 * @param id grows with time; 0 before it is stored
 * @param how the caller was known: api-key, token or none
 * @param origin the address it came from
 * @param operation of the contract; null for pages
 * @param status answered; null while it is under way, and for ever when its process died
 * @param repeats how many calls the entry stands for
 */
@RegisterForReflection // JSON of answers
public record AuditEntry(
    long id,
    Instant at,
    String who,
    String how,
    @JsonProperty("from") String origin,
    String verb,
    String path,
    String operation,
    Integer status,
    int repeats) {

  AuditEntry repeated(int times) {
    return new AuditEntry(id, at, who, how, origin, verb, path, operation, status, repeats + times);
  }
}
