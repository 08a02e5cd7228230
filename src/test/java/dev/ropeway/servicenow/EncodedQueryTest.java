package dev.ropeway.servicenow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ropeway.servicenow.EncodedQuery.UnsafeValueException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EncodedQueryTest {

  @Test
  void terms_are_joined_as_the_grammar_has_it() {
    EncodedQuery query =
        new EncodedQuery()
            .is("active", "true")
            .orIs("active", "false")
            .in("number", List.of("A", "B"))
            .since("sys_updated_on", Instant.parse("2026-03-01T00:00:00.9Z"))
            .orderBy("sys_updated_on", "sys_id");
    assertThat(query)
        .hasToString(
            "active=true^ORactive=false^numberINA,B^sys_updated_on>=2026-03-01 00:00:00"
                + "^ORDERBYsys_updated_on^ORDERBYsys_id");
  }

  @Test
  void a_new_query_is_another_whole_set_of_conditions() {
    assertThat(new EncodedQuery().is("a", "1").orAll(new EncodedQuery().is("b", "2")))
        .hasToString("a=1^NQb=2");
  }

  @Test
  void an_order_alone_begins_without_a_joint() {
    assertThat(new EncodedQuery().orderBy("number")).hasToString("ORDERBYnumber");
  }

  @Test
  void ordinary_values_go_as_they_are() {
    for (String value :
        List.of(
            "O'Neil, \"Pat\" <pat@example.org>",
            "a=b",
            "50%",
            "ORDERBY",
            "Grüße 🏔",
            "java script")) {
      assertThat(new EncodedQuery().is("name", value)).hasToString("name=" + value);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "^",
        "x^ORactive=true",
        "x^NQsys_id!=0",
        "x^^y",
        "javascript:gs.getUserID()",
        "JavaScript:gs.getUserID()",
        "  javascript:gs.getUserID()",
        "\u00a0javascript:gs.getUserID()",
        "\u200bjavascript:gs.getUserID()",
        "x\nactive=true",
        "x\r",
        "x\u0000",
        "x\u0085",
        "",
        "  "
      })
  void a_value_that_could_mean_more_than_itself_is_never_sent(String value) {
    assertThatThrownBy(() -> new EncodedQuery().is("name", value))
        .isInstanceOf(UnsafeValueException.class);
    assertThatThrownBy(() -> new EncodedQuery().is("a", "b").orIs("name", value))
        .isInstanceOf(UnsafeValueException.class);
    assertThatThrownBy(() -> new EncodedQuery().where("name", "STARTSWITH", value))
        .isInstanceOf(UnsafeValueException.class);
    assertThatThrownBy(() -> new EncodedQuery().in("name", List.of("good", value)))
        .isInstanceOf(UnsafeValueException.class);
  }

  @Test
  void a_list_is_never_empty_and_its_values_have_no_commas() {
    assertThatThrownBy(() -> new EncodedQuery().in("name", List.of("a,b")))
        .isInstanceOf(UnsafeValueException.class);
    assertThatThrownBy(() -> new EncodedQuery().in("name", List.of()))
        .isInstanceOf(UnsafeValueException.class);
  }

  @Test
  void the_complaint_does_not_repeat_the_value() {
    assertThatThrownBy(() -> new EncodedQuery().is("name", "secret^value"))
        .hasMessageNotContaining("secret");
  }
}
