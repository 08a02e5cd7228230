package dev.ropeway.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ropeway.api.Contract.Breach;
import dev.ropeway.store.Json;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sizes are looked at first: what breaks one is not looked into. */
class SizesTest {

  private static final Contract RECOMMENDATION = new Contract("Recommendation");

  private static ObjectNode with(String name, String json) {
    return ((ObjectNode) Json.tree("{\"id\":\"x\",\"title\":\"t\"}")).set(name, Json.tree(json));
  }

  private static String many(int count, String each, String open, String close) {
    return IntStream.range(0, count)
        .mapToObj(i -> each.replace("#", String.valueOf(i)))
        .collect(Collectors.joining(",", open, close));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "configurationItems, 7,         [, ], 100",
        "tags,               \"k#\":7,  {, }, 200",
        "inheritedTags,      {\"k\":1}, [, ], 10"
      })
  void too_many_are_counted_and_not_looked_at(
      String name, String each, String open, String close, int most) {
    Breach breach =
        RECOMMENDATION.check(with(name, many(most + 1, each, open, close))).orElseThrow();
    assertThat(breach.pointer()).isEqualTo("/" + name);
    assertThat(breach.detail())
        .matches("must have at most " + most + " (items|properties), not " + (most + 1));
  }

  @Test
  void what_is_inside_is_held_to_its_sizes_too() {
    String tags = "[{\"a\":\"b\"}," + many(201, "\"k#\":\"v\"", "{", "}") + "]";
    assertThat(RECOMMENDATION.check(with("inheritedTags", tags)).map(Breach::pointer))
        .hasValue("/inheritedTags/1");
    String item = "[\"" + "x".repeat(2049) + "\"]";
    assertThat(RECOMMENDATION.check(with("configurationItems", item)).map(Breach::pointer))
        .hasValue("/configurationItems/0");
    String tag = "{\"a/b~c\":\"" + "x".repeat(1001) + "\"}";
    assertThat(RECOMMENDATION.check(with("tags", tag)).map(Breach::pointer))
        .hasValue("/tags/a~1b~0c");
  }

  @Test
  void a_length_is_counted_in_characters_as_people_see_them() {
    assertThat(RECOMMENDATION.check(with("title", "\"" + "🚡".repeat(1000) + "\""))).isEmpty();
    assertThat(RECOMMENDATION.check(with("title", "\"" + "🚡".repeat(1001) + "\""))).isPresent();
  }

  @ParameterizedTest
  @CsvSource({"severity", "stateChangedAt", "kind"})
  void a_word_or_a_date_is_short(String name) {
    Breach breach =
        RECOMMENDATION.check(with(name, "\"" + "9".repeat(80_000) + "\"")).orElseThrow();
    assertThat(breach.pointer()).isEqualTo("/" + name);
    assertThat(breach.detail()).hasSizeLessThan(400);
  }

  @Test
  void of_alternatives_the_one_of_its_type_counts() {
    Contract condition = new Contract("Condition");
    String start = "{\"property\":\"severity\",\"operator\":\"In\",\"value\":";
    assertThat(condition.check(Json.tree(start + many(1000, "\"a\"", "[", "]") + "}"))).isEmpty();
    assertThat(
            condition
                .check(Json.tree(start + many(1001, "\"a\"", "[", "]") + "}"))
                .map(Breach::pointer))
        .isEqualTo(Optional.of("/value"));
  }
}
