package dev.ropeway.rules;

import dev.ropeway.assignment.TicketRequest;
import dev.ropeway.correlation.Candidate;
import dev.ropeway.enrichment.ScopeSettings;
import dev.ropeway.enrichment.Scopes;
import dev.ropeway.integration.Integrations;
import dev.ropeway.integration.IntegrationsFixture;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.recommendation.Severity;
import dev.ropeway.tickettype.Shipped;
import dev.ropeway.tickettype.TicketType;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Rules made of settings, and a finding that they decide on. */
abstract class RulesFixture {

  static final String SCOPE = "/subscriptions/a/resourceGroups/huts";

  private static final Instant NOW = Instant.parse("2026-03-01T23:30:00Z");

  final Map<String, String> settings = new HashMap<>();
  boolean secretsKept;

  void rule(String name, String... more) {
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < more.length; i += 2) {
      values.put(more[i], more[i + 1]);
    }
    rule(name, values);
  }

  void rule(String name, Map<String, String> values) {
    settings.putIfAbsent("ropeway.rules." + name + ".integration", "acme");
    values.forEach((key, value) -> settings.put("ropeway.rules." + name + "." + key, value));
  }

  TicketRequest order(Recommendation finding) {
    return rules().assign(List.of(Candidate.of(finding))).get(0).order();
  }

  Rules rules() {
    SmallRyeConfig config =
        new SmallRyeConfigBuilder()
            .addDiscoveredConverters()
            .withMapping(RuleSettings.class)
            .withMapping(ScopeSettings.class)
            .withSources(new PropertiesConfigSource(settings, "test", 100))
            .build();
    return new Rules(
        config.getConfigMapping(RuleSettings.class),
        integrations(),
        IntegrationsFixture.secrets(
            secretsKept
                ? Map.of("ropeway.secrets.keys.a", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=")
                : Map.of()),
        Shipped.types(),
        new Scopes(config.getConfigMapping(ScopeSettings.class)),
        Clock.fixed(NOW, ZoneOffset.UTC));
  }

  static Integrations integrations() {
    return IntegrationsFixture.with("acme", TicketType.PROBLEM);
  }

  static Recommendation finding() {
    return Recommendation.of("id", "title")
        .severity(Severity.HIGH)
        .category("Devices")
        .source("microsoft")
        .resource(new Recommendation.Resource(SCOPE + "/providers/x/y", "y", null, SCOPE))
        .tags(Map.of("tier", "Gold"))
        .build();
  }
}
