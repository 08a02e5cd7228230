package dev.ropeway.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ropeway.store.InvalidSettingException;
import io.smallrye.config.ConfigMapping;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Settings that nobody would read stop the start. */
class SettingNamesTest {

  private static void check(String name, String value) {
    SettingNames.check(List.of(name), Map.of(name, value)::get);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ropeway.rule.urgent.priority     | ; did you mean ropeway.rules?",
        "ropeway.Integrations.a.enabled   | ; did you mean ropeway.integrations?",
        "ropeway.weather                  | ; application.properties.example lists all settings"
      })
  void a_part_that_there_is_not_is_named_with_the_one_that_was_meant(String name, String said) {
    assertThatThrownBy(() -> check(name, "1"))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage(name + " is not a setting of Ropeway" + said);
  }

  @ParameterizedTest
  @CsvSource({
    "ropeway.rules.urgent.match.severity",
    "ropeway.rules.urgent.match.tags.environment",
    "ropeway.rules.urgent.scopes",
    "ropeway.rules.urgent.excluded-scopes",
    "ropeway.integrations.acme.scope",
    "ropeway.api.keys.ci.scopes",
    "ROPEWAY_API_KEYS_CI_SCOPES",
    "ropeway.api.oidc.scopes-claim",
    "ROPEWAY_RULES_URGENT_MATCH_SEVERITY"
  })
  void what_would_let_in_everything_when_it_is_empty_is_refused(String name) {
    for (String empty : new String[] {"", "  ", ",", " , "}) {
      assertThatThrownBy(() -> check(name, empty))
          .isInstanceOf(InvalidSettingException.class)
          .hasMessageStartingWith(name + " is empty");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ropeway.retention.raw-events, -1d",
    "ropeway.api.audit-retention, -P1D",
    "ROPEWAY_RETENTION_RAW_EVENTS, -90d",
    "ropeway.kafka.consumers, -1"
  })
  void less_than_none_is_refused(String name, String value) {
    assertThatThrownBy(() -> check(name, value)).hasMessage(name + " must not be negative");
  }

  @ParameterizedTest
  @CsvSource({
    "ropeway.integrations.acme.enabled, ture",
    "ropeway.rules.urgent.grace-period, maybe",
    "ropeway.rules.urgent.notify.owner, ada"
  })
  void a_word_that_is_neither_true_nor_false_is_refused(String name, String value) {
    assertThatThrownBy(() -> check(name, value))
        .hasMessage(name + " must be true or false, not " + value);
  }

  @Test
  void every_setting_that_is_true_or_false_is_known() throws IOException {
    Pattern flag = Pattern.compile("(?:boolean|Optional<Boolean>) (\\w+)\\(\\);");
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      for (Path file : files.filter(path -> path.toString().endsWith("Settings.java")).toList()) {
        flag.matcher(Files.readString(file))
            .results()
            .map(one -> one.group(1).replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT))
            .forEach(
                name ->
                    assertThat(
                            List.of(
                                "ropeway.a." + name,
                                "ropeway.a.notify." + name,
                                "ropeway.a.attachments." + name))
                        .as(name)
                        .anyMatch(SettingNames::isFlag));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ropeway.rules.urgent.assigned-to, ''",
    "ropeway.integrations.acme.enabled, No",
    "ropeway.rules.urgent.match.tags.enabled, -1",
    "ropeway.scopes.lab.tags.enabled, perhaps",
    "ropeway.rules.urgent.life.close-note, -1",
    "ropeway.integrations.acme.auth.password, -1d",
    "ropeway.integrations.acme.instance-url, https://acme.service-now.com",
    "ROPEWAY_SERVICE_HOST, 10.0.0.1",
    "ROPEWAY_PORT, ''",
    "rope.rule, x"
  })
  void anything_else_is_left_to_those_who_read_it(String name, String value) {
    assertThatCode(() -> check(name, value)).doesNotThrowAnyException();
  }

  @Test
  void every_part_that_is_read_is_known() throws IOException {
    Set<String> read = new TreeSet<>();
    Pattern mapping =
        Pattern.compile(
            "@" + ConfigMapping.class.getSimpleName() + "\\(prefix = \"ropeway\\.([\\w-]+)");
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        mapping.matcher(Files.readString(file)).results().forEach(one -> read.add(one.group(1)));
      }
    }
    assertThat(SettingNames.PARTS).containsExactlyElementsOf(read);
  }
}
