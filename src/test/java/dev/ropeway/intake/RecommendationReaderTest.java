package dev.ropeway.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ropeway.correlation.Candidate;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.recommendation.RecommendationState;
import dev.ropeway.recommendation.Severity;
import dev.ropeway.store.Json;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecommendationReaderTest {

  private final RecommendationReader reader = new RecommendationReader();

  @Test
  void a_full_recommendation_is_read_as_it_was_written() {
    Recommendation read =
        finding(
            """
            {"id": "f-1", "title": "Lock it", "description": "open", "remediation": "close",
             "severity": "high", "category": "Devices", "source": "scanner", "state": "not-applicable",
             "stateChangedAt": "2026-03-01T12:00:00+02:00", "occurredAt": "2026-03-01T10:00:01.5Z",
             "resource": {"id": "r", "name": "n", "type": "t", "scope": "/s"},
             "url": "https://example.org", "initiatedBy": "heidi@example.org",
             "tags": {"a": "1"}, "raw": {"any": ["thing", 1, null]}}
            """);
    assertThat(read)
        .isEqualTo(
            Recommendation.of("f-1", "Lock it")
                .description("open")
                .remediation("close")
                .severity(Severity.HIGH)
                .category("Devices")
                .source("scanner")
                .state(RecommendationState.NOT_APPLICABLE)
                .stateChangedAt(Instant.parse("2026-03-01T10:00:00Z"))
                .resource(new Recommendation.Resource("r", "n", "t", "/s"))
                .url("https://example.org")
                .initiatedBy("heidi@example.org")
                .tags(Map.of("a", "1"))
                .occurredAt(Instant.parse("2026-03-01T10:00:01.5Z"))
                .raw(Json.tree("{\"any\": [\"thing\", 1, null]}"))
                .build());
  }

  @Test
  void what_the_contract_has_no_name_for_is_taken_and_told() {
    Candidate read =
        reader.one(
            Json.tree(
                """
                {"id": "f", "title": "t", "custom": 1, "tags": {"any": "thing"}, "raw": {"any": 1},
                 "resource": {"name": "n", "tags": {"owner": "o"}}, "a/b": 2}
                """));
    assertThat(read.isRejected()).isFalse();
    assertThat(read.warnings())
        .extracting(Candidate.Warning::pointer)
        .containsExactly("/custom", "/resource/tags", "/a~1b");
    assertThat(read.warnings().get(0).detail()).contains("is not a known field");
    assertThat(reader.one(Json.tree("{\"id\": \"f\", \"title\": \"t\"}")).warnings()).isEmpty();
  }

  @Test
  void several_words_in_the_place_of_one_are_refused_by_name() {
    Candidate read =
        reader.one(Json.tree("{\"id\": \"f\", \"title\": \"t\", \"tags\": {\"a\": [\"b\"]}}"));
    assertThat(read.rejection().pointer()).isEqualTo("/tags/a");
  }

  @Test
  void id_and_title_are_enough() {
    Recommendation read = finding("{\"id\": \"f\", \"title\": \"t\"}");
    assertThat(read.severity()).isEqualTo(Severity.MEDIUM);
    assertThat(read.needsWork()).isTrue();
    assertThat(read.stateChangedAt()).isNull();
  }

  static Stream<Arguments> breaches() {
    return Stream.of(
        Arguments.of("/id", with("id", null)),
        Arguments.of("/id", with("id", "")),
        Arguments.of("/id", with("id", "  ")),
        Arguments.of("/id", with("id", 7)),
        Arguments.of("/id", with("id", "x".repeat(1025))),
        Arguments.of("/id", with("id", "a\u0000b")),
        Arguments.of("/id", with("id", "a\nb")),
        Arguments.of("/id", with("id", "a\u007f")),
        Arguments.of("/id", with("id", "a\u0085b")),
        Arguments.of("/id", with("id", "a\uD83C")),
        Arguments.of("/title", with("title", null)),
        Arguments.of("/title", with("title", "")),
        Arguments.of("/title", with("title", " \t ")),
        Arguments.of("/title", with("title", "x".repeat(1001))),
        Arguments.of("/title", with("title", true)),
        Arguments.of("/description", with("description", "x".repeat(100_001))),
        Arguments.of("/description", with("description", 1)),
        Arguments.of("/remediation", with("remediation", "x".repeat(100_001))),
        Arguments.of("/severity", with("severity", "awful")),
        Arguments.of("/severity", with("severity", "High")),
        Arguments.of("/severity", with("severity", 1)),
        Arguments.of("/category", with("category", "x".repeat(201))),
        Arguments.of("/source", with("source", "x".repeat(201))),
        Arguments.of("/state", with("state", "broken")),
        Arguments.of("/state", with("state", "not_applicable")),
        Arguments.of("/stateChangedAt", with("stateChangedAt", "2026-03-01")),
        Arguments.of("/stateChangedAt", with("stateChangedAt", "2026-03-01T10:00:00")),
        Arguments.of("/stateChangedAt", with("stateChangedAt", "yesterday")),
        Arguments.of("/stateChangedAt", with("stateChangedAt", "2026-02-30T10:00:00Z")),
        Arguments.of("/stateChangedAt", with("stateChangedAt", 1772359200)),
        Arguments.of("/occurredAt", with("occurredAt", "2026-03-01T25:00:00Z")),
        Arguments.of("/resource", with("resource", "r")),
        Arguments.of("/resource/id", with("resource", Map.of("id", "x".repeat(2049)))),
        Arguments.of("/resource/name", with("resource", Map.of("name", "x".repeat(1001)))),
        Arguments.of("/resource/type", with("resource", Map.of("type", "x".repeat(201)))),
        Arguments.of("/resource/scope", with("resource", Map.of("scope", 1))),
        Arguments.of("/url", with("url", "x".repeat(4097))),
        Arguments.of("/initiatedBy", with("initiatedBy", "x".repeat(321))),
        Arguments.of("/tags", with("tags", "none")),
        Arguments.of("/tags/size", with("tags", Map.of("size", 7))),
        Arguments.of("/tags/size", with("tags", Map.of("size", "x".repeat(1001)))),
        Arguments.of("/tags/a~1b", with("tags", Map.of("a/b", 7))));
  }

  @ParameterizedTest(name = "{0} {index}")
  @MethodSource("breaches")
  void what_breaks_the_contract_is_refused_with_its_place(String pointer, JsonNode event) {
    Candidate.Rejection rejection = reader.one(event).rejection();
    assertThat(rejection).isNotNull();
    assertThat(rejection.pointer()).isEqualTo(pointer);
    assertThat(rejection.detail()).isNotBlank();
  }

  @Test
  void a_refused_event_is_named_by_its_id_where_it_has_one() {
    assertThat(reader.one(with("title", "")).rejection().id()).isEqualTo("f");
    assertThat(reader.one(with("id", 7)).rejection().id()).isNull();
    assertThat(reader.one(with("id", "a\u0000b")).rejection().id()).isEqualTo("a\uFFFDb");
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "7", "\"text\"", "[]", "true", "{}"})
  void what_is_no_recommendation_is_refused(String json) {
    assertThat(reader.one(Json.tree(json)).isRejected()).isTrue();
  }

  @Test
  void a_bad_id_is_seen_though_other_fields_are_null() {
    ObjectNode event = with("id", "a\u0000b");
    event.putNull("category");
    assertThat(reader.one(event).rejection().pointer()).isEqualTo("/id");
  }

  @Test
  void nulls_mean_absent() {
    ObjectNode event = with("description", null);
    for (String field :
        new String[] {"severity", "state", "resource", "tags", "url", "stateChangedAt", "raw"}) {
      event.putNull(field);
    }
    Recommendation read = reader.one(event).recommendation();
    assertThat(read).isEqualTo(finding("{\"id\": \"f\", \"title\": \"t\"}"));
    assertThat(reader.one(with("tags", Map.of())).recommendation().tags()).isEmpty();
  }

  @Test
  void texts_that_cannot_be_stored_are_mended() {
    ObjectNode event = with("description", "a\u0000b\uD83Cc");
    event.put("title", "t\u001b[31m");
    event.putObject("tags").put("k\u0000", "v\u0000");
    Recommendation read = reader.one(event).recommendation();
    assertThat(read.description()).isEqualTo("a\uFFFDb\uFFFDc");
    assertThat(read.title()).isEqualTo("t\uFFFD[31m");
    assertThat(read.tags()).isEqualTo(Map.of("k\uFFFD", "v\uFFFD"));
  }

  @Test
  void fields_that_nobody_knows_are_ignored() {
    ObjectNode event = with("surprise", Map.of("deep", 1));
    event.putObject("resource").put("name", "n").put("colour", "red");
    assertThat(reader.one(event).recommendation().resource().name()).isEqualTo("n");
  }

  @Test
  void the_original_is_kept_as_it_came() {
    ObjectNode event = with("raw", null);
    JsonNode raw = Json.tree("{\"null\": null, \"text\": \"a\\u0000b\", \"list\": [null]}");
    event.set("raw", raw);
    assertThat(Json.tree(reader.one(event).recommendation().raw())).isEqualTo(raw);
  }

  @Test
  void the_event_itself_is_not_changed() {
    ObjectNode event = with("description", "a\u0000");
    event.putNull("category");
    ObjectNode before = event.deepCopy();
    reader.one(event);
    assertThat(event).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-03-01T12:00:00+02:00, 2026-03-01T10:00:00Z",
    "2026-03-01T12:00:00.1234567Z, 2026-03-01T12:00:00.123456Z",
    "2026-03-01T12:00:00-00:30, 2026-03-01T12:30:00Z",
    "2016-12-31T23:59:60Z, 2016-12-31T23:59:59Z",
    "0001-01-01T00:00:00Z, 0001-01-01T00:00:00Z"
  })
  void dates_may_have_any_offset(String written, Instant read) {
    assertThat(reader.one(with("stateChangedAt", written)).recommendation().stateChangedAt())
        .isEqualTo(read);
  }

  @Test
  void the_longest_texts_that_are_allowed_are_taken() {
    ObjectNode event = with("description", "x".repeat(100_000));
    event.put("id", "x".repeat(1024)).put("title", "x".repeat(1000)).put("url", "x".repeat(4096));
    assertThat(reader.one(event).rejection()).isNull();
  }

  private Recommendation finding(String json) {
    Candidate candidate = reader.one(Json.tree(json));
    assertThat(candidate.rejection()).isNull();
    return candidate.recommendation();
  }

  private static ObjectNode with(String field, Object value) {
    ObjectNode event = Json.MAPPER.createObjectNode().put("id", "f").put("title", "t");
    event.set(field, value == null ? null : Json.MAPPER.valueToTree(value));
    if (value == null) {
      event.remove(field);
    }
    return event;
  }
}
