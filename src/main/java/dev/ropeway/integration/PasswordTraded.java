package dev.ropeway.integration;

/** A user name and password were traded for a refresh token and may be forgotten (C07, E05). */
public record PasswordTraded(String integration) {}
