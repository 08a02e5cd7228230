package dev.ropeway.sandbox.instance;

import io.vertx.core.MultiMap;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** What a client asks a person to allow. */
public record AuthorizationRequest(
    String clientId, OAuthClient client, String redirectUri, String state, String challenge) {
  private static final String STATE_REQUIRED = "glide.oauth.state.parameter.required";

  /**
   * Only the text about the state is in our sources; the other texts are ours, and so is the order
   * in which faults are noticed.
   *
   * @throws IllegalArgumentException saying why a person is not asked at all
   */
  public static AuthorizationRequest of(MultiMap parameters, Instance instance) {
    String id = String.valueOf(parameters.get("client_id"));
    OAuthClient client = instance.registry.client(id);
    require(client != null && client.allows(Grant.AUTHORIZATION_CODE), "Invalid client_id");
    require("code".equals(parameters.get("response_type")), "Unsupported response_type");
    String state = parameters.get("state");
    boolean missing = state == null || state.isEmpty();
    require(!missing || !instance.isOn(STATE_REQUIRED), "Missing State parameter in request");
    String challenge = parameters.get("code_challenge");
    require(
        challenge == null || "S256".equals(parameters.get("code_challenge_method")),
        "Unsupported code_challenge_method");
    String redirectUri = client.redirectUri(parameters.get("redirect_uri"));
    require(redirectUri != null, "The client has no redirect URL");
    return new AuthorizationRequest(id, client, redirectUri, missing ? null : state, challenge);
  }

  public String allowed(String code) {
    return redirect("code", code);
  }

  /** The form of RFC 6749; what an instance sends when a person denies is not in our sources. */
  public String denied() {
    return redirect("error", "access_denied");
  }

  private String redirect(String name, String value) {
    char separator = redirectUri.indexOf('?') < 0 ? '?' : '&';
    String answer = redirectUri + separator + name + '=' + encoded(value);
    return state == null ? answer : answer + "&state=" + encoded(state);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
