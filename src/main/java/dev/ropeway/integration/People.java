package dev.ropeway.integration;

import java.time.Duration;

/**
 * Who is taken where nobody is whom a recommendation or a rule names; null: nobody, and a person
 * must say.
 *
 * @param assignee takes the place of an owner
 * @param group takes the place of a group, and of an owner in the last resort
 * @param caller takes the place of a caller
 * @param remembered how long it is remembered who is meant
 * @param unknownRemembered how long it is remembered that nobody is
 */
public record People(
    String assignee,
    String group,
    String caller,
    Duration remembered,
    Duration unknownRemembered) {}
