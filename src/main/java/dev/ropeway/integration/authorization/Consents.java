package dev.ropeway.integration.authorization;

import dev.ropeway.assignment.InstanceStates;
import dev.ropeway.integration.Authorized;
import dev.ropeway.integration.authorization.ConsentRequests.Request;
import dev.ropeway.servicenow.Connection;
import dev.ropeway.servicenow.Connections;
import dev.ropeway.servicenow.Credentials.Grant;
import dev.ropeway.servicenow.Credentials.OAuth;
import dev.ropeway.servicenow.EncodedQuery;
import dev.ropeway.servicenow.NoTokenException;
import dev.ropeway.servicenow.Table;
import dev.ropeway.servicenow.TableAnswer;
import dev.ropeway.servicenow.TableCall;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.jboss.logging.Logger;

/**
 * Authorization by a person: sends a browser to the instance and takes back what it brings, with
 * PKCE and a state that is good once for ten minutes (servicenow-wire § 3.3; A32).
 */
@ApplicationScoped
public class Consents {

  private static final Logger LOG = Logger.getLogger(Consents.class);
  private static final Duration LIFE = Duration.ofMinutes(10);
  private static final int RANDOM_BYTES = 32;

  private final ConsentRequests requests;
  private final Connections connections;
  private final OAuthTokenEndpoint endpoint;
  private final OAuthTokens tokens;
  private final Revocations revocations;
  private final InstanceStates states;
  private final AuthorizationSettings settings;
  private final Event<Authorized> authorized;
  private final ProducerTemplate camel;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  Consents(
      ConsentRequests requests,
      Connections connections,
      OAuthTokenEndpoint endpoint,
      OAuthTokens tokens,
      Revocations revocations,
      InstanceStates states,
      AuthorizationSettings settings,
      Event<Authorized> authorized,
      ProducerTemplate camel,
      Clock clock) {
    this.requests = requests;
    this.connections = connections;
    this.endpoint = endpoint;
    this.tokens = tokens;
    this.revocations = revocations;
    this.states = states;
    this.settings = settings;
    this.authorized = authorized;
    this.camel = camel;
    this.clock = clock;
  }

  /** A consent that cannot be begun or finished, with what to do instead. */
  public static final class ConsentException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ConsentException(String message) {
      super(message);
    }
  }

  /**
   * A consent that was given.
   *
   * @param username who gave it; null where the instance does not let us see
   * @param warning why that is not as it should be; null when it is
   */
  public record Consent(String integration, String username, String warning) {}

  /**
   * Where a browser is to be sent for a consent.
   *
   * @throws ConsentException when the integration is not authorized by consent
   */
  public URI begin(String integration, String askedBy) {
    Connection connection =
        connections
            .find(integration)
            .filter(one -> grant(one) == Grant.AUTHORIZATION_CODE)
            .orElseThrow(
                () ->
                    new ConsentException(
                        "only integrations with auth.type=oauth-authorization-code need a consent"));
    OAuth oauth = (OAuth) connection.credentials();
    String state = word();
    String verifier = word();
    requests.add(
        state,
        new Request(integration, verifier, askedBy),
        clock.instant().plus(LIFE),
        clock.instant());
    String challenge =
        Base64.getUrlEncoder().withoutPadding().encodeToString(ConsentRequests.sha256(verifier));
    return URI.create(
        connection.url()
            + "/oauth_auth.do?response_type=code&client_id="
            + encoded(oauth.clientId())
            + "&redirect_uri="
            + encoded(redirectUri())
            + "&state="
            + state
            + "&code_challenge="
            + challenge
            + "&code_challenge_method=S256");
  }

  private static Grant grant(Connection connection) {
    return connection.credentials() instanceof OAuth oauth ? oauth.grant() : null;
  }

  private String redirectUri() {
    return settings
        .publicUrl()
        .map(url -> url.toString().replaceFirst("/$", "") + "/oauth/callback")
        .orElseThrow(
            () ->
                new ConsentException(
                    "ropeway.authorization.public-url must be set to the address at which browsers reach Ropeway"));
  }

  private String word() {
    byte[] bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /**
   * Takes what the instance sent the browser back with.
   *
   * @param error what it says instead of a code; null with a code
   * @throws ConsentException when the state is not one of ours, was used, or has expired, when the
   *     person denied it, or when the instance does not honour the code
   */
  public Consent finish(String state, String code, String error) {
    Request request =
        Optional.ofNullable(state)
            .flatMap(word -> requests.take(word, clock.instant()))
            .orElseThrow(
                () ->
                    new ConsentException(
                        "This consent request is unknown, was already used, or is older than ten minutes."
                            + " Start again."));
    if (error != null || code == null) {
      throw new ConsentException(
          "The instance did not return a consent: it was denied, or the instance refused the request."
              + " Start again as the integration user and press Allow.");
    }
    Connection connection =
        connections
            .find(request.integration())
            .filter(one -> grant(one) == Grant.AUTHORIZATION_CODE)
            .orElseThrow(
                () ->
                    new ConsentException(
                        "The integration was changed in the meantime. Start again."));
    OAuth oauth = (OAuth) connection.credentials();
    HeldTokens granted;
    try {
      granted = endpoint.code(connection, oauth, code, redirectUri(), request.verifier());
    } catch (NoTokenException e) {
      throw new ConsentException(e.getMessage());
    }
    Optional<HeldTokens> former = tokens.replaced(connection);
    tokens.consented(connection, granted.of(null));
    former.ifPresent(tokensBefore -> revocations.revoke(connection, tokensBefore, granted));
    String username = whoConsented(connection);
    tokens.consented(connection, granted.of(username));
    states.forget(connection.name());
    authorized.fire(new Authorized(connection.name()));
    LOG.infof(
        "integration %s was authorized by %s; requested by %s",
        connection.name(), username, request.askedBy());
    return new Consent(
        connection.name(), username, Authorizations.stranger(oauth, username).orElse(null));
  }

  private String whoConsented(Connection connection) {
    try {
      TableAnswer answer =
          camel.requestBody(
              "direct:call-servicenow",
              TableCall.list(
                  connection.name(),
                  Table.SYS_USER,
                  new EncodedQuery().isMe("user_name"),
                  List.of("sys_id", "user_name"),
                  1),
              TableAnswer.class);
      return answer.rows().isEmpty() ? null : answer.rows().get(0).text("user_name");
    } catch (CamelExecutionException e) {
      LOG.debugf(e, "the user who consented for %s cannot be read", connection.name());
      return null;
    }
  }
}
