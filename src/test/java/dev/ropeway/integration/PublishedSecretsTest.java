package dev.ropeway.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ropeway.store.InvalidSettingException;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PublishedSecretsTest {

  private static void check(String name, String value) {
    PublishedSecrets.check(List.of(name), Map.of(name, value)::get);
  }

  @ParameterizedTest
  @CsvSource({
    "ropeway.api.keys.ci.key, change-me-to-something-long-and-random",
    "ropeway.integrations.acme.auth.password, Change-Me",
    "ROPEWAY_INTEGRATIONS_ACME_AUTH_API_KEY, CHANGE-ME-PLEASE",
    "ropeway.kafka.security.password, Endpoint=sb://x/;SharedAccessKey=change-me",
    "quarkus.datasource.password, ' change-me'",
    "ropeway.secrets.keys.any, ZGV2IGtleSwgdXNlZCBpbiBkZXYgbW9kZSBvbmx5ISE="
  })
  void what_is_published_stops_the_start_by_the_name_of_its_setting(String name, String value) {
    assertThatThrownBy(() -> check(name, value))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageStartingWith(name + " is a value from the published examples")
        .hasMessageNotContaining(value.strip());
  }

  @ParameterizedTest
  @CsvSource({
    "ropeway.rules.a.match.title, please change-me",
    "ropeway.api.keys.ci.key, rw_0123456789abcdef",
    "SOMETHING_ELSE, change-me"
  })
  void anything_else_does_not(String name, String value) {
    assertThatCode(() -> check(name, value)).doesNotThrowAnyException();
  }

  /** Of the example, in use or commented. */
  static Stream<String> secretsOfTheExample() throws IOException {
    return Pattern.compile(
            "(?m)^#?([\\w.-]+(?:password|secret|api-key|\\.key|secrets\\.keys\\.\\w+))=(?!$)(.*)$")
        .matcher(Files.readString(Path.of("application.properties.example")))
        .results()
        .map(MatchResult::group)
        .map(line -> line.replaceFirst("^#", ""))
        // Neither is a secret that would work.
        .filter(line -> !line.contains("forget-password") && !line.contains("BEGIN PRIVATE KEY"));
  }

  @ParameterizedTest
  @MethodSource("secretsOfTheExample")
  void no_secret_of_the_example_is_taken(String line) {
    String[] setting = line.split("=", 2);
    assertThatThrownBy(() -> check(setting[0], setting[1]))
        .isInstanceOf(InvalidSettingException.class);
  }

  @Test
  void the_key_of_dev_mode_is_not_taken() throws IOException {
    Properties shipped = new Properties();
    try (Reader file =
        Files.newBufferedReader(Path.of("src/main/resources/application.properties"))) {
      shipped.load(file);
    }
    String key = shipped.getProperty("%dev.ropeway.secrets.keys.dev");

    assertThat(key).isNotNull();
    assertThatThrownBy(() -> check("ropeway.secrets.keys.dev", key))
        .isInstanceOf(InvalidSettingException.class);
  }
}
