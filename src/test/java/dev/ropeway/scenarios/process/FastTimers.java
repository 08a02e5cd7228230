package dev.ropeway.scenarios.process;

import dev.ropeway.packaged.PackagedApp.Settings;
import dev.ropeway.packaged.SandboxProcess;

/** Settings that make a lost create certain within seconds. */
final class FastTimers {

  private FastTimers() {}

  static Settings settings(String jdbcUrl, SandboxProcess serviceNow) {
    return settings(Settings.of(jdbcUrl, serviceNow.url()));
  }

  static Settings settings(Settings settings) {
    return settings
        .withIntegration("delivery.timeout", "2s")
        .withIntegration("delivery.settle", "3s")
        .withIntegration("delivery.concurrency", "16")
        .withIntegration("sync.cron", "0/2 * * * * ?");
  }
}
