package dev.ropeway.rest;

import dev.ropeway.api.Callers;
import dev.ropeway.api.Parameters;
import dev.ropeway.api.ProblemException;
import dev.ropeway.assignment.Page;
import dev.ropeway.assignment.Status;
import dev.ropeway.assignment.lists.AssignmentFilter;
import dev.ropeway.assignment.lists.AssignmentFilter.Period;
import dev.ropeway.assignment.lists.RecommendationFilter;
import dev.ropeway.recommendation.Bounds;
import dev.ropeway.recommendation.RecommendationState;
import dev.ropeway.recommendation.Severity;
import dev.ropeway.tickettype.TicketType;
import dev.ropeway.tickettype.TicketTypes;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

/** The query parameters of a request, checked. */
record Query(Map<String, Object> parameters) {

  private static final int DEFAULT_LIMIT = 50;
  private static final int MAX_LIMIT = 1000;
  private static final List<String> STATES =
      Stream.of(RecommendationState.values()).map(RecommendationState::word).toList();

  AssignmentFilter filter() {
    return filter(within());
  }

  /** The same of parameters that did not come as a query, and so name no caller. */
  AssignmentFilter filter(Bounds within) {
    return new AssignmentFilter(
        parsed("status", Status::of),
        text("integration"),
        parsed("ticketType", TicketType::of),
        severity(),
        text("assignedTo"),
        text("assignmentGroup"),
        flag("overdue"),
        period("due"),
        period("created"),
        period("closed"),
        text("recommendation"),
        text("text"),
        text("rule"),
        text("source"),
        text("category"),
        flag("held"),
        within);
  }

  RecommendationFilter recommendations() {
    String state = word("state", STATES);
    return new RecommendationFilter(
        flag("matched"),
        flag("assigned"),
        state == null ? null : RecommendationState.of(state),
        severity(),
        text("source"),
        text("category"),
        text("resource"),
        text("text"),
        within());
  }

  private Severity severity() {
    return parsed("severity", word -> Severity.named(word).orElseThrow());
  }

  /** The time between the parameters …After and …Before. */
  Period period(String name) {
    return new Period(time(name + "After"), time(name + "Before"));
  }

  /** What the caller may see. */
  Bounds within() {
    return Callers.bounds(parameters);
  }

  int limit() {
    Integer limit = number("limit", 1, MAX_LIMIT);
    return limit == null ? DEFAULT_LIMIT : limit;
  }

  /** A whole number within bounds, which the contract names too; null without it. */
  Integer number(String name, int least, int most) {
    Integer number = parsed(name, Integer::valueOf);
    if (number != null && (number < least || number > most)) {
      throw ProblemException.badField(name, Parameters.mustBe(name, ""));
    }
    return number;
  }

  Boolean flag(String name) {
    return parsed(
        name,
        word ->
            switch (word) {
              case "true" -> true;
              case "false" -> false;
              default -> throw new IllegalArgumentException(word);
            });
  }

  /** The parameter, which must be one of the words that the contract gives it; null without it. */
  String word(String name) {
    return word(name, Parameters.words(name));
  }

  /** The parameter, which must be one of these words; null without it. */
  String word(String name, List<String> words) {
    String word = text(name);
    if (word != null && !words.contains(word)) {
      throw ProblemException.badField(name, Parameters.mustBeOneOf(words, word));
    }
    return word;
  }

  /** The kind of ticket, by a name that somebody gave to one; null without it. */
  String ticketType(TicketTypes types) {
    String word = text("ticketType");
    try {
      return word == null ? null : types.named(word).word();
    } catch (IllegalArgumentException e) {
      throw ProblemException.badField("ticketType", e.getMessage());
    }
  }

  /** A time with its offset. */
  Instant time(String name) {
    return parsed(
        name,
        word -> {
          OffsetDateTime time = OffsetDateTime.parse(word);
          if (time.getYear() < 1 || time.getYear() > 9999) {
            throw new IllegalArgumentException("the year is outside what PostgreSQL can store");
          }
          return time.toInstant();
        });
  }

  UUID assignment() {
    String id = text("id");
    try {
      return UUID.fromString(id);
    } catch (IllegalArgumentException e) {
      throw ProblemException.notFound("no assignment has that id");
    }
  }

  /** An id of ours; null without it. */
  UUID id(String name) {
    return parsed(name, UUID::fromString);
  }

  /** What the cursor says, in the words of whoever made it; null on a first page. */
  <T> T cursor(Function<String, T> reader) {
    return parsed(
        "cursor",
        cursor ->
            reader.apply(
                new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8)));
  }

  /**
   * The page that is asked for of what is held in memory.
   *
   * @param key orders the items and tells each from the others
   */
  <T> Page<T> page(Stream<T> items, Function<T, String> key) {
    String after = cursor(Function.identity());
    List<T> rest =
        items
            .sorted(Comparator.comparing(key))
            .filter(item -> after == null || key.apply(item).compareTo(after) > 0)
            .limit(limit() + 1L)
            .toList();
    if (rest.size() <= limit()) {
      return new Page<>(rest, null);
    }
    List<T> shown = rest.subList(0, limit());
    return new Page<>(shown, cursorOf(key.apply(shown.get(shown.size() - 1))));
  }

  /** Whether one of the texts has what is searched for, or nothing is. */
  boolean finds(String... texts) {
    String sought = text("text");
    return sought == null
        || Stream.of(texts)
            .anyMatch(
                text ->
                    text.toLowerCase(Locale.ROOT)
                        .contains(sought.strip().toLowerCase(Locale.ROOT)));
  }

  static String cursorOf(String place) {
    return place == null
        ? null
        : Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(place.getBytes(StandardCharsets.UTF_8));
  }

  /** The parameter's text; null when it is absent or blank. */
  String text(String name) {
    Object value = parameters.get(name);
    if (value == null || value.toString().isBlank()) {
      return null;
    }
    if (value.toString().indexOf('\0') >= 0) {
      throw ProblemException.badField(name, "must not contain NUL");
    }
    return value.toString();
  }

  private <T> T parsed(String name, Function<String, T> parser) {
    String text = text(name);
    try {
      return text == null ? null : parser.apply(text);
    } catch (ProblemException e) {
      throw e;
    } catch (RuntimeException e) {
      throw ProblemException.badField(name, Parameters.mustBe(name, text));
    }
  }

  /** A flag of a query: absent is false, named without a value is true. */
  static boolean isTrue(String parameter, String word) {
    if (word == null || word.equals("false")) {
      return false;
    }
    if (word.equals("true") || word.isEmpty()) {
      return true;
    }
    throw ProblemException.badField(parameter, "must be true or false");
  }
}
