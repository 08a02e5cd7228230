package dev.ropeway.sandbox;

import dev.ropeway.sandbox.instance.SandboxSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Runs a sandbox as its own process until it is killed. */
public final class SandboxMain {
  private SandboxMain() {}

  public static void main(String[] arguments) {
    Map<String, String> options = new HashMap<>();
    for (int i = 0; i + 1 < arguments.length; i += 2) {
      options.put(arguments[i], arguments[i + 1]);
    }
    @SuppressWarnings("resource") // it lives as long as the process
    Sandbox sandbox = Sandbox.start(settings(options));
    System.out.println("sandbox ready on " + sandbox.url());
  }

  private static SandboxSettings settings(Map<String, String> options) {
    SandboxSettings settings = tls(options, SandboxSettings.defaults().withPort(9800));
    for (Map.Entry<String, String> option : options.entrySet()) {
      String value = option.getValue();
      settings =
          switch (option.getKey()) {
            case "--port" -> settings.withPort(Integer.parseInt(value));
            case "--host" -> settings.withHost(value);
            case "--latency-ms" -> settings.withLatency(Duration.ofMillis(Long.parseLong(value)));
            case "--compression" -> settings.withCompression(Boolean.parseBoolean(value));
            case "--key-store", "--trust-store", "--store-password" -> settings;
            default -> throw new IllegalArgumentException("Unknown option " + option.getKey());
          };
    }
    return settings;
  }

  private static SandboxSettings tls(Map<String, String> options, SandboxSettings settings) {
    String keyStore = options.get("--key-store");
    String trustStore = options.get("--trust-store");
    if (keyStore == null) {
      return settings;
    }
    Path trusted = trustStore == null ? null : Path.of(trustStore);
    return settings.withTls(
        Path.of(keyStore), trusted, options.getOrDefault("--store-password", "changeit"));
  }
}
