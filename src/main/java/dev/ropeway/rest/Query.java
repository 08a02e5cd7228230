package dev.ropeway.rest;

import dev.ropeway.api.Parameters;
import dev.ropeway.api.ProblemException;
import dev.ropeway.assignment.AssignmentFilter;
import dev.ropeway.assignment.Status;
import dev.ropeway.assignment.TicketType;
import dev.ropeway.recommendation.Severity;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/** The query parameters of a request, checked. */
record Query(Map<String, Object> parameters) {

  private static final int DEFAULT_LIMIT = 50;
  private static final int MAX_LIMIT = 1000;

  AssignmentFilter filter() {
    return new AssignmentFilter(
        parsed("status", Status::of),
        text("integration"),
        parsed("ticketType", TicketType::of),
        parsed("severity", word -> Severity.named(word).orElseThrow()),
        text("assignedTo"),
        flag("overdue"),
        text("recommendation"),
        text("text"),
        text("rule"),
        flag("held"));
  }

  int limit() {
    Integer limit = parsed("limit", Integer::valueOf);
    if (limit == null) {
      return DEFAULT_LIMIT;
    }
    if (limit < 1 || limit > MAX_LIMIT) {
      throw ProblemException.badField("limit", Parameters.mustBe("limit", ""));
    }
    return limit;
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

  /** What the cursor says, in the words of whoever made it; null on a first page. */
  <T> T cursor(Function<String, T> reader) {
    return parsed(
        "cursor",
        cursor ->
            reader.apply(
                new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8)));
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
}
