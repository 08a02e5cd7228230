package dev.ropeway.assignment.attachments;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;

/**
 * A file that somebody attached to a ticket; the file itself stays in ServiceNow.
 *
 * @param name never a path
 * @param size in bytes; null where the instance does not say
 * @param by the login of who attached it
 * @param url its page on the instance; null when the integration is no longer there
 */
@RegisterForReflection // JSON of answers
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Attachment(
    String name, Long size, String contentType, String sha256, String by, Instant at, String url) {}
