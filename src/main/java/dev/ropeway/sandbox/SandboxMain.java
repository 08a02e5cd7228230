package dev.ropeway.sandbox;

import java.time.Duration;

/** Runs a sandbox as its own process until it is killed. */
public final class SandboxMain {
  private SandboxMain() {}

  public static void main(String[] arguments) {
    SandboxSettings settings = SandboxSettings.defaults().withPort(9800);
    for (int i = 0; i + 1 < arguments.length; i += 2) {
      String value = arguments[i + 1];
      settings =
          switch (arguments[i]) {
            case "--port" -> settings.withPort(Integer.parseInt(value));
            case "--host" -> settings.withHost(value);
            case "--latency-ms" -> settings.withLatency(Duration.ofMillis(Long.parseLong(value)));
            case "--compression" -> settings.withCompression(Boolean.parseBoolean(value));
            default -> throw new IllegalArgumentException("Unknown option " + arguments[i]);
          };
    }
    @SuppressWarnings("resource") // it lives as long as the process
    Sandbox sandbox = Sandbox.start(settings);
    System.out.println("sandbox ready on " + sandbox.url());
  }
}
