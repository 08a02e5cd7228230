package dev.ropeway.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** No text that the contract lets in takes more work than its length is worth. */
class HtmlWorkTest {

  /** As much as the contract lets in. */
  private static final int LONGEST = 100_000;

  /** How often a character is looked at: as text, as a tag, as one of its attributes. */
  private static final int LOOKS = 8;

  private static final int BYTES = 200;

  private static final List<String> PIECES =
      List.of(
          "<td>",
          "<td> </td>",
          "<td>x</td>",
          "<tr><td>",
          "<table><tr><td>",
          "<table>",
          "</table>",
          "<table>x\n",
          "<div>",
          "</div>",
          "<p>",
          "</p>",
          "<a href='http://x.org'>",
          "<a href='http://x.org'>x</a>",
          "<a href=http://x.org>",
          "</a>",
          "<a><p>",
          "<a><b><p>",
          "<b>",
          "</b>",
          "<b><p></b>",
          "<b><i></b>",
          "<font>",
          "<font color=red><p>",
          "<b x='",
          "<b x='>'",
          "<b x='>'>",
          "<b x='><b x=\">",
          "<b x=",
          "<b ",
          "<b =",
          "<a href='",
          "<a href=\"http://",
          "<",
          "</",
          "<<b>",
          ">",
          "&",
          "&&lt;",
          "&lt;",
          "&#",
          "&#1",
          "&#x41;",
          "&#99999999;",
          "&a",
          "&aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
          "&CounterClockwiseContourIntegral;",
          " ",
          "\t",
          "\n",
          " \n",
          "\n ",
          "\r\n",
          "\u00a0",
          "\u2003",
          "<br>",
          "<br> ",
          "<br>\n",
          "<!--",
          "<!-->",
          "<!-- -",
          "-->",
          "<!DOCTYPE html>",
          "<!DOCTYPE",
          "<![CDATA[",
          "<?xml",
          "<script>",
          "<script></scrip",
          "</script>",
          "<script></script>",
          "</script x='>'",
          "<style>",
          "<title>",
          "<textarea>",
          "<plaintext>",
          "<select>",
          "<select><option>",
          "<option>",
          "<svg>",
          "<math>",
          "<template>",
          "<frameset>",
          "<li>",
          "<ul><li>",
          "<wbr>",
          "<button>",
          "<h1>",
          "<pre>\n",
          "<nobr>",
          "<marquee>",
          "<body>",
          "<html>",
          "<form>",
          "x",
          "\ud83d\ude00",
          "\ud83d");

  /** Counts how often its characters are looked at. */
  private static final class Watched implements CharSequence {
    private final String text;
    private final long[] looks;

    Watched(String text, long[] looks) {
      this.text = text;
      this.looks = looks;
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public char charAt(int index) {
      looks[0]++;
      return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      looks[0] += end - start;
      return text.substring(start, end);
    }

    @Override
    public String toString() {
      looks[0] += text.length();
      return text;
    }
  }

  static Stream<Arguments> shapes() {
    List<String> before = List.of("", "<b>x</b>", "<table><tr>", "<script>", "<a href='http://x'>");
    return PIECES.stream()
        .flatMap(piece -> before.stream().map(start -> Arguments.of(start, piece)));
  }

  @ParameterizedTest(name = "{0} and then {1} again and again")
  @MethodSource("shapes")
  @Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void work_and_memory_grow_no_faster_than_the_text(String start, String piece) {
    String text = repeated(start, piece);
    long[] looks = new long[1];
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();

    Html.toText(new Watched(text, looks), RenderBudget.ofRecord());

    long bytes = threads.getCurrentThreadAllocatedBytes() - before;
    assertThat(looks[0]).isLessThan((long) LOOKS * LONGEST);
    assertThat(bytes).isLessThan((long) BYTES * LONGEST);
  }

  private static String repeated(String start, String piece) {
    return (start + piece.repeat(LONGEST / piece.length() + 1)).substring(0, LONGEST);
  }

  @Provide
  Arbitrary<List<String>> pieces() {
    return Arbitraries.of(PIECES).list().ofMinSize(1).ofMaxSize(6);
  }

  @Property(tries = 300)
  void no_mixture_of_pieces_takes_more_work_either(
      @ForAll("pieces") List<String> once, @ForAll("pieces") List<String> often) {
    long[] looks = new long[1];
    String text = repeated(String.join("", once), String.join("", often));

    Html.toText(new Watched(text, looks), RenderBudget.ofRecord());

    assertThat(looks[0]).isLessThan((long) LOOKS * LONGEST);
  }

  @ParameterizedTest(name = "{0} and then {1} again and again")
  @MethodSource("shapes")
  void what_is_read_is_counted_as_work(String start, String piece) {
    String text = repeated(start, piece);
    RenderBudget work = RenderBudget.ofRecord();
    work.does(RenderBudget.MOST_OF_RECORD - LONGEST / 2);

    assertThatThrownBy(() -> Html.toText(text, work))
        .isInstanceOf(RenderBudget.TooMuchException.class);
  }
}
