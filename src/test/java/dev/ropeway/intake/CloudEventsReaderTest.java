package dev.ropeway.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ropeway.api.ProblemException;
import dev.ropeway.correlation.Candidate;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.store.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CloudEventsReaderTest {

  private final CloudEventsReader reader =
      new CloudEventsReader(
          List.of(
              new EventGridReader(List.of()),
              new DefenderReader(),
              new AlertmanagerReader(),
              new GithubReader(),
              new OcsfReader(),
              new SecurityHubReader()));

  private static ObjectNode event() {
    return (ObjectNode) Payloads.json("cloudevents", "recommendation-in-structured-event");
  }

  private Recommendation read(JsonNode event) {
    return Payloads.only(reader.read(event));
  }

  @Test
  void data_that_is_a_recommendation_needs_no_type_that_we_know() {
    Recommendation read = read(event());

    assertThat(read.id()).isEqualTo("lift-7/guard-rail");
    assertThat(read.occurredAt()).isEqualTo(Instant.parse("2026-02-02T07:30:00.123456Z"));
    assertThat(read.stateChangedAt()).as("not said").isNull();
    assertThat(Json.tree(read.raw()).path("inspector").textValue())
        .as("extensions are kept")
        .isEqualTo("ada");
  }

  @Test
  void data_may_be_json_a_string_of_it_or_base64() {
    JsonNode data = event().path("data");
    ObjectNode text = event().put("data", Json.write(data));
    ObjectNode base64 = event();
    base64.remove("data");
    base64.put("data_base64", base64(Json.write(data)));
    ObjectNode old = event().put("specversion", "0.3").put("datacontentencoding", "base64");
    old.put("data", base64(Json.write(data)));

    for (ObjectNode packed : List.of(text, base64, old)) {
      assertThat(read(packed).title()).isEqualTo("The guard rail of lift 7 is loose");
    }
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void the_type_says_which_reader_reads_the_data() {
    assertThat(read(Payloads.json("cloudevents", "assessment-in-structured-event")).source())
        .isEqualTo("defender");

    List<Candidate> batch =
        reader
            .read(
                post(
                    "application/cloudevents-batch+json",
                    Payloads.bytes("cloudevents", "batch.json")))
            .candidates();
    assertThat(batch).hasSize(3);
    assertThat(Payloads.finding(batch.get(0)).id()).isEqualTo("batch-1");
    assertThat(Payloads.finding(batch.get(1)).id()).isEqualTo("alertmanager/77aa");
    assertThat(batch.get(2).rejection().pointer()).isEqualTo("/data_base64");
  }

  @ParameterizedTest
  @CsvSource({
    "security-hub, finding-of-control, Security Hub Findings - Imported",
    "security-hub, finding-in-ocsf, dev.ropeway.security-hub",
    "ocsf, detection-created, io.ocsf.detection_finding",
    "github, dependabot-alert-created, dev.knative.source.github.dependabot_alert",
    "alertmanager, group-from-grafana, com.example.Alertmanager.group"
  })
  void each_source_knows_the_types_that_carry_it(String source, String payload, String type) {
    ObjectNode event = event().put("type", type);
    event.set("data", Payloads.json(source, payload));
    assertThat(read(event).source()).isEqualTo(source);
  }

  @Test
  void a_policy_state_is_read_with_its_envelope_however_its_data_is_packed() {
    ObjectNode event =
        event()
            .put("type", "Microsoft.PolicyInsights.PolicyStateChanged")
            .put("subject", "/subscriptions/aaaaaaaa-0000-4000-8000-000000000001/lifts/7");
    ObjectNode state =
        event
            .putObject("data")
            .put("timestamp", "2026-02-02T07:30:00Z")
            .put("policyAssignmentId", "/assignments/a")
            .put("policyDefinitionId", "/definitions/d")
            .put("complianceState", "NonCompliant");
    Recommendation read = read(event);
    assertThat(read.id()).contains("/lifts/7");

    event.remove("data");
    event.put("data_base64", base64(Json.write(state)));
    assertThat(read(event).id()).isEqualTo(read.id());
  }

  @Test
  void data_may_be_a_list() {
    ObjectNode event = event().put("type", "dev.ropeway.ocsf");
    event.set("data", Payloads.json("ocsf", "compliance-checked"));
    Payloads.at(event, "/data/1/finding_info").remove("uid");
    List<Candidate> read = reader.read(event);

    assertThat(Payloads.finding(read.get(0)).id()).isEqualTo("Rule Book/rb-1");
    assertThat(read.get(1).rejection().pointer()).isEqualTo("/data/1/finding_info/uid");
  }

  @Test
  void what_is_amiss_in_the_data_is_named_by_its_place() {
    ObjectNode event = event().put("type", "dev.ropeway.recommendation");
    Payloads.at(event, "/data").remove("title");
    assertThat(Payloads.refusal(reader.read(event)).pointer()).isEqualTo("/data/title");

    event.put("type", "org.example.unknown");
    assertThat(Payloads.refusal(reader.read(event)).detail())
        .contains("org.example.unknown")
        .contains("not a recommendation");
  }

  @ParameterizedTest
  @CsvSource({
    "specversion, , /specversion",
    "specversion, 2.0, /specversion",
    "id, , /id",
    "id, '', /id",
    "source, , /source",
    "type, , /type",
    "data, , /data",
    "data, just text, /data",
    "data, 7, /data",
    "data_base64, e30=, /data_base64"
  })
  void an_event_that_breaks_the_specification_is_refused(
      String attribute, String value, String pointer) {
    ObjectNode event = event();
    if (value == null) {
      event.remove(attribute);
    } else {
      event.put(attribute, value);
    }
    assertThat(Payloads.refusal(reader.read(event)).pointer()).isEqualTo(pointer);
  }

  @ParameterizedTest
  @ValueSource(strings = {"!!", "e30", "iVBORw0KGgo=", "W10=", "IjciCg=="})
  void base64_that_holds_no_event_is_refused(String encoded) {
    ObjectNode event = event().put("type", "dev.ropeway.recommendation");
    event.remove("data");
    event.put("data_base64", encoded);
    assertThat(Payloads.refusal(reader.read(event)).pointer()).startsWith("/data_base64");
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "7", "[]", "{}"})
  void what_is_no_event_is_refused(String json) {
    assertThat(Payloads.refusal(reader.read(Json.tree(json))).detail()).isNotBlank();
  }

  @Test
  void in_binary_mode_the_attributes_are_headers() {
    Post post =
        post(
            "application/json",
            Json.write(event().path("data")).getBytes(StandardCharsets.UTF_8),
            "ce-specversion",
            "1.0",
            "ce-id",
            "1",
            "Ce-Source",
            "/l%C3%BCfte+x",
            "CE-TYPE",
            "org.example.inspection.failed",
            "ce-time",
            "2026-02-02T07:30:00Z");
    Recommendation read = Payloads.only(reader.read(post).candidates());

    assertThat(read.id()).isEqualTo("lift-7/guard-rail");
    assertThat(read.occurredAt()).isEqualTo(Instant.parse("2026-02-02T07:30:00Z"));
    assertThat(Json.tree(read.raw()).path("source").textValue()).isEqualTo("/lüfte+x");
  }

  @Test
  void in_binary_mode_missing_attributes_are_named_too() {
    Post post =
        post(
            "application/json",
            "{}".getBytes(StandardCharsets.UTF_8),
            "ce-specversion",
            "1.0",
            "ce-id",
            "1",
            "ce-source",
            "/x");
    assertThat(Payloads.refusal(reader.read(post).candidates()).pointer()).isEqualTo("/type");
  }

  @Test
  void binary_data_that_is_no_json_is_an_unknown_format() {
    Post post = post("image/png", new byte[] {(byte) 0x89, 'P', 'N', 'G'}, "ce-specversion", "1.0");
    assertThat(reader.takes(post)).isTrue();
    assertThatThrownBy(() -> reader.read(post))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.problem().status()).isEqualTo(415));
  }

  @ParameterizedTest
  @CsvSource({
    "application/cloudevents+json, true",
    "application/CloudEvents-Batch+JSON; charset=UTF-8, true",
    "application/json, true",
    "application/cloudevents+avro, false",
    "application/cloudevents, false",
    "text/plain, false"
  })
  void other_formats_are_not_taken(String type, boolean taken) {
    assertThat(reader.takes(post(type, new byte[0]))).isEqualTo(taken);
  }

  @Test
  void a_batch_of_none_is_well() {
    Reading reading =
        reader.read(
            post("application/cloudevents-batch+json", "[]".getBytes(StandardCharsets.UTF_8)));
    assertThat(reading.reply().status()).isEqualTo(202);
  }

  private static Post post(String type, byte[] body, String... headers) {
    Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    all.put("Content-Type", type);
    for (int i = 0; i < headers.length; i += 2) {
      all.put(headers[i], headers[i + 1]);
    }
    return new Post(body, all);
  }

  @Test
  void what_an_event_says_is_not_multiplied_by_what_it_carries() {
    int[] asked = new int[1];
    EventReader counting =
        new EventReader() {
          @Override
          public String source() {
            return "counting";
          }

          @Override
          public List<Candidate> read(JsonNode item) {
            return List.of(Candidate.rejected(null, "", "is read"));
          }

          @Override
          public boolean carries(String type) {
            asked[0]++;
            return type.startsWith("counted");
          }
        };
    ObjectNode event = event().put("type", "counted" + "x".repeat(1000));
    IntStream.range(0, 500).forEach(i -> event.withArray("many").add(i));
    event.putArray("data");
    IntStream.range(0, 500)
        .forEach(i -> event.withArray("data").addObject().put("id", "i" + i).put("title", "t"));

    assertThat(new CloudEventsReader(List.of(counting)).read(event)).hasSize(500);
    assertThat(asked[0]).isEqualTo(1);

    event.put("extension", "x".repeat(50_000));
    List<Candidate> read = reader.read(event.put("type", "nobody's"));
    assertThat(read).hasSize(500);
    assertThat(Json.tree(read.get(7).recommendation().raw()).at("/data/id").textValue())
        .isEqualTo("i7");
    assertThat(Json.tree(read.get(7).recommendation().raw()).path("specversion").textValue())
        .isEqualTo("1.0");
    assertThat(read.stream().mapToLong(one -> one.recommendation().raw().length()).sum())
        .isLessThan(8_000_000);
  }
}
