package dev.ropeway.intake;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ropeway.api.Flaw;
import dev.ropeway.api.Problem;
import dev.ropeway.api.ProblemException;
import dev.ropeway.routes.ExtensionPoints;
import dev.ropeway.store.Json;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.util.Map;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.apache.camel.Headers;

/** Sources whose events a mounted route reads: {@code direct:read-<source>}. */
@ApplicationScoped
@Named("ownSources")
@RegisterForReflection // routes call it by name
public class OwnSources {

  private final ExtensionPoints extensions;

  OwnSources(ExtensionPoints extensions) {
    this.extensions = extensions;
  }

  /** Whether a mounted route reads the events of a source. */
  public boolean isKnown(@Header("source") String source) {
    return source != null && extensions.sources().contains(source);
  }

  /**
   * The body as maps and lists.
   *
   * @throws ProblemException where it is no JSON, or JSON that no reader should meet
   */
  public Object write(@Body byte[] body, @Headers Map<String, Object> headers) {
    Post post = Post.of(body, headers);
    if (!post.isJson()) {
      throw new ProblemException(Problem.of(415, "send events as JSON"));
    }
    JsonNode json = post.json();
    Flaw.in(json)
        .ifPresent(
            flaw -> {
              throw ProblemException.badField(flaw.pointer(), flaw.detail());
            });
    return Json.MAPPER.convertValue(json, Object.class);
  }
}
