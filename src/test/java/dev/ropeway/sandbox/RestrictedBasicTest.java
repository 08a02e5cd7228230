package dev.ropeway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class RestrictedBasicTest extends SandboxFixture {
  private static final String RESTRICTED = "glide.authenticate.basic_auth.restriction.enforce";

  private static HttpCaller.Reply as(String userName, String password) {
    return new HttpCaller(sandbox, HttpCaller.basic(userName, password)).get(INCIDENTS);
  }

  @Test
  void an_instance_of_2026_refuses_interactive_users_with_the_right_password() {
    sandbox.property(RESTRICTED, "true");

    assertThat(as("ropeway", "ropeway").status()).isEqualTo(401);
    assertThat(as("ropeway.service", "ropeway.service").status()).isEqualTo(200);
  }

  @Test
  void a_role_lets_an_interactive_user_in_all_the_same() {
    sandbox.property(RESTRICTED, "true");
    sandbox.insert(
        "sys_user_has_role",
        Map.of(
            "user", id("sys_user", "user_name", "ropeway"),
            "role", id("sys_user_role", "name", "snc_basic_auth_api_access")));

    assertThat(as("ropeway", "ropeway").status()).isEqualTo(200);
  }

  @Test
  void a_user_with_a_second_factor_has_to_append_it() {
    sandbox.update(
        "sys_user", userId("ropeway"), Map.of("enable_multifactor_authn", "true"), "admin");

    assertThat(as("ropeway", "ropeway").status()).isEqualTo(401);
    assertThat(as("ropeway", "ropeway").header("X-MFA_TOKEN")).isEqualTo("invalid");
    assertThat(as("ropeway", "ropeway123456").status()).isEqualTo(200);
    assertThat(as("ropeway", "wrong").header("X-MFA_TOKEN")).isNull();
  }

  private static String id(String table, String column, String value) {
    return sandbox.rows(table).stream()
        .filter(row -> row.get(column).equals(value))
        .findFirst()
        .orElseThrow()
        .get("sys_id");
  }
}
