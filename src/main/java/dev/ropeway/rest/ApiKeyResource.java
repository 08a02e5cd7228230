package dev.ropeway.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.ropeway.api.Answers;
import dev.ropeway.api.Bodies;
import dev.ropeway.api.Callers;
import dev.ropeway.api.Contract;
import dev.ropeway.api.Made;
import dev.ropeway.api.ProblemException;
import dev.ropeway.assignment.Page;
import dev.ropeway.security.ApiKeys;
import dev.ropeway.security.ApiKeys.Issued;
import dev.ropeway.security.Role;
import dev.ropeway.store.Spans;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
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
  private final ManagedResource resource;
  private final Contract newKey = new Contract("NewApiKey");
  private final Contract rotation = new Contract("Rotation");

  ApiKeyResource(ApiKeys keys, Answers answers) {
    this.keys = keys;
    resource = new ManagedResource("caller", "/api/v1/api-keys", UnaryOperator.identity(), answers);
  }

  /** A key, shown this once, and whose it is. */
  public record Shown(
      String name,
      Set<String> roles,
      @JsonInclude(JsonInclude.Include.NON_NULL) Set<String> scopes,
      String key) {

    private static Shown of(Issued issued) {
      ApiKeys.Shown caller = issued.caller();
      return new Shown(caller.name(), caller.roles(), caller.scopes(), issued.key());
    }
  }

  public Page<ApiKeys.Shown> list(@Headers Map<String, Object> headers) {
    return new Query(headers).page(keys.all().stream(), ApiKeys.Shown::name);
  }

  public Made issue(@Body byte[] body, @Headers Map<String, Object> headers) {
    JsonNode wanted = newKey.require(Bodies.document(body));
    String name = wanted.path("name").asText();
    Set<Role> roles = new TreeSet<>();
    wanted.path("roles").forEach(word -> Role.named(word.asText()).ifPresent(roles::add));
    return keys.issue(name, roles, scopes(wanted), Callers.name(headers))
        .map(issued -> new Made(resource.pathOf(name), Shown.of(issued)))
        .orElseThrow(
            () -> ProblemException.conflict("a caller called \"" + name + "\" already exists"));
  }

  /** Null where none are said: who wants no limits says so by saying nothing. */
  private static Set<String> scopes(JsonNode wanted) {
    if (!wanted.has("scopes")) {
      return null;
    }
    Set<String> scopes = new TreeSet<>();
    wanted.path("scopes").forEach(path -> scopes.add(path.asText()));
    return scopes;
  }

  public Shown rotate(@Header("name") String name, @Body byte[] body) {
    Duration grace = grace(body);
    return resource
        .change(() -> keys.rotate(name, grace))
        .map(Shown::of)
        .orElseThrow(() -> resource.missing(name));
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
    if (!resource.change(() -> keys.delete(name))) {
      throw resource.missing(name);
    }
    return new Deleted(name);
  }
}
