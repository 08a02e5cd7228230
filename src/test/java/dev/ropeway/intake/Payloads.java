package dev.ropeway.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ropeway.api.Contract;
import dev.ropeway.correlation.Candidate;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.store.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Events as their sources send them, and what must hold for whatever is read from any event. */
public final class Payloads {

  static final String SUBSCRIPTION = "/subscriptions/aaaaaaaa-0000-4000-8000-000000000001";
  static final String GROUP = SUBSCRIPTION + "/resourceGroups/ski-lifts";

  private static final Path ROOT = Path.of("src/test/resources/payloads");
  private static final Contract CONTRACT = new Contract("Recommendation");

  private Payloads() {}

  public static List<String> sources() {
    return names(ROOT);
  }

  /** The names of a source's files. */
  public static List<String> of(String source) {
    return names(ROOT.resolve(source));
  }

  private static List<String> names(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static byte[] bytes(String source, String file) {
    try {
      return Files.readAllBytes(ROOT.resolve(source).resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static JsonNode json(String source, String name) {
    try {
      return Json.MAPPER.readTree(bytes(source, name + ".json"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The object at a path of field names. */
  static ObjectNode in(JsonNode event, String... path) {
    JsonNode here = event;
    for (String name : path) {
      here = here.get(name);
    }
    return (ObjectNode) here;
  }

  /** The object at a JSON pointer. */
  static ObjectNode at(JsonNode event, String pointer) {
    return (ObjectNode) event.at(pointer);
  }

  /** What a reader found, which was not refused. */
  static Recommendation finding(Candidate candidate) {
    return only(List.of(candidate));
  }

  /** What a reader found in an event that tells of one finding. */
  static Recommendation only(List<Candidate> candidates) {
    assertThat(candidates).hasSize(1);
    assertThat(candidates.get(0).rejection()).isNull();
    holdContract("", candidates);
    return candidates.get(0).recommendation();
  }

  /** Why a reader refused an event. */
  static Candidate.Rejection refusal(List<Candidate> candidates) {
    assertThat(candidates).hasSize(1);
    assertThat(candidates.get(0).rejection()).isNotNull();
    holdContract("", candidates);
    return candidates.get(0).rejection();
  }

  /** At least one proposal, each within the contract or refused with a JSON pointer. */
  static void holdContract(String what, List<Candidate> candidates) {
    assertThat(candidates).as(what).isNotEmpty();
    candidates.forEach(candidate -> holdContract(what, candidate));
  }

  private static void holdContract(String what, Candidate candidate) {
    if (candidate.isRejected()) {
      assertThat(candidate.rejection().pointer()).as(what).matches("(/[^/]+)*");
      assertThat(candidate.rejection().detail()).as(what).isNotBlank().hasSizeLessThan(500);
      String id = candidate.rejection().id();
      assertThat(id == null ? "" : id).as(what).hasSizeLessThanOrEqualTo(1024);
      return;
    }
    Recommendation read = candidate.recommendation();
    assertThat(candidate.recommendation().raw()).as(what).isNotNull();
    String json = Json.write(read);
    assertThat(json).as(what).doesNotContain("\\u0000");
    assertThat(json.chars().allMatch(c -> !Character.isISOControl(c))).as(what).isTrue();
    assertThat(CONTRACT.check(Json.tree(json))).as(what).isEmpty();
    if (read.resource() != null && read.resource().name() != null) {
      assertThat(read.resource().name()).as(what).isNotBlank();
    }
  }
}
