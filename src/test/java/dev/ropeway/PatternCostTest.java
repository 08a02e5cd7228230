package dev.ropeway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ropeway.PatternsInUse.Used;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/** No pattern's work grows faster than the text that it looks at: counted, not timed. */
class PatternCostTest {

  private static final List<Used> PATTERNS = PatternsInUse.all();

  /** Longer than any number of repetitions that a pattern bounds. */
  private static final int SIZE = 300;

  private static final String PROBES =
      "aZ09_-.:/ \n\t\r\u0001\u0085\u00e9\u2028[](){}&;%\\\"<>|$@#?=+,!~'`";
  private static final Pattern WORDS = Pattern.compile("[A-Za-z0-9_:/.]{2,}");
  private static final List<String> ENDS =
      List.of("", "\n", "\u0001\u0001", "\n\n", " ", "!", "a", "0");

  /** A text that is walked more often than this is not walked to its end. */
  private static final int TOO_MUCH = 400 * SIZE;

  /** What is repeated, and what stands before and behind it. */
  record Pumped(String before, String unit, String end) {

    String of(int length) {
      return before + unit.repeat(length / unit.length()) + end;
    }
  }

  private static final class TooMuchException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** A text that counts how often its characters are looked at. */
  private static final class Counted implements CharSequence {
    private final String text;
    private final int[] looks;

    Counted(String text, int[] looks) {
      this.text = text;
      this.looks = looks;
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public char charAt(int index) {
      if (++looks[0] > TOO_MUCH) {
        throw new TooMuchException();
      }
      return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return new Counted(text.substring(start, end), looks);
    }

    @Override
    public String toString() {
      return text;
    }
  }

  @Example
  void the_patterns_of_the_contract_and_of_the_code_are_found() {
    assertThat(PATTERNS)
        .extracting(used -> used.place().replaceAll(":.*", ""))
        .contains("/assignments/{id}", "intake/Handshakes.java", "rest/AssignmentResource.java")
        .anyMatch(place -> place.startsWith("openapi.yaml/"));
    assertThat(PATTERNS).hasSizeGreaterThan(60);
  }

  @Example
  void what_backtracks_is_seen() {
    for (String slow :
        List.of("^[^\u0000-\u001f]*\\S[^\u0000-\u001f]*$", "/+$", "(?:[a-z]\\w*\\.)+[A-Z]\\w*")) {
      Used used = new Used("here", Pattern.compile(slow), false);
      assertThat(pumped(used)).as(slow).anyMatch(pumped -> !isLinear(used, pumped));
    }
  }

  @Example
  void no_patterns_work_grows_faster_than_what_it_looks_at() {
    String slow =
        PATTERNS.parallelStream()
            .flatMap(
                used ->
                    pumped(used).stream()
                        .filter(pumped -> !isLinear(used, pumped))
                        .limit(1)
                        .map(pumped -> used + " on " + pumped))
            .collect(Collectors.joining("\n"));
    assertThat(slow).isEmpty();
  }

  @Property(tries = 3000, shrinking = ShrinkingMode.BOUNDED)
  void nor_on_what_nobody_thought_of(
      @ForAll("patterns") Used used, @ForAll("texts") Pumped pumped) {
    assertThat(isLinear(used, pumped)).as(used + " on " + pumped).isTrue();
  }

  @Provide
  Arbitrary<Used> patterns() {
    return Arbitraries.of(PATTERNS);
  }

  @Provide
  Arbitrary<Pumped> texts() {
    List<String> parts =
        PATTERNS.stream().flatMap(used -> parts(used).stream()).distinct().toList();
    Arbitrary<String> text =
        Arbitraries.of(parts).list().ofMinSize(1).ofMaxSize(3).map(some -> String.join("", some));
    return Combinators.combine(text, text, text).as(Pumped::new);
  }

  /** A group that is repeated may take a frame of the stack for each repetition. */
  @Example
  void nor_does_the_stack_that_it_needs() throws InterruptedException {
    List<String> deep = new ArrayList<>();
    Thread small = new Thread(null, () -> findDeep(deep), "small stack", 256 * 1024);
    small.start();
    small.join();
    assertThat(String.join("\n", deep)).isEmpty();
  }

