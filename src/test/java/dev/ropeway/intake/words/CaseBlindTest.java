package dev.ropeway.intake.words;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ropeway.store.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CaseBlindTest {

  @Test
  void the_exact_spelling_wins_over_another() {
    CaseBlind json = json("{'NAME': 'loud', 'name': 'exact', 'Name': 'other'}");
    assertThat(json.at("name").text()).isEqualTo("exact");
    assertThat(json.at("nAmE").text()).isEqualTo("loud");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[\"blue\", \"red\"] | blue, red",
        "[\"blue\"] | blue",
        "[\"blue\", null, 2, true, [\"red\", \" \"]] | blue, 2, true, red",
        "{\"team\": \"blue\", \"sizes\": [1, 2]} | team: blue, sizes: 1, sizes: 2",
      })
  void several_words_in_the_place_of_one_are_joined(String json, String text) throws Exception {
    CaseBlind event =
        new CaseBlind(Json.MAPPER.readTree("{\"place\":" + json + ",\"plain\":\"p\"}"));

    assertThat(event.at("place").text()).isEqualTo(text);
    assertThat(event.tags()).containsEntry("place", text);
    assertThat(new Facts().add("Fact", event.at("place")).text()).isEqualTo("Fact: " + text);
    assertThat(CaseBlind.first(event.at("place"))).isEqualTo(text);
    assertThat(CaseBlind.first(event.at("place"), event.at("plain"))).isEqualTo("p");
  }

  @Test
  void what_says_nothing_is_not_there_however_deep() throws Exception {
    CaseBlind event = new CaseBlind(Json.MAPPER.readTree("{\"a\":[],\"b\":{\"c\":[null,\" \"]}}"));
    assertThat(event.at("a").text()).isNull();
    assertThat(event.at("b").text()).isNull();
    assertThat(event.tags()).isEmpty();
  }

  @Test
  void asking_for_what_is_not_there_is_harmless() {
    assertThat(json("{'a': 'text'}").at("a", "b", "c").isPresent()).isFalse();
    assertThat(json("{'a': [1]}").at("a", "b").text()).isNull();
    assertThat(json("{'a': null}").at("a").isPresent()).isFalse();
    assertThat(json("7").at("a").text()).isNull();
  }

  @Test
  void the_first_text_that_says_something_is_taken() {
    CaseBlind json = json("{'a': 'n/a', 'b': ' ', 'c': ' said ', 'd': 'later'}");
    assertThat(CaseBlind.first(json.at("a"), json.at("b"), json.at("c"), json.at("d")))
        .isEqualTo("said");
    assertThat(CaseBlind.first(json.at("a"), json.at("b"))).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[\"one\",\"two\"]        | one;two",
        "[\"one\",null,\"\",{},2] | one;2",
        "string [\"one\",\"two\"] | one;two",
        "string [1] press         | [1] press",
        "string [not a list       | [not a list",
        "string one               | one",
        "[]                       | ",
        "{}                       | ",
        "null                     | "
      })
  void lists_are_read_whether_they_are_lists_or_strings(String json, String lines) {
    String read = json(json).lines();
    assertThat(read == null ? null : read.replace("\n", ";")).isEqualTo(lines);
  }

  private static CaseBlind json(String json) {
    return new CaseBlind(
        Json.tree(
            json.startsWith("string ") ? Json.write(json.substring(7)) : json.replace('\'', '"')));
  }
}
