package dev.ropeway.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.ropeway.api.Bodies;
import dev.ropeway.api.ProblemException;
import dev.ropeway.correlation.Candidate;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.store.Json;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/** What holds for every reader, whatever it is fed: no exception, no silence, no breach. */
class ReadersTest {

  private static final Map<String, EventReader> READERS = readers();

  private static final Set<String> NOT_MICROSOFT =
      Set.of("alertmanager", "github", "ocsf", "security-hub");

  /** One file of a source. */
  record Sample(String source, String file) {

    JsonNode json() {
      try {
        return Json.MAPPER.readTree(Payloads.bytes(source, file));
      } catch (IOException e) {
        throw new AssertionError(file + " is no JSON", e);
      }
    }
  }

  private static final List<Sample> SAMPLES =
      Payloads.sources().stream()
          .flatMap(source -> Payloads.of(source).stream().map(file -> new Sample(source, file)))
          .toList();

  @Example
  void each_reader_has_payloads_and_a_row_in_the_README() throws IOException {
    assertThat(READERS.keySet()).containsExactlyElementsOf(Payloads.sources());
    String readme = Files.readString(Path.of("README.md"));
    assertThat(READERS.keySet())
        .allSatisfy(source -> assertThat(readme).contains("| `events/" + source + "` | "));
  }

  @Example
  void each_payload_is_read_or_refused_item_by_item() {
    assertThat(SAMPLES)
        .allSatisfy(
            sample -> Payloads.holdContract(sample.toString(), read(sample, sample.json())));
  }

  @Example
  void each_finding_names_its_sender_A21() {
    for (Sample sample : SAMPLES) {
      EventReader reader = READERS.get(sample.source());
      for (Candidate candidate : read(sample, sample.json())) {
        if (candidate.isRejected() || reader.senders().isEmpty()) {
          continue;
        }
        Recommendation read = candidate.recommendation();
        Set<String> senders = new TreeSet<>(reader.senders());
        if (sample.source().equals("event-grid")) {
          senders.add("defender"); // whose items it carries
        }
        assertThat(senders).as(sample.toString()).contains(read.source());
        assertThat(read.recommendedBy())
            .as(sample.toString())
            .isEqualTo(NOT_MICROSOFT.contains(read.source()) ? read.source() : "microsoft");
      }
    }
  }

  @Property(tries = 1500, shrinking = ShrinkingMode.BOUNDED)
  void a_mutated_event_is_read_within_the_contract_or_refused_with_a_pointer(
      @ForAll("samples") Sample sample, @ForAll("mutations") List<Mutation> mutations) {
    JsonNode event = sample.json();
    for (Mutation mutation : mutations) {
      event = mutation.of(event);
    }
    Payloads.holdContract(sample + " " + mutations, read(sample, event));
  }

  @Property(tries = 500)
  void a_mutated_body_is_read_or_a_bad_request(
      @ForAll("samples") Sample sample,
      @ForAll("samples") Sample other,
      @ForAll("cuts") List<Integer> cuts) {
    byte[] body = Payloads.bytes(sample.source(), sample.file());
    for (int cut : cuts) {
      body[cut % body.length] = (byte) (cut >> 8);
    }
    isReadOrBadRequest(other.source(), body);
  }

  @Property(tries = 200)
  void text_that_nobody_sends_is_read_or_a_bad_request(
      @ForAll("samples") Sample sample, @ForAll String text) {
    isReadOrBadRequest(sample.source(), text.getBytes(StandardCharsets.UTF_8));
  }

  @Provide
  Arbitrary<Sample> samples() {
    return Arbitraries.of(SAMPLES);
  }

  @Provide
  Arbitrary<List<Mutation>> mutations() {
    return Combinators.combine(
            Arbitraries.integers().between(0, Integer.MAX_VALUE),
            Arbitraries.of(Mutation.VALUES.keySet()))
        .as(Mutation::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(3);
  }

  @Provide
  Arbitrary<List<Integer>> cuts() {
    return Arbitraries.integers().between(0, Integer.MAX_VALUE).list().ofMinSize(1).ofMaxSize(5);
  }

  private static void isReadOrBadRequest(String source, byte[] body) {
    try {
      Reading reading = READERS.get(source).read(new Post(body, Map.of()));
      if (!reading.isHandshake()) {
        Payloads.holdContract(source, reading.candidates());
      }
    } catch (ProblemException e) {
      assertThat(e.problem().status()).isEqualTo(400);
    }
  }

  private static List<Candidate> read(Sample sample, JsonNode body) {
    List<JsonNode> items = body.isContainerNode() && !body.isEmpty() ? items(body) : List.of(body);
    return items.stream()
        .flatMap(item -> READERS.get(sample.source()).read(item).stream())
        .toList();
  }

  private static List<JsonNode> items(JsonNode body) {
    try {
      return Bodies.items(body);
    } catch (ProblemException e) {
      return List.of(body);
    }
  }

  /** Readers are found as the application finds them: by what they implement. */
  private static Map<String, EventReader> readers() {
    List<EventReader> made = new ArrayList<>();
    new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.ropeway.intake")
            .stream()
            .filter(type -> type.isAssignableTo(EventReader.class) && !type.isInterface())
            .map(type -> type.reflect())
            .filter(type -> type != RecommendationReader.class)
            .forEach(type -> made.add(make(type, made)));
    Map<String, EventReader> byName = new TreeMap<>();
    made.forEach(reader -> byName.put(reader.source(), reader));
    return byName;
  }

  private static EventReader make(Class<?> type, Iterable<EventReader> all) {
    try {
      for (Constructor<?> constructor : type.getDeclaredConstructors()) {
        Class<?>[] needs = constructor.getParameterTypes();
        if (needs.length == 0) {
          return (EventReader) constructor.newInstance();
        }
        if (needs.length == 1 && needs[0] == Iterable.class) {
          return (EventReader) constructor.newInstance(all);
        }
      }
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
    throw new AssertionError(type + " needs a constructor without arguments or of all readers");
  }
}
