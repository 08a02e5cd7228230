package dev.ropeway.assignment.notes;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * Who wrote a note.
 *
 * @param name the login of a user who cannot be read, or of whom there is no more
 * @param email null where none is known
 */
@RegisterForReflection // JSON of answers
public record NoteAuthor(String name, String email) {}
