package dev.ropeway.digest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;

/**
 * The next mail to somebody, as it would read if nothing changed until then.
 *
 * @param withheld why it would not be sent; null where it would
 * @param subject null where there is nothing to tell, as text and html are
 */
@RegisterForReflection // JSON of answers
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DigestPreview(
    String recipient,
    DigestKind kind,
    String name,
    Instant sendAt,
    String withheld,
    long overdue,
    long dueSoon,
    long onTime,
    String subject,
    String text,
    String html) {}
