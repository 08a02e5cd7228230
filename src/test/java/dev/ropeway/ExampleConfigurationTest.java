package dev.ropeway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ropeway.correlation.IntakeSettings;
import dev.ropeway.digest.DigestSettings;
import dev.ropeway.digest.MailSettings;
import dev.ropeway.enrichment.ScopeSettings;
import dev.ropeway.intake.SourceSettings;
import dev.ropeway.integration.InstanceSettings;
import dev.ropeway.integration.IntegrationSettings;
import dev.ropeway.integration.SecretSettings;
import dev.ropeway.integration.authorization.AuthorizationSettings;
import dev.ropeway.kafka.KafkaSettings;
import dev.ropeway.mapping.MappingSettings;
import dev.ropeway.notification.FeedSettings;
import dev.ropeway.retention.RetentionSettings;
import dev.ropeway.routes.RouteSettings;
import dev.ropeway.rules.RuleSettings;
import dev.ropeway.security.ApiSettings;
import dev.ropeway.security.RouteRoleSettings;
import dev.ropeway.security.SignInSettings;
import dev.ropeway.throttling.StopSettings;
import dev.ropeway.tickettype.TicketTypeFolder;
import dev.ropeway.tickettype.TicketTypeSettings;
import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigMappings.ConfigClass;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code application.properties.example} and the code know the same keys. */
class ExampleConfigurationTest {

  private static final Path EXAMPLE = Path.of("application.properties.example");
  static final List<Class<?>> SETTINGS =
      List.of(
          ApiSettings.class,
          AuthorizationSettings.class,
          InstanceSettings.class,
          IntakeSettings.class,
          IntegrationSettings.class,
          RetentionSettings.class,
          FeedSettings.class,
          KafkaSettings.class,
          RouteRoleSettings.class,
          RouteSettings.class,
          RuleSettings.class,
          ScopeSettings.class,
          SecretSettings.class,
          DigestSettings.class,
          MailSettings.class,
          SignInSettings.class,
          SourceSettings.class,
          MappingSettings.class,
          StopSettings.class,
          TicketTypeFolder.class,
          TicketTypeSettings.class);

  @Test
  void the_example_is_a_valid_configuration_without_a_key_that_the_code_lost() throws IOException {
    SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder().addDiscoveredConverters();
    SETTINGS.forEach(builder::withMapping);

    var config = builder.withSources(new PropertiesConfigSource(active(), "example", 100)).build();

    assertThat(config.getConfigMapping(IntegrationSettings.class).byName()).containsKey("acme");
  }

  @Test
  void the_example_has_every_key_of_the_code_in_use_or_commented() throws IOException {
    Set<String> documented =
        Stream.concat(active().keySet().stream(), commented().keySet().stream())
            .map(ExampleConfigurationTest::general)
            .collect(Collectors.toSet());

    assertThat(documented).containsAll(keysOfTheCode());
  }

  @Test
  void even_what_is_commented_is_a_key_of_the_code() throws IOException {
    Set<String> known = keysOfTheCode();

    assertThat(commented().keySet().stream().filter(key -> key.startsWith("ropeway.")))
        .allSatisfy(key -> assertThat(known).contains(general(key)));
  }

  private static Set<String> keysOfTheCode() {
    return SETTINGS.stream()
        .flatMap(
            type -> ConfigMappings.getProperties(ConfigClass.configClass(type)).keySet().stream())
        .map(ExampleConfigurationTest::general)
        .collect(Collectors.toSet());
  }

  /** The key with its names replaced by *: {@code ropeway.rules.*.match.tags.*}. */
  private static String general(String key) {
    return key.replaceAll(
            "^(ropeway\\.(?:integrations|rules|ticket-types|scopes|api\\.keys|api\\.oidc\\.roles|secrets\\.keys|kafka\\.topics|feeds))\\.[^.]+",
            "$1.*")
        .replaceAll("^(ropeway\\.routes\\.roles)\\..+$", "$1.*")
        .replaceAll("\\.tags\\.[^.]+$", ".tags.*")
        .replaceAll("\\.kafka\\.properties\\..+$", ".kafka.properties.*")
        .replaceAll("\\.classes\\.(\\*|\".+\")$", ".classes.*")
        .replaceAll("\\.state-labels\\..+$", ".state-labels.*")
        .replaceAll("\\.(labels|fields)\\.[^.]+$", ".$1.*")
        .replaceAll("\\[(?:\\*|\\d+)]", "");
  }

  private static Map<String, String> active() throws IOException {
    return read(Files.readString(EXAMPLE));
  }

  /** Lines that only wait for their # to be taken away. */
  private static Map<String, String> commented() throws IOException {
    return read(
        Files.readString(EXAMPLE)
            .lines()
            .filter(line -> line.matches("#[%a-z][^ ]*=.*"))
            .map(line -> line.substring(1))
            .collect(Collectors.joining("\n")));
  }

  private static Map<String, String> read(String text) throws IOException {
    Properties properties = new Properties();
    properties.load(new StringReader(text));
    Map<String, String> read = new HashMap<>();
    properties.forEach((key, value) -> read.put(key.toString(), value.toString()));
    return read;
  }
}