  private static void findDeep(List<String> deep) {
    Used nested = new Used("here", Pattern.compile("(?:a|b)*c"), true);
    if (!isDeep(nested, new Pumped("", "a", ""))) {
      deep.add("what needs a deep stack is not seen");
    }
    List<Used> repeating =
        PATTERNS.stream()
            .filter(used -> used.pattern().pattern().matches("(?s).*\\)[*+{].*"))
            .toList();
    for (Used used : repeating) {
      pumped(used).stream()
          .filter(pumped -> isDeep(used, pumped))
          .findFirst()
          .ifPresent(pumped -> deep.add(used + " on " + pumped));
    }
  }

  private static boolean isDeep(Used used, Pumped pumped) {
    try {
      looks(used, pumped.of(40 * SIZE));
      return false;
    } catch (StackOverflowError e) {
      return true;
    }
  }

  @Example
  void each_pattern_of_the_contract_stands_beside_a_length() {
    assertThat(unbounded("", PatternsInUse.contract()).toList()).isEmpty();
  }

  private static Stream<String> unbounded(String place, JsonNode json) {
    boolean here = json.path("pattern").isTextual() && !json.path("maxLength").isInt();
    return Stream.concat(
        here ? Stream.of(place) : Stream.of(),
        json.isArray()
            ? IntStream.range(0, json.size())
                .boxed()
                .flatMap(i -> unbounded(place + "/" + i, json.get(i)))
            : json.properties().stream()
                .flatMap(one -> unbounded(place + "/" + one.getKey(), one.getValue())));
  }

  /** What the pattern is made of, and what most patterns are. */
  private static Set<String> parts(Used used) {
    String regex = used.pattern().pattern();
    Set<String> parts = new LinkedHashSet<>();
    WORDS.matcher(regex).results().forEach(word -> parts.add(word.group()));
    Stream.of(PROBES, regex)
        .flatMap(text -> text.chars().mapToObj(c -> String.valueOf((char) c)))
        .forEach(parts::add);
    return parts;
  }

  /** Each part repeated behind each beginning that the pattern would go on from. */
  private static List<Pumped> pumped(Used used) {
    List<Pumped> all = new ArrayList<>();
    for (String before : beginnings(used)) {
      for (String unit : parts(used)) {
        ENDS.forEach(end -> all.add(new Pumped(before, unit, end)));
      }
    }
    return all;
  }

  /** A few texts that a match could begin with, shorter ones first. */
  private static Set<String> beginnings(Used used) {
    Set<String> beginnings = new LinkedHashSet<>(List.of(""));
    List<String> open = new ArrayList<>(List.of(""));
    Set<String> parts = parts(used);
    for (int round = 0; round < 40 && !open.isEmpty() && beginnings.size() < 12; round++) {
      List<String> next = new ArrayList<>();
      for (String before : open) {
        parts.stream()
            .map(part -> before + part)
            .filter(longer -> goesOn(used.pattern(), longer))
            .collect(Collectors.groupingBy(longer -> nature(longer.charAt(before.length()))))
            .values()
            .forEach(alike -> next.add(alike.get(0)));
      }
      open = next.stream().limit(3).toList();
      beginnings.addAll(open);
    }
    return beginnings;
  }

  private static boolean goesOn(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return !matcher.matches() && matcher.hitEnd();
  }

  private static int nature(char c) {
    return Character.isLetterOrDigit(c) ? Character.getType(c) : c;
  }

  private static boolean isLinear(Used used, Pumped pumped) {
    int much = looks(used, pumped.of(4 * SIZE));
    return much <= 10 * 4 * SIZE
        || (much < TOO_MUCH && much <= 4.5 * looks(used, pumped.of(SIZE)) + 100);
  }

  private static int looks(Used used, String text) {
    int[] looks = new int[1];
    Matcher matcher = used.pattern().matcher(new Counted(text, looks));
    try {
      if (used.whole()) {
        matcher.matches();
      } else {
        while (matcher.find()) {
          looks[0]++;
        }
      }
    } catch (TooMuchException e) {
      return TOO_MUCH;
    }
    return looks[0];
  }
}
