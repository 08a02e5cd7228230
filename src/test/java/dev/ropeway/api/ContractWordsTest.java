package dev.ropeway.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ropeway.store.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the patterns of the contract let through, and what they do not. */
class ContractWordsTest {

  private static boolean isTaken(String schema, String field, String text) {
    ObjectNode json = Json.MAPPER.createObjectNode().put("id", "x").put("title", "x");
    return isTaken(schema, json.put(field, text));
  }

  private static boolean isTaken(String schema, ObjectNode json) {
    return new Contract(schema).check(json).isEmpty();
  }

  private static boolean isWord(String text) {
    ObjectNode rule = Json.MAPPER.createObjectNode().put("integration", text);
    return isTaken("Rule", rule);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        " a",
        "a ",
        "  a b  ",
        "\u00e9",
        "\u00a0",
        "\u2028",
        "a\u007f",
        "\u0085",
        "\ud83d\ude00",
        "-",
        "\u0020\u3000"
      })
  void a_word_has_a_character_that_is_no_blank(String text) {
    assertThat(isWord(text)).isTrue();
    assertThat(isWord(" ".repeat(500) + text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "     ", "\n", "a\n", "\na", "a\tb", "a\u001bb", "\u0000", "a\r"})
  void a_word_is_neither_blank_nor_has_it_control_characters(String text) {
    assertThat(isWord(text)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        " a",
        "/subscriptions/x y",
        "\u00a0",
        "\u2028",
        "a\u2029b",
        "  \ud83d\ude00 "
      })
  void an_id_is_anything_with_a_character_that_is_no_blank(String text) {
    assertThat(isTaken("Recommendation", "id", text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "  ", "a\n", "\na", "a\u0000b", "a\u007f", "a\u0085", "a\u009f", "\t"})
  void an_id_is_neither_blank_nor_has_it_control_characters(String text) {
    assertThat(isTaken("Recommendation", "id", text)).isFalse();
  }

  private static boolean isScope(String path) {
    ObjectNode rule = Json.MAPPER.createObjectNode().put("integration", "x");
    rule.putArray("scopes").add(path);
    return isTaken("Rule", rule);
  }

  @Test
  void a_path_begins_and_ends_with_a_character_that_is_no_blank() {
    assertThat(new String[] {"/", "a", "/a b", "\u00e9", "/a/ b/c"})
        .allMatch(path -> isScope(path));
    assertThat(new String[] {"", " ", " /a", "/a ", "/a\n", "/a\nb", "a\u2028b"})
        .noneMatch(path -> isScope(path));
  }

  private static boolean isTimeframe(String text) {
    return isTaken("Terms", Json.MAPPER.createObjectNode().put("remediationTimeframe", text));
  }

  @Test
  void a_timeframe_is_one_that_can_be_read() {
    assertThat(
            new String[] {
              "P1D", "PT1H", "P1DT1H1M1S", "P0D", "PT36H", "P4000000D", "PT99999999999H"
            })
        .allMatch(text -> isTimeframe(text));
    assertThat(
            new String[] {
              "P",
              "PT",
              "P1DT",
              "1D",
              "P1D\n",
              "P-1D",
              "P1W",
              "p1d",
              "P1.5D",
              "P99999999999999999999D",
              "PT1S1H"
            })
        .noneMatch(text -> isTimeframe(text));
  }

  @Test
  void a_last_line_break_is_no_part_of_a_name() {
    ObjectNode key = Json.MAPPER.createObjectNode();
    key.putArray("roles").add("reader");
    assertThat(isTaken("NewApiKey", key.put("name", "ci.1_b-c"))).isTrue();
    assertThat(isTaken("NewApiKey", key.put("name", "ci\n"))).isFalse();
    assertThat(isTaken("Rotation", Json.MAPPER.createObjectNode().put("grace", "PT1H"))).isTrue();
    assertThat(isTaken("Rotation", Json.MAPPER.createObjectNode().put("grace", "PT1H\n")))
        .isFalse();
  }

  private static boolean isCmdb(String attribute, String itemClass) {
    ObjectNode cmdb = Json.MAPPER.createObjectNode().put("attribute", attribute);
    cmdb.putObject("classes").put("x", itemClass);
    return isTaken("Cmdb", cmdb);
  }

  @Test
  void columns_and_classes_are_whole_names() {
    assertThat(isCmdb("u_id", "cmdb_ci")).isTrue();
    assertThat(isCmdb("u_id", "cmdb_ci_vm_instance")).isTrue();
    assertThat(isCmdb("u_id", "u_thing")).isTrue();
    assertThat(isCmdb("u_id", "cmdb_ci_" + "x".repeat(70))).isTrue();
    assertThat(isCmdb("u_id", "cmdb_ci_" + "x".repeat(71))).isFalse();
    assertThat(isCmdb("u_id", "cmdb_ci\n")).isFalse();
    assertThat(isCmdb("u_id", "sys_user")).isFalse();
    assertThat(isCmdb("u_id\n", "cmdb_ci")).isFalse();
    assertThat(isCmdb("U", "cmdb_ci")).isFalse();
  }
}
