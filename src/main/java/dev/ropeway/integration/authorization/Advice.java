package dev.ropeway.integration.authorization;

import dev.ropeway.servicenow.Credentials.Grant;
import dev.ropeway.servicenow.Credentials.OAuth;

/**
 * What is likely behind a refusal. An instance answers nearly every one of them alike, so the
 * sentence lists what to check, the likeliest first (servicenow-wire § 3.2; D33, E54, E58).
 */
final class Advice {

  static final String PAGE =
      "the token endpoint did not answer with JSON: the instance is hibernating or restarting, or is"
          + " behind a login page. Open its address in a browser and wake it";

  private Advice() {}

  /** What keeps the token endpoint from being asked; {@code answer} is a body or Quarkus' words. */
  static String away(String answer) {
    return answer.contains("<")
        ? PAGE
        : "the token endpoint cannot be reached; Ropeway will try again. Seen: " + answer;
  }

  /** How a person starts anew. */
  static String again(OAuth oauth, String integration) {
    return oauth.grant() == Grant.AUTHORIZATION_CODE
        ? "open /api/v1/integrations/" + integration + "/authorize as the integration user"
        : "send the user name and password with PATCH /api/v1/integrations/" + integration;
  }

  static String refused(OAuth oauth, boolean refreshing) {
    String client =
        "the client id and secret are those of an active entry of the Application Registry";
    return switch (oauth.grant()) {
      case PASSWORD ->
          refreshing
              ? "the instance refused the refresh token. Check, in this order: it is not older than the"
                  + " Refresh Token Lifespan and was not revoked (System OAuth > Manage Tokens); "
                  + client
                  + ". Then send the user name and password again"
              : "the instance refused the login. Check, in this order: the user name and password; the user is"
                  + " active, not locked and may log in interactively (not web service access only); "
                  + client;
      case CLIENT_CREDENTIALS ->
          "the instance refused the client. Check, in this order: "
              + client
              + "; it names an OAuth Application User; the property"
              + " glide.oauth.inbound.client.credential.grant_type.enabled is true";
      case AUTHORIZATION_CODE ->
          refreshing
              ? "the instance refused the refresh token. Check, in this order: it is not older than the"
                  + " Refresh Token Lifespan and was not revoked (System OAuth > Manage Tokens); "
                  + client
                  + ". Then consent again"
              : "the instance refused the authorization code. Check, in this order: the code is less than a"
                  + " minute old and was not used before; "
                  + client
                  + "; that entry's Redirect URL is the one of Ropeway. Then consent again";
      case JWT_BEARER ->
          "the instance refused the assertion. Check, in this order: its JWT Verifier Map has the"
              + " certificate of Ropeway's key under the same key id; the subject is a user of the instance;"
              + " the audience is the one that the registry entry expects; the clocks differ by less than"
              + " five minutes; "
              + client;
    };
  }
}
