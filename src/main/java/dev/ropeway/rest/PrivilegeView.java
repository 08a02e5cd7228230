package dev.ropeway.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.ropeway.activity.Privilege;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;

/** A role that somebody has, as its readers see it. */
@RegisterForReflection // JSON of answers
@JsonInclude(JsonInclude.Include.NON_NULL)
record PrivilegeView(
    String integration,
    String holder,
    String holderId,
    String name,
    String fullName,
    String role,
    boolean inherited,
    boolean active,
    Instant since,
    Instant lastLogin) {

  static PrivilegeView of(Privilege privilege) {
    return new PrivilegeView(
        privilege.integration(),
        privilege.holder().word(),
        privilege.holderId(),
        privilege.name(),
        privilege.fullName(),
        privilege.role(),
        privilege.inherited(),
        privilege.active(),
        privilege.since(),
        privilege.lastLogin());
  }
}
