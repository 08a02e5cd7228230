package dev.ropeway.servicenow;

/** Gives access tokens for the connections that log in with OAuth. */
public interface BearerTokens {

  /**
   * A token that should be good now.
   *
   * @throws NoTokenException when there is none to be had
   */
  String token(Connection connection);

  /**
   * Another token in the place of one that the instance refused; null where there is none.
   *
   * @throws NoTokenException when the instance gives none any more
   */
  String renewed(Connection connection, String refused);
}
