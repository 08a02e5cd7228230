package dev.ropeway.sandbox.instance;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** An entry of the application registry; immutable, each {@code with…} gives a changed copy. */
@JsonAutoDetect(fieldVisibility = Visibility.ANY, getterVisibility = Visibility.NONE)
public final class OAuthClient {
  private String name;
  private String secret;
  private Set<Grant> grants = EnumSet.allOf(Grant.class);
  private List<String> redirectUris = List.of();
  private String applicationUser = "ropeway";
  private long accessTokenSeconds = 1800;
  private long refreshTokenSeconds = 8_640_000;
  private List<String> publicKeys = List.of();
  private String userField = "user_name";
  private boolean jtiVerified = true;
  private boolean jwtTokens;

  private OAuthClient() {}

  private OAuthClient(OAuthClient other) {
    name = other.name;
    secret = other.secret;
    grants = other.grants;
    redirectUris = other.redirectUris;
    applicationUser = other.applicationUser;
    accessTokenSeconds = other.accessTokenSeconds;
    refreshTokenSeconds = other.refreshTokenSeconds;
    publicKeys = other.publicKeys;
    userField = other.userField;
    jtiVerified = other.jtiVerified;
    jwtTokens = other.jwtTokens;
  }

  /** A client that may use every grant, with the lifespans an instance proposes. */
  public static OAuthClient withSecret(String secret) {
    return new OAuthClient().with(client -> client.secret = secret);
  }

  /** A client without a secret: it has to prove its authorization codes with PKCE. */
  public static OAuthClient withoutSecret() {
    return new OAuthClient();
  }

  /** What the consent page calls it; the client id when never set. */
  public OAuthClient withName(String other) {
    return with(client -> client.name = other);
  }

  public OAuthClient withGrants(Grant... allowed) {
    return with(client -> client.grants = Set.of(allowed));
  }

  /** The first one is used whenever a request names one that is not registered. */
  public OAuthClient withRedirectUris(String... uris) {
    return with(client -> client.redirectUris = List.of(uris));
  }

  /** Who client_credentials act as; null when nobody was chosen, which refuses the grant. */
  public OAuthClient withApplicationUser(String userName) {
    return with(client -> client.applicationUser = userName);
  }

  public OAuthClient withTokenLife(Duration access, Duration refresh) {
    return with(
        client -> {
          client.accessTokenSeconds = access.toSeconds();
          client.refreshTokenSeconds = refresh.toSeconds();
        });
  }

  /** Adds a public key or a certificate, in PEM, that assertions of this client are signed for. */
  public OAuthClient withPublicKey(String pem) {
    return with(
        client -> {
          client.publicKeys = new ArrayList<>(publicKeys);
          client.publicKeys.add(pem);
        });
  }

  /** The column of sys_user that the subject of an assertion is looked up in. */
  public OAuthClient withUserField(String column) {
    return with(client -> client.userField = column);
  }

  /** Whether an assertion needs a {@code jti} and is good only once, as registries propose. */
  public OAuthClient withJtiVerified(boolean verified) {
    return with(client -> client.jtiVerified = verified);
  }

  /** Whether access tokens are signed JWTs rather than opaque. */
  public OAuthClient withJwtTokens(boolean jwt) {
    return with(client -> client.jwtTokens = jwt);
  }

  public String nameOr(String id) {
    return name == null ? id : name;
  }

  public boolean isPublic() {
    return secret == null;
  }

  public boolean hasSecret(String given) {
    return secret != null && secret.equals(given);
  }

  public boolean allows(Grant grant) {
    return grants.contains(grant);
  }

  /** Null when the client has no redirect URI at all. */
  String redirectUri(String asked) {
    return redirectUris.contains(asked) ? asked : redirectUris.stream().findFirst().orElse(null);
  }

  public String applicationUser() {
    return applicationUser;
  }

  Duration accessTokenLife() {
    return Duration.ofSeconds(accessTokenSeconds);
  }

  Duration refreshTokenLife() {
    return Duration.ofSeconds(refreshTokenSeconds);
  }

  List<String> publicKeys() {
    return publicKeys;
  }

  String userField() {
    return userField;
  }

  boolean isJtiVerified() {
    return jtiVerified;
  }

  boolean hasJwtTokens() {
    return jwtTokens;
  }

  OAuthClient copy() {
    return new OAuthClient(this);
  }

  private OAuthClient with(Consumer<OAuthClient> change) {
    OAuthClient copy = copy();
    change.accept(copy);
    return copy;
  }
}
