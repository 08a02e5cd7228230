package dev.ropeway.sandbox;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * What a sandbox is started with; everything that may change while it runs is in {@link Faults}.
 */
public record SandboxSettings(
    int port,
    String host,
    Duration latency,
    Clock clock,
    Map<String, String> users,
    String clientId,
    String clientSecret,
    Duration accessTokenLife,
    Duration refreshTokenLife,
    boolean compression) {

  public SandboxSettings {
    users = Map.copyOf(users);
  }

  /** A free port of the loopback interface, no latency, the accounts named in the documentation. */
  public static SandboxSettings defaults() {
    return new SandboxSettings(
        0,
        "127.0.0.1",
        Duration.ZERO,
        Clock.systemUTC(),
        Map.of("ropeway", "ropeway"),
        "ropeway-client",
        "ropeway-secret",
        Duration.ofSeconds(1800),
        Duration.ofSeconds(8_640_000),
        true);
  }

  /** Port to listen on; 0 takes a free one. */
  public SandboxSettings withPort(int other) {
    return new SandboxSettings(
        other,
        host,
        latency,
        clock,
        users,
        clientId,
        clientSecret,
        accessTokenLife,
        refreshTokenLife,
        compression);
  }

  public SandboxSettings withHost(String other) {
    return new SandboxSettings(
        port,
        other,
        latency,
        clock,
        users,
        clientId,
        clientSecret,
        accessTokenLife,
        refreshTokenLife,
        compression);
  }

  public SandboxSettings withLatency(Duration other) {
    return new SandboxSettings(
        port,
        host,
        other,
        clock,
        users,
        clientId,
        clientSecret,
        accessTokenLife,
        refreshTokenLife,
        compression);
  }

  public SandboxSettings withClock(Clock other) {
    return new SandboxSettings(
        port,
        host,
        latency,
        other,
        users,
        clientId,
        clientSecret,
        accessTokenLife,
        refreshTokenLife,
        compression);
  }

  /** Adds an account; a user row is made for it if the seed has none. */
  public SandboxSettings withUser(String userName, String password) {
    Map<String, String> more = new HashMap<>(users);
    more.put(userName, password);
    return new SandboxSettings(
        port,
        host,
        latency,
        clock,
        more,
        clientId,
        clientSecret,
        accessTokenLife,
        refreshTokenLife,
        compression);
  }

  public SandboxSettings withClient(String id, String secret) {
    return new SandboxSettings(
        port,
        host,
        latency,
        clock,
        users,
        id,
        secret,
        accessTokenLife,
        refreshTokenLife,
        compression);
  }

  public SandboxSettings withTokenLife(Duration access, Duration refresh) {
    return new SandboxSettings(
        port, host, latency, clock, users, clientId, clientSecret, access, refresh, compression);
  }

  /** Whether answers are gzipped for clients that accept it, as real instances do. */
  public SandboxSettings withCompression(boolean other) {
    return new SandboxSettings(
        port,
        host,
        latency,
        clock,
        users,
        clientId,
        clientSecret,
        accessTokenLife,
        refreshTokenLife,
        other);
  }
}
