package dev.ropeway.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextTest {

  private static final String MOUNTAIN = "\uD83C\uDFD4";

  @Test
  void what_a_store_or_a_log_cannot_carry_is_replaced() {
    assertThat(Text.clean("a\u0000b\u001bc\u007fd\u0085e"))
        .isEqualTo("a\uFFFDb\uFFFDc\uFFFDd\uFFFDe");
    assertThat(Text.clean("a\uFFFEb\uFFFFc"))
        .as("no XML carries these")
        .isEqualTo("a\uFFFDb\uFFFDc");
  }

  @Test
  void line_ends_and_tabs_stay() {
    assertThat(Text.clean("a\tb\r\nc")).isEqualTo("a\tb\r\nc");
  }

  @Test
  void lone_surrogates_are_replaced_and_pairs_stay() {
    assertThat(Text.clean("x\uD83C")).isEqualTo("x\uFFFD");
    assertThat(Text.clean("\uDFD4x")).isEqualTo("\uFFFDx");
    assertThat(Text.clean("\uD83C" + MOUNTAIN)).isEqualTo("\uFFFD" + MOUNTAIN);
    assertThat(Text.clean("\uDFD4\uD83C")).isEqualTo("\uFFFD\uFFFD");
  }

  @Test
  void a_clean_text_is_given_back_as_it_is() {
    String text = "Grüße vom " + MOUNTAIN;
    assertThat(Text.clean(text)).isSameAs(text);
    assertThat(Text.clean(null)).isNull();
  }

  @Test
  void a_text_that_fits_is_not_cut() {
    assertThat(Text.cut("four", 4)).isEqualTo("four");
    assertThat(Text.cut(null, 4)).isNull();
  }

  @Test
  void a_cut_text_ends_with_an_ellipsis_and_is_no_longer_than_allowed() {
    assertThat(Text.cut("fives", 4)).isEqualTo("fiv…");
  }

  @Test
  void a_cut_never_halves_a_character() {
    assertThat(Text.cut("ab" + MOUNTAIN + "cd", 4)).isEqualTo("ab…");
    assertThat(Text.cut("a" + MOUNTAIN + "cd", 4)).isEqualTo("a" + MOUNTAIN + "…");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void even_the_shortest_cut_holds_its_length(int max) {
    assertThat(Text.cut(MOUNTAIN + MOUNTAIN, max)).hasSizeLessThanOrEqualTo(max);
    assertThat(Text.clean(Text.cut(MOUNTAIN + MOUNTAIN, max))).doesNotContain("\uFFFD");
  }

  @ParameterizedTest
  @CsvSource({"/a//,/a", "/a,/a", "///,''", "'',''"})
  void an_ending_goes_however_often_it_stands_there(String text, String rest) {
    assertThat(Text.withoutEnding(text, '/')).isEqualTo(rest);
    assertThat(Text.withoutEnding(null, '/')).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "java.net.ConnectException: Connection refused, Connection refused",
    "PKIX path building failed: sun.security.provider.certpath.SunCertPathBuilderException: unable to find,"
        + " PKIX path building failed: unable to find",
    "java.nio.channels.UnresolvedAddressException, ''",
    "acme.example: com.x.A$BError, acme.example:",
    "Connection refused: localhost/127.0.0.1:1, Connection refused: localhost/127.0.0.1:1",
    "An Exception. Error: none, An Exception. Error: none"
  })
  void how_Java_names_what_went_wrong_is_left_out(String text, String words) {
    assertThat(Text.withoutExceptions(text)).isEqualTo(words);
  }

  @Test
  void one_line_has_no_end_and_one_direction() {
    assertThat(Text.oneLine("a\nb\r\nc\rd\u2028e\u2029f\u0085g"))
        .isEqualTo("a ⏎ b ⏎ c ⏎ d ⏎ e ⏎ f ⏎ g");
    assertThat(Text.oneLine("a\tb\u001b[0m\u0000\u007f\u202d\u2069"))
        .isEqualTo("a b\ufffd[0m\ufffd\ufffd\ufffd\ufffd");
    String plain = "Größe 5 · → " + MOUNTAIN + " \u05d0\u200f";
    assertThat(Text.oneLine(plain)).isSameAs(plain);
    assertThat(Text.oneLine(null)).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "no converter from Claim[id=1, title=x] to y | no converter from …",
        "value Delivery[claim=Claim[id=1]]           | value …",
        "Order[] is empty                            | Order[] is empty",
        "incident[0] has x=1                         | incident[0] has x=1",
        "the field [a=b] is wrong                    | the field [a=b] is wrong",
        "plain                                       | plain"
      })
  void a_record_that_java_quotes_is_cut_off(String text, String kept) {
    assertThat(Text.withoutRecords(text)).isEqualTo(kept);
  }
}
