package dev.ropeway.mapping;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HtmlTest {

  /** Line ends are written as ; and blanks at the ends as they are. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "one<br>two<BR/>three                          | one;two;three",
        "1. Open it.<br>2. Patch <b>all</b> of it.      | 1. Open it.;2. Patch all of it.",
        "<ul><li>one</li><li>two</li></ul>             | - one;- two",
        "To fix:<ol><li>one<li>two</ol>then go          | To fix:;- one;- two;then go",
        "<ul>;<li>one</li>;  <li>two</li>;</ul>        | - one;- two",
        "<p>one</p><p>two</p>                          | one;two",
        "<p>one</p>;;<p>two</p>                        | one;two",
        "<div>one<div>two</div></div>three             | one;two;three",
        "one;two <b>three</b>                          | one;two three",
        "one;;two <b>three</b>                         | one;;two three",
        "<b>Note</b>;next                              | Note;next",
        "see <a href='https://x.org/a?b=1&amp;c=2'>it</a> | see it (https://x.org/a?b=1&c=2)",
        "<a href='https://x.org'>https://x.org</a>     | https://x.org",
        "<a href='javascript:alert(1)'>click</a>       | click",
        "<a href='JAVASCRIPT:alert(1)'>click</a>       | click",
        "<a href='data:text/html,x'>click</a>          | click",
        "<a href='details.html'>relative</a>            | relative",
        "<a href=''>empty</a>                          | empty",
        "a &lt;b&gt; &amp; &quot;c&quot; &#39;d&#39; &nbsp;e | a <b> & \"c\" 'd' \u00a0e",
        "one<script>alert(1)</script>two               | one;two",
        "<style>p{}</style>one                         | one",
        "<!-- hidden -->one<br>                        | one",
        "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table> | a b;c d"
      })
  void html_becomes_the_text_that_a_person_would_read(String html, String text) {
    assertThat(
            toText(
                html.replace(';', '\n').replace("&lt\n", "&lt;").replaceAll("(&#?\\w+)\n", "$1;")))
        .isEqualTo(text.replace(';', '\n'));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain",
        "two\nlines\n\n  and an indented one",
        "a < b and c > d",
        "if (a<b && b>c)",
        "use List<String> or Map<K,V>",
        "replace <your-key> by the key",
        "R&D, AT&T; salt & pepper",
        "https://x.org/?a=1&copy=2&lt=3",
        "x <- y <= z </3 <3",
        "<not closed",
        "<",
        "&",
        "a<b",
        "domain\\user <user@example.org>"
      })
  void plain_text_stays_as_it_is(String text) {
    assertThat(toText(text)).isEqualTo(text);
  }

  @Test
  void what_only_looks_like_a_tag_survives_among_tags() {
    assertThat(toText("Set <b>key</b> to <your-key>, if a<c & d.<br>Done"))
        .isEqualTo("Set key to <your-key>, if a<c & d.\nDone");
  }

  @Test
  void entities_without_any_tag_are_read() {
    assertThat(toText("a &lt; b\n  &amp; c")).isEqualTo("a < b\n  & c");
  }

  @Test
  void nothing_stays_nothing() {
    assertThat(toText(null)).isNull();
    assertThat(toText("")).isEmpty();
    assertThat(toText("<br><p></p>")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<",
        "<b>",
        "<div>",
        "<a href='x'>",
        "&",
        "&lt;",
        "</b>",
        "<b ",
        "\n",
        "<br>\n",
        "'\"<b x='"
      })
  void a_hundred_thousand_of_anything_are_read_at_once(String piece) {
    String html = "<b>x</b>" + piece.repeat(100_000 / piece.length());
    String text = assertTimeoutPreemptively(ofSeconds(5), () -> toText(html));
    assertThat(text).startsWith("x");
  }

  private static String toText(String html) {
    return Html.toText(html, RenderBudget.ofRecord());
  }
}
