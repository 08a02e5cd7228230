package dev.ropeway.assignment;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ropeway.assignment.Lifecycle.Event;
import dev.ropeway.assignment.Lifecycle.Guard;
import dev.ropeway.assignment.Lifecycle.Transition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LifecycleTest {

  private static final Pattern DRAWN = Pattern.compile("  (\\S+) --> (\\S+): (.+)");

  /** Who stands before the parenthesis that says why. */
  private static final Pattern WHO = Pattern.compile("(\\w+) \\([^)]+\\)");

  @Test
  void architecture_draws_the_table() throws IOException {
    assertThat(drawn(Files.readString(Path.of("ARCHITECTURE.md")))).isEqualTo(moves());
  }

  private static SortedSet<String> drawn(String text) {
    return DRAWN
        .matcher(text)
        .results()
        .flatMap(
            edge ->
                Arrays.stream(edge.group(3).split(" / "))
                    .map(reason -> WHO.matcher(reason))
                    .peek(who -> assertThat(who.matches()).as(edge.group()).isTrue())
                    .map(who -> edge.group(1) + " → " + edge.group(2) + " by " + who.group(1)))
        .collect(toCollection(TreeSet::new));
  }

  /** A row that leaves the status as it is moves nothing. */
  private static SortedSet<String> moves() {
    return Lifecycle.TABLE.stream()
        .flatMap(LifecycleTest::moves)
        .collect(toCollection(TreeSet::new));
  }

  private static Stream<String> moves(Transition row) {
    String by = " by " + row.by().name().toLowerCase(Locale.ROOT);
    if (row.from().isEmpty()) {
      return Stream.of("[*] → " + row.to().word() + by);
    }
    return row.from().stream()
        .filter(from -> row.to(from) != from)
        .map(from -> from.word() + " → " + row.to(from).word() + by);
  }

  @ParameterizedTest
  @EnumSource
  void every_event_has_rows_and_each_of_them_can_count(Event event) {
    List<Transition> rows = Lifecycle.rows(event).toList();

    assertThat(rows).isNotEmpty();
    for (Transition row : rows) {
      Collection<Transition> before = rows.subList(0, rows.indexOf(row));
      assertThat(row.from())
          .allSatisfy(
              from ->
                  assertThat(before)
                      .filteredOn(one -> one.from().contains(from))
                      .noneMatch(one -> one.guard() == Guard.ALWAYS || one.guard() == row.guard()));
    }
  }

  /** A statement up to where the Java around it ends. */
  private static final Pattern WRITES =
      Pattern.compile("(?:update|insert into) assignment\\b.*?;\n", Pattern.DOTALL);

  /** A status or a goal that is set in place, or that an assignment is to begin with. */
  private static final Pattern SETS =
      Pattern.compile(
          "(?:\\bset|,)\\s+(?:status|goal)\\s*=\\s*(?:'|case\\b)"
              + "|^insert.*'(?:pending|open|parked|closed|withdrawn)'",
          Pattern.DOTALL);

  @Test
  void nobody_else_says_what_becomes_of_a_status_or_a_goal() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      List<String> sources = files.filter(Files::isRegularFile).map(LifecycleTest::read).toList();

      assertThat(sources.stream().flatMap(LifecycleTest::writes)).hasSizeGreaterThan(10);
      assertThat(sources.stream().flatMap(LifecycleTest::writes))
          .noneMatch(statement -> SETS.matcher(statement).find());
    }
  }

  private static Stream<String> writes(String source) {
    return WRITES.matcher(source).results().map(MatchResult::group);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
