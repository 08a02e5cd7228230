package dev.ropeway.api;

/**
 * Something that a request made.
 *
 * @param path where it is found from now on
 * @param shown what the caller is answered
 */
public record Made(String path, Object shown) {}
