package dev.ropeway.attack;

import static dev.ropeway.attack.Damage.pick;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ropeway.api.ContractOperation;
import dev.ropeway.api.ContractValue;
import dev.ropeway.intake.Mutation;
import dev.ropeway.intake.Payloads;
import dev.ropeway.packaged.PackagedApp;
import dev.ropeway.packaged.PostedEvents;
import dev.ropeway.store.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Makes a request of a number; the same one of the same number, whatever else was made. */
final class Shots {

  private static final List<ContractOperation> OPERATIONS = ContractOperation.all();
  private static final List<String> MUTATIONS = List.copyOf(Mutation.VALUES.keySet());
  private static final List<Damage> DAMAGES = List.of(Damage.values());

  /** Without these a body would be refused for the same few reasons. */
  private static final Map<String, String> KNOWN =
      // In one order: each draws a number.
      new TreeMap<>(
          Map.of(
              "integration",
              PackagedApp.INTEGRATION,
              "instanceUrl",
              "http://127.0.0.1:1",
              "property",
              "severity",
              "operator",
              "Equals",
              "value",
              "High",
              "name",
              "made",
              "source",
              "defender",
              "template",
              "{recommendation.title}",
              "type",
              "basic",
              "cron",
              "0 0 0 1 1 ?"));

  private static final List<String> NEEDED =
      List.of(
          "integration",
          "instanceUrl",
          "auth",
          "type",
          "property",
          "operator",
          "value",
          "name",
          "roles",
          "recommendation",
          "id",
          "title",
          "mode",
          "table",
          "sys_id",
          "conditions");

  private final List<String> assignments;

  /**
   * @param assignments ids that paths may name
   */
  Shots(List<String> assignments) {
    this.assignments = assignments;
  }

  Shot of(long seed) {
    // Numbers in a row make much the same first draws.
    Random random = new Random(seed * 0x9E3779B97F4A7C15L);
    return random.nextInt(100) < 60 ? event(random) : operation(random);
  }

  private Shot event(Random random) {
    String source = pick(Payloads.sources(), random);
    String file = pick(Payloads.of(source), random);
    boolean ours = random.nextInt(8) == 0;
    byte[] sample =
        ours ? utf8(PostedEvents.one("fuzz", random.nextInt(500))) : Payloads.bytes(source, file);
    byte[] body = damaged(mutated(sample, random), random);
    String path = ours ? "/recommendations" : "/events/" + source;
    List<String> headers = new Headers(random).of("POST", path, body);
    if (source.equals("github")) {
      headers.add("X-GitHub-Event: " + file.replaceAll("-alert-.*", "_alert").replace('-', '_'));
      headers.add("X-Hub-Signature-256: sha256=" + Signature.hex(body));
    }
    return new Shot(
        "POST", "/api/v1" + path + new FilledPaths(random).query(List.of()), headers, body);
  }

  private Shot operation(Random random) {
    ContractOperation operation = pick(OPERATIONS, random);
    FilledPaths paths = new FilledPaths(random);
    String path = paths.filled(operation.path(), assignments);
    byte[] body = operation.hasBody() ? body(operation, random) : new byte[0];
    if (!operation.hasBody() && random.nextInt(10) == 0) {
      body = utf8("{\"x\":1}");
    }
    List<String> headers = new Headers(random).of(operation.verb(), path, body);
    String query = paths.query(operation.parameters());
    return new Shot(operation.verb(), "/api/v1" + path + query, headers, body);
  }

  private byte[] body(ContractOperation operation, Random random) {
    int most = Math.min(operation.maxBody(), random.nextInt(50) == 0 ? 200_000 : 3_000);
    JsonNode value =
        new ContractValue(1 + random.nextInt(30)).of(operation.schema(), 1 + random.nextInt(most));
    KNOWN.forEach(
        (field, known) ->
            value.findParents(field).stream()
                .filter(parent -> parent.path(field).isTextual() && random.nextInt(4) > 0)
                .forEach(parent -> ((ObjectNode) parent).put(field, known)));
    if (random.nextInt(4) > 0) {
      thin(value, random);
    }
    return damaged(mutated(utf8(value.toString()), random), random);
  }

  /** What has every field there is, is refused for one of them. */
  private static void thin(JsonNode value, Random random) {
    if (value instanceof ObjectNode object) {
      List.copyOf(object.properties()).stream()
          .map(Map.Entry::getKey)
          .filter(field -> !NEEDED.contains(field) && random.nextInt(10) < 6)
          .forEach(object::remove);
    }
    value.forEach(part -> thin(part, random));
  }

  private static byte[] mutated(byte[] body, Random random) {
    JsonNode event = Json.tree(new String(body, StandardCharsets.UTF_8));
    for (int i = random.nextInt(4); i > 0; i--) {
      event = new Mutation(random.nextInt(Integer.MAX_VALUE), pick(MUTATIONS, random)).of(event);
    }
    return utf8(event.toString());
  }

  private static byte[] damaged(byte[] body, Random random) {
    byte[] damaged = body;
    for (int i = random.nextInt(3); i > 0; i--) {
      damaged = pick(DAMAGES, random).to(damaged, random);
    }
    return damaged;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
