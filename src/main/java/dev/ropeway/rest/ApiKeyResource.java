package dev.ropeway.rest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ropeway.api.Bodies;
import dev.ropeway.api.Callers;
import dev.ropeway.api.Contract;
import dev.ropeway.api.Made;
import dev.ropeway.api.ProblemException;
import dev.ropeway.assignment.Page;
import dev.ropeway.security.ApiKeys;
import dev.ropeway.security.ApiKeys.Issued;
import dev.ropeway.security.Role;
import dev.ropeway.store.ChangeRefusedException;
import dev.ropeway.store.Spans;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.apache.camel.Headers;

/** The steps of the routes by which owners manage API keys. */
@ApplicationScoped
@Named("apiKeyResource")
@RegisterForReflection // routes call it by name
public class ApiKeyResource {

  private static final Duration DEFAULT_GRACE = Duration.ofHours(24);
  private static final Duration MAX_GRACE = Duration.ofDays(30);

  private final ApiKeys keys;
  private final Contract newKey = new Contract("NewApiKey");
  private final Contract rotation = new Contract("Rotation");

  ApiKeyResource(ApiKeys keys) {
    this.keys = keys;
  }

  /** A key, shown this once, and whose it is. */
  public record Shown(String name, Set<String> roles, String key) {

    private static Shown of(Issued issued) {
      return new Shown(issued.caller().name(), issued.caller().roles(), issued.key());
    }
  }

  public Page<ApiKeys.Shown> list() {
    return new Page<>(keys.all(), null);
  }

  public Made issue(@Body byte[] body, @Headers Map<String, Object> headers) {
    JsonNode wanted = newKey.require(Bodies.document(body));
    String name = wanted.path("name").asText();
    Set<Role> roles = new TreeSet<>();
    wanted.path("roles").forEach(word -> Role.named(word.asText()).ifPresent(roles::add));
    return keys.issue(name, roles, Callers.name(headers))
        .map(issued -> new Made("/api/v1/api-keys/" + name, Shown.of(issued)))
        .orElseThrow(
            () -> ProblemException.conflict("a caller called \"" + name + "\" already exists"));
  }

  public Shown rotate(@Header("name") String name, @Body byte[] body) {
    Duration grace = grace(body);
    return keys.rotate(stored(name), grace).map(Shown::of).orElseThrow(() -> unknown(name));
  }

  private Duration grace(byte[] body) {
    if (body == null || body.length == 0) {
      return DEFAULT_GRACE;
    }
    JsonNode grace = rotation.require(Bodies.document(body)).path("grace");
    Duration wanted =
        grace.isMissingNode() || grace.isNull() ? DEFAULT_GRACE : Spans.of(grace.asText());
    if (wanted.compareTo(MAX_GRACE) > 0) {
      throw ProblemException.badField("/grace", "must not be longer than 30 days");
    }
    return wanted;
  }

  /** Which key was deleted. */
  public record Deleted(String name) {}

  public Deleted delete(@Header("name") String name) {
    if (!keys.delete(stored(name))) {
      throw unknown(name);
    }
    return new Deleted(name);
  }

  private String stored(String name) {
    if (keys.isConfigured(name)) {
      throw ProblemException.conflict(
          ChangeRefusedException.configured("caller", name).getMessage());
    }
    if (name.indexOf('\0') >= 0) {
      throw unknown(name);
    }
    return name;
  }

  private static ProblemException unknown(String name) {
    return ProblemException.notFound("no caller is called \"" + name + "\"");
  }
}
