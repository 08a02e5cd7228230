package dev.ropeway.sandbox.table;

import java.time.Instant;
import java.util.Map;

/** One request the sandbox received; status 0 means it was left without an answer. */
public record Call(
    String method,
    String path,
    String table,
    String query,
    Map<String, String> headers,
    String body,
    int status,
    Instant at) {}
