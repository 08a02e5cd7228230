package dev.ropeway.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ropeway.store.Json;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BodiesTest {

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\n\t "})
  void an_empty_body_is_refused(String body) {
    refuses(body, "the body is empty");
  }

  @Test
  void no_body_at_all_is_refused() {
    assertThatThrownBy(() -> Bodies.parse(null)).isInstanceOf(ProblemException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"id\":            | line 1",
        "{\"id\": 1,         | line 1",
        "[1, 2               | line 1",
        "{\"id\": 'single'}  | line 1, column 8",
        "{\"id\": NaN}       | line 1",
        "{id: 1}             | line 1, column 2",
        "{} {}               | line 1",
        "{}]                 | line 1"
      })
  void what_is_not_whole_json_is_refused_with_its_place(String body, String place) {
    refuses(body, place);
  }

  @Test
  void the_line_is_counted() {
    refuses("{\n  \"id\": 1,\n  \"title\" 2\n}", "line 3, column 11");
  }

  @Test
  void bytes_that_are_no_text_are_refused() {
    byte[] latin1 = "{\"title\": \"Grüße\"}".getBytes(StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> Bodies.parse(latin1))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("not JSON");
  }

  @Test
  void nesting_is_bounded_before_it_costs_a_stack() {
    assertThat(Bodies.parse(bytes("[".repeat(100) + "]".repeat(100))).isArray()).isTrue();
    refuses("[".repeat(101) + "]".repeat(101), "not JSON");
    refuses("[".repeat(1_000_000), "not JSON");
  }

  @Test
  void a_byte_order_mark_is_skipped() {
    assertThat(Bodies.parse(bytes("\uFEFF{\"id\": 1}")).path("id").intValue()).isEqualTo(1);
  }

  @Test
  void a_document_with_a_field_twice_is_refused_by_its_name() {
    assertThatThrownBy(() -> Bodies.document(bytes("{\"a\": {\"id\": 1,\n \"id\": 2}}")))
        .isInstanceOf(ProblemException.class)
        .hasMessageStartingWith("the body has a duplicate field at line 2")
        .hasMessageEndingWith(": id");
  }

  @Test
  void of_a_field_named_twice_the_last_one_counts() {
    assertThat(Bodies.parse(bytes("{\"id\": 1, \"id\": 2}")).path("id").intValue()).isEqualTo(2);
  }

  @Test
  void an_object_is_one_event_and_an_array_or_records_are_many() {
    assertThat(Bodies.items(Json.tree("{\"id\": 1}"))).hasSize(1);
    assertThat(Bodies.items(Json.tree("[{\"id\": 1}, 2, null]"))).hasSize(3);
    assertThat(Bodies.items(Json.tree("{\"records\": [{}, {}]}"))).hasSize(2);
    assertThat(Bodies.items(Json.tree("{\"records\": \"none\"}"))).hasSize(1);
  }

  @Test
  void a_thousand_events_are_taken_and_one_more_is_not() {
    assertThat(Bodies.items(array(1000))).hasSize(1000);
    assertThatThrownBy(() -> Bodies.items(array(1001)))
        .isInstanceOf(ProblemException.class)
        .hasMessage("at most 1000 items can be sent at once, not 1001");
  }

  @ParameterizedTest
  @ValueSource(strings = {"7", "\"text\"", "true", "null", "[]", "{\"records\": []}"})
  void what_holds_no_event_is_refused(String json) {
    assertThatThrownBy(() -> Bodies.items(Json.tree(json))).isInstanceOf(ProblemException.class);
  }

  @Test
  void a_cleaned_body_has_no_nulls_and_no_text_that_cannot_be_stored() {
    JsonNode cleaned =
        Bodies.cleaned(
            Json.tree(
                "{\"a\\u0000\": \"x\\u0000\", \"b\": null, \"c\": [\"\\ud83c\", null, 1.50]}"));
    assertThat(cleaned)
        .isEqualTo(Json.tree("{\"a\uFFFD\": \"x\uFFFD\", \"c\": [\"\uFFFD\", null, 1.50]}"));
  }

  private static JsonNode array(int size) {
    var array = Json.MAPPER.createArrayNode();
    for (int i = 0; i < size; i++) {
      array.addObject();
    }
    return array;
  }

  private static void refuses(String body, String complaint) {
    assertThatThrownBy(() -> Bodies.parse(bytes(body)))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining(complaint);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "[1,",
        "{} {}",
        "{}]",
        "nope",
        "[`]",
        "`",
        "{\"a\" 1}",
        "{\"a\":1,}",
        "'x'",
        "\u0001",
        "\"\n\"",
        "\"\\x\"",
        "01",
        "1e",
        "NaN",
        "/*x*/",
        "\"x",
        "[1}",
        "{\"a\":tru}",
        "\ufeff{}x",
        "-",
        "+1",
        ".5",
        "\"\\ud8\"",
        "{a:1}"
      })
  void what_is_wrong_with_it_is_said_in_plain_words(String body) {
    inPlainWords(body);
  }

  @Test
  void so_is_what_is_too_much_of_it() {
    inPlainWords("[".repeat(2000));
    inPlainWords("9".repeat(20_000));
    inPlainWords("[" + "1,".repeat(400_000) + "1]");
    inPlainWords("{\"" + "x".repeat(60_000) + "\":1}");
    inPlainWords("x".repeat(60_000));
  }

  private static void inPlainWords(String body) {
    assertThatThrownBy(() -> Bodies.parse(bytes(body)))
        .message()
        .startsWith("the body is not JSON")
        .doesNotContain(
            "com.", "java", "Exception", "`", "Stream", "Feature", "Source", "\n", "\u0001")
        .hasSizeLessThan(300);
  }
}
