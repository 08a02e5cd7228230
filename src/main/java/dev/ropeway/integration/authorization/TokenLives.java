package dev.ropeway.integration.authorization;

import dev.ropeway.servicenow.Connection;
import dev.ropeway.servicenow.Credentials.OAuth;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Tells how long the tokens of an integration live, and nothing else of them. */
@ApplicationScoped
public class TokenLives {

  private final Tokens tokens;

  TokenLives(Tokens tokens) {
    this.tokens = tokens;
  }

  /** Empty without a token, or where none is needed. */
  public Optional<TokenLife> of(Connection connection) {
    return connection.credentials() instanceof OAuth
        ? tokens
            .held(connection)
            .map(
                held ->
                    new TokenLife(held.accessExpiresAt(), held.refreshExpiresAt(), held.username()))
        : Optional.empty();
  }
}
