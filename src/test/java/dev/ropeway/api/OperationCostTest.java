package dev.ropeway.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.ThreadMXBean;
import dev.ropeway.store.Json;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * No operation does more with a body than the body is worth, whatever is in it. What is done is
 * counted in bytes that are allocated, which are the same on every machine.
 */
class OperationCostTest {

  private static final int LONGEST = 10 * 1024 * 1024;

  /** Of what stands in one place: a part, so that all places of all operations can be tried. */
  private static final int LONG = 32 * 1024;

  private static final int LARGE = 1024 * 1024;

  /** Whatever the value: caches that fill, the message of one breach. */
  private static final int ONCE = 100_000;

  /** For each byte of a value that keeps the contract: the least values are two bytes. */
  private static final int CHECKED = 250;

  /** For each byte of one that breaks it, since nobody goes on behind the first breach. */
  private static final int REFUSED = 40;

  /** For each byte of a body: texts are built in pieces of two bytes a character. */
  private static final int READ = 12;

  /** What is made while a tree grows, beside the tree. */
  private static final int GARBAGE = 3;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static final Map<String, Contract> CONTRACTS = new HashMap<>();
  private static final Map<String, JsonNode> SAMPLES = new HashMap<>();
  private static final Map<Integer, List<JsonNode>> FILLERS = new HashMap<>();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "7",
        "null",
        "\"\"",
        "\"x\"",
        "{\"\":0}",
        "{\"x\":{}}",
        "[[[[[]]]]]",
        "1.5",
        "\"\\u0000\""
      })
  void a_body_of_many_values_takes_no_more_than_its_tokens_may(String one) {
    byte[] body = array(one, LONGEST).getBytes(StandardCharsets.UTF_8);
    read(array(one, LONG).getBytes(StandardCharsets.UTF_8));

    assertThat(allocated(() -> read(body))).isLessThan(GARBAGE * Bodies.heap(body.length));
  }

  @ParameterizedTest
  @MethodSource("longTexts")
  void a_body_of_few_values_takes_what_its_length_is_worth(String text) {
    byte[] body = array(text, LONGEST).getBytes(StandardCharsets.UTF_8);
    read(array(text, LONG).getBytes(StandardCharsets.UTF_8));

    assertThat(allocated(() -> read(body))).isLessThan((long) READ * body.length);
  }

  static Stream<String> longTexts() {
    return Stream.of(
        quoted("x", LONGEST - 10),
        quoted("\\u0000", 1_000_000),
        quoted("\\n", 1000),
        "{" + quoted("n", 1990) + ":1}",
        "9".repeat(100),
        "9".repeat(9_990));
  }

  /** Every field of every body, filled with what it does not expect, or with too much of it. */
  static Stream<Arguments> places() {
    return bodies().entrySet().stream()
        .flatMap(
            body ->
                pointers(body.getKey()).stream()
                    .map(at -> Arguments.of(body.getKey(), at, Math.min(body.getValue(), LONG))));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("places")
  void work_grows_no_faster_than_what_stands_in_a_place(String schema, String at, int length) {
    Contract contract = CONTRACTS.computeIfAbsent(schema, Contract::new);
    List<JsonNode> few = parsed(length / 4);
    List<JsonNode> many = parsed(length);

    for (int i = 0; i < many.size(); i++) {
      JsonNode small = filled(sample(schema), at, few.get(i));
      contract.check(small);
      long little = allocated(contract, small);
      long much = allocated(contract, filled(sample(schema), at, many.get(i)));
      assertThat(much)
          .as("%s%s, filler %s", schema, at, i)
          .isLessThan(ONCE + (long) REFUSED * length)
          .isLessThan(ONCE + 5 * little);
    }
  }

  static Stream<Arguments> largest() {
    return bodies().entrySet().stream()
        .flatMap(
            body ->
                Stream.of(1, 20, Integer.MAX_VALUE)
                    .map(longest -> Arguments.of(body.getKey(), longest, body.getValue())));
  }

  @ParameterizedTest(name = "{0} with texts of {1}")
  @MethodSource("largest")
  void the_largest_body_that_is_allowed_is_worth_its_work(String schema, int longest, int length) {
    JsonNode value = new ContractValue(longest).of(named(schema), Math.min(length, LARGE));

    Contract contract = CONTRACTS.computeIfAbsent(schema, Contract::new);
    contract.check(new ContractValue(longest).of(named(schema), 5_000));

    assertThat(allocated(contract, value))
        .isLessThan(ONCE + (long) CHECKED * value.toString().length());
  }

  /** What bodies are checked against, by the operations of the contract, and how long they are. */
  private static Map<String, Integer> bodies() {
    Map<String, Integer> bodies = new TreeMap<>();
    for (ContractOperation operation : ContractOperation.all()) {
      operation.schema().findValuesAsText("$ref").stream()
          .map(reference -> reference.replaceAll(".*/", ""))
          .forEach(schema -> bodies.merge(schema, operation.maxBody(), Math::max));
    }
    return bodies;
  }

  private static long allocated(Contract contract, JsonNode value) {
    return allocated(() -> contract.check(value));
  }

  private static JsonNode named(String schema) {
    return Json.MAPPER.createObjectNode().put("$ref", "#/components/schemas/" + schema);
  }

  private static JsonNode sample(String schema) {
    return SAMPLES.computeIfAbsent(schema, name -> new ContractValue(1).of(named(name), 5_000));
  }

  /** The root and whatever a small value of the schema has, arrays by their first. */
  private static List<String> pointers(String schema) {
    List<String> pointers = new ArrayList<>();
    collect(sample(schema), "", pointers);
    return pointers;
  }

  private static void collect(JsonNode node, String at, List<String> pointers) {
    pointers.add(at);
    if (node.isArray()) {
      collect(node.path(0), at + "/0", pointers);
    }
    node.properties().stream()
        .filter(field -> !field.getKey().matches("a_[1-9]\\d*"))
        .forEach(field -> collect(field.getValue(), at + "/" + field.getKey(), pointers));
  }

  private static JsonNode filled(JsonNode sample, String at, JsonNode filler) {
    if (at.isEmpty()) {
      return filler;
    }
    JsonNode value = sample.deepCopy();
    int last = at.lastIndexOf('/');
    String name = at.substring(last + 1);
    JsonNode parent = value.at(at.substring(0, last));
    if (parent instanceof ObjectNode object) {
      object.set(name, filler);
    } else {
      ((ArrayNode) parent).set(0, filler);
    }
    return value;
  }

  /** Nobody changes them: each stands in a copy of the sample. */
  private static List<JsonNode> parsed(int length) {
    return FILLERS.computeIfAbsent(
        length, wanted -> fillers(wanted).stream().map(Json::tree).toList());
  }

  private static List<String> fillers(int length) {
    return List.of(
        array("7", length),
        array("{}", length),
        array("\"x\"", length),
        array("{\"x\":[]}", length),
        object("1", length),
        object("\"v\"", length),
        object("{}", length),
        quoted("x", length),
        quoted(" ", length));
  }

  private static String array(String one, int length) {
    int count = Math.max(1, length / (one.length() + 1));
    return "[" + (one + ",").repeat(count - 1) + one + "]";
  }

  private static String object(String one, int length) {
    return IntStream.range(0, length / (one.length() + 10))
        .mapToObj(i -> "\"t" + i + "\":" + one)
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static String quoted(String piece, int length) {
    return '"' + piece.repeat(length / piece.length()) + '"';
  }

  /** As every operation begins. */
  private static void read(byte[] body) {
    try {
      Bodies.cleaned(Bodies.document(body));
    } catch (ProblemException e) {
      // Refused is read, too: what that took is what counts.
    }
  }

  /** Of what was done before with less: the first time loads classes. */
  private static long allocated(Runnable work) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    work.run();
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }
}
