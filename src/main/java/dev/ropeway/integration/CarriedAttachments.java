package dev.ropeway.integration;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * Which files are carried between the tickets of an instance and Ropeway.
 *
 * @param in whether what people attach is listed here
 * @param evidence whether callers may send files to be attached
 */
@RegisterForReflection // JSON of answers
public record CarriedAttachments(boolean in, boolean evidence) {}
