package dev.ropeway.sandbox.table;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * A row of sys_rate_limit_rules: so many requests an hour for one user, for each user with a role,
 * or for each user.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RateRule(int limit, String user, String role) {

  public static RateRule perHour(int limit) {
    return new RateRule(limit, null, null);
  }

  public RateRule forUser(String userName) {
    return new RateRule(limit, userName, null);
  }

  public RateRule forRole(String name) {
    return new RateRule(limit, null, name);
  }

  /** The sys_id, which stays when the limit is changed. */
  public String id() {
    String scope = user != null ? "user " + user : role != null ? "role " + role : "sandbox";
    return Tables.seededSysId("sys_rate_limit_rules", scope);
  }
}
