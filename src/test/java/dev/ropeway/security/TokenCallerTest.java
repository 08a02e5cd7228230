package dev.ropeway.security;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenCallerTest {

  private static TokenCaller of(Map<String, String> claims, String... roles) {
    return TokenCaller.of(claims::get, Set.of(roles), Map.of());
  }

  @Test
  void a_role_is_claimed_by_its_word() {
    assertThat(of(Map.of(), "reader", "owner", "king").roles())
        .containsExactlyInAnyOrder(Role.READER, Role.OWNER);
    assertThat(of(Map.of(), "Reader", "OWNER").roles()).isEmpty();
  }

  @Test
  void a_role_is_claimed_by_the_values_that_were_configured_and_by_no_other() {
    Map<Role, Set<String>> values = Map.of(Role.OWNER, Set.of("Ropeway.Admin"));

    assertThat(TokenCaller.of(name -> null, Set.of("Ropeway.Admin", "reader"), values).roles())
        .containsExactlyInAnyOrder(Role.OWNER, Role.READER);
    assertThat(TokenCaller.of(name -> null, Set.of("owner"), values).roles()).isEmpty();
  }

  @Test
  void a_person_is_named_before_the_program_that_they_use() {
    assertThat(of(Map.of("preferred_username", "ada@x.org", "azp", "1")).name())
        .isEqualTo("ada@x.org");
    assertThat(of(Map.of("upn", "ada@x.org", "appid", "1")).name()).isEqualTo("ada@x.org");
    assertThat(of(Map.of("appid", "1", "sub", "2")).name()).isEqualTo("1");
    assertThat(of(Map.of("azp", "1", "sub", "2")).name()).isEqualTo("1");
    assertThat(of(Map.of("sub", "2")).name()).isEqualTo("2");
    assertThat(of(Map.of("sub", "a\u0000b")).name()).doesNotContain("\u0000");
  }

  @ParameterizedTest
  @ValueSource(strings = {"appid", "azp"})
  void E81_the_secure_webhook_of_azure_monitor_posts_events_and_nothing_else(String claim) {
    assertThat(
            of(
                    Map.of(claim, TokenCaller.AZURE_WEBHOOK),
                    TokenCaller.AZURE_WEBHOOK_ROLE,
                    "owner",
                    "reader")
                .roles())
        .containsExactly(Role.EVENT_PRODUCER);
    assertThat(of(Map.of(claim, TokenCaller.AZURE_WEBHOOK), "owner", "event-producer").roles())
        .isEmpty();
  }

  @Test
  void E81_the_role_alone_from_another_application_is_not_enough() {
    Map<Role, Set<String>> values =
        Map.of(Role.EVENT_PRODUCER, Set.of(TokenCaller.AZURE_WEBHOOK_ROLE));

    assertThat(of(Map.of("appid", "another"), TokenCaller.AZURE_WEBHOOK_ROLE).roles()).isEmpty();
    assertThat(of(Map.of(), TokenCaller.AZURE_WEBHOOK_ROLE).roles()).isEmpty();
    assertThat(
            TokenCaller.of(
                    Map.of("appid", "another")::get, Set.of(TokenCaller.AZURE_WEBHOOK_ROLE), values)
                .roles())
        .isEmpty();
    // A v1 token whose azp somebody else could fill is judged by appid.
    assertThat(
            of(
                    Map.of("appid", "another", "azp", TokenCaller.AZURE_WEBHOOK),
                    TokenCaller.AZURE_WEBHOOK_ROLE)
                .roles())
        .isEmpty();
  }

  @Test
  void limits_are_a_list_or_a_text_with_commas_and_what_cannot_be_read_limits_to_nothing() {
    assertThat(TokenCaller.scopes(List.of("/a", " /b/c "))).containsExactlyInAnyOrder("/a", "/b/c");
    assertThat(TokenCaller.scopes("/a, /b c,,")).containsExactlyInAnyOrder("/a", "/b c");
    assertThat(TokenCaller.scopes(Json.createArrayBuilder().add("/a").add(7).build()))
        .containsExactly("/a");
    assertThat(TokenCaller.scopes(null)).isEmpty();
    assertThat(TokenCaller.scopes(7)).isEmpty();
    assertThat(TokenCaller.scopes("")).isEmpty();
  }
}
