package dev.ropeway.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AssignmentCsvTest {

  @ParameterizedTest
  @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)", "\tx"})
  void a_cell_that_begins_as_a_formula_does_is_text(String text) {
    assertThat(AssignmentCsv.cell(text)).isEqualTo("'" + text);
  }

  @Test
  void a_carriage_return_at_the_beginning_is_marked_and_quoted() {
    assertThat(AssignmentCsv.cell("\r=1")).isEqualTo("\"'\r=1\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {"a,b | \"a,b\"", "say \"no\" | \"say \"\"no\"\"\"", "plain | plain", "a=b | a=b"})
  void what_a_cell_cannot_have_as_it_is_is_quoted(String text, String cell) {
    assertThat(AssignmentCsv.cell(text)).isEqualTo(cell);
  }

  @Test
  void line_ends_stay_within_their_cell_and_nothing_is_an_empty_one() {
    assertThat(AssignmentCsv.cell("a\nb")).isEqualTo("\"a\nb\"");
    assertThat(AssignmentCsv.cell(null)).isEmpty();
  }

  /** Spreadsheets and scripts know columns by their place. */
  @Test
  void columns_stay_where_they_are() {
    assertThat(AssignmentCsv.format(Instant.EPOCH).head())
        .startsWith(
            "id,status,severity,title,recommendation,resource,resource id,category,source,integration,ticket type,"
                + "ticket,ticket address,ticket state,owner,group,rule,due,overdue,expected,held since,close reason,"
                + "failure,created,updated")
        .endsWith("\r\n");
  }
}
