package dev.ropeway.integration.authorization;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OAuthTokenEndpointTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"error_description":"access_denied","error":"server_error"} | true
          {"error":"invalid_grant"}                                    | true
          ''                                                           | true
          {"error":{"message":"x","detail":"y"},"status":"failure"}    | false
          <html>maintenance</html>                                     | false
          OIDC Server is not available                                 | false
          {"error"                                                     | false
          """)
  void only_the_instances_own_word_is_a_refusal(String answer, boolean refusal) {
    assertThat(OAuthTokenEndpoint.isRefusal(answer)).isEqualTo(refusal);
  }
}
