package dev.ropeway.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ropeway.store.InvalidSettingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RenamedNamesTest {

  private static final String SUFFIX = ".camel.yaml";

  @TempDir Path dir;

  private Path file(String name, String yaml) throws IOException {
    return Files.writeString(dir.resolve(name), yaml);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "a bean step        | - bean: { ref: ruleDesk, method: list }             | bean ruleDesk was replaced by ruleResource",
        "an expression      | - filter: { method: { ref: conversation } }         | bean conversation was replaced by one",
        "a bean's address   | - to: { uri: 'bean:desk?method=list' }              | bean desk was replaced by assignmentResource",
        "a route's address  | - to: { uri: direct:assign-findings }               | route assign-findings was replaced by assign-rec",
        "a short address    | - to: 'direct:tell-change'                          | route tell-change was replaced by publish-change",
        "a chosen address   | - toD: { uri: 'direct:accept-proposals?block=true' } | route accept-proposals was replaced by",
        "a route of its own | - route: { id: tell-change }                        | route tell-change was replaced by publish-change",
      })
  void an_old_name_is_told_the_new_one(String what, String yaml, String said) throws IOException {
    assertThat(RenamedNames.usedIn(file("mine.camel.yaml", yaml), SUFFIX))
        .singleElement()
        .asString()
        .contains(said);
  }

  @Test
  void a_file_of_an_old_name_would_only_be_added_where_it_should_replace() throws IOException {
    assertThat(RenamedNames.usedIn(file("tell-change.camel.yaml", ""), SUFFIX))
        .containsExactly(
            "the file tell-change.camel.yaml was replaced by publish-change.camel.yaml");
  }

  @Test
  void new_names_and_texts_that_only_sound_like_old_ones_are_let_pass() throws IOException {
    String yaml =
        """
        - route:
            id: mine
            description: tell-change desk
            from:
              uri: direct:mine
              steps:
                - bean: { id: desk, ref: assignmentResource, method: list }
                - setBody: { constant: "direct:tell-change" }
                - to: { uri: direct:publish-change }
        """;

    assertThat(RenamedNames.usedIn(file("mine.camel.yaml", yaml), SUFFIX)).isEmpty();
    assertThat(RenamedNames.usedIn(file("broken.camel.yaml", "- [ {"), SUFFIX)).isEmpty();
  }

  @Test
  void it_stops_the_start() throws IOException {
    Path file = file("mine.camel.yaml", "- bean: { ref: desk }");

    assertThatThrownBy(() -> new RouteFiles(() -> Optional.of(dir.toString())).chosen())
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage(
            "ropeway.routes.dir %s: the bean desk was replaced by assignmentResource", file);
  }

  @Test
  void no_shipped_file_uses_one_and_the_changelog_has_all() throws IOException {
    String changelog = Files.readString(Path.of("CHANGELOG.md"));
    try (Stream<Path> shipped =
        Files.walk(Path.of("src/main/resources/routes")).filter(Files::isRegularFile)) {
      List<Path> files = shipped.toList();
      assertThat(files).hasSizeGreaterThan(20);
      assertThat(files).allSatisfy(file -> assertThat(RenamedNames.usedIn(file, SUFFIX)).isEmpty());
    }
    Map<String, String> all = new HashMap<>(RenamedNames.FILES);
    all.putAll(RenamedNames.ROUTES);
    all.putAll(RenamedNames.BEANS);
    assertThat(all)
        .hasSizeGreaterThan(12)
        .allSatisfy(
            (old, now) ->
                assertThat(changelog)
                    .containsPattern(
                        "\\| [a-z ,`-]*`"
                            + Pattern.quote(old)
                            + "(\\.camel\\.yaml)?`[^|]*\\|[^\n]*"
                            + Pattern.quote(now.contains(" ") ? "deliverySteps" : now)));
  }
}
