package dev.ropeway.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ropeway.api.Contract;
import dev.ropeway.store.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules that the documents show are rules. */
class DocumentedRulesTest {

  private static final Pattern PUT = Pattern.compile("(?s)/rules/[a-z]+ -d '(\\{.*?})'");

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "docs/rules.md"})
  void each_is_accepted_as_it_stands(String file) throws IOException {
    List<String> rules =
        PUT.matcher(Files.readString(Path.of(file))).results().map(put -> put.group(1)).toList();

    assertThat(rules)
        .isNotEmpty()
        .allSatisfy(
            json -> {
              ObjectNode rule = (ObjectNode) Json.tree(json);
              assertThat(new Contract("Rule").check(rule)).isEmpty();
              assertThat(
                      new RuleDefinition("r", new RuleDocument(rule).read("r"), null)
                          .rule()
                          .conditionSets())
                  .isNotEmpty();
            });
  }
}
