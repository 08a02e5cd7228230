package dev.ropeway.security;

import dev.ropeway.api.Callers;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.ApplicationScoped;

/** What a caller may do, so that pages offer nothing else. */
@ApplicationScoped
public class Permissions {

  private final Operations operations;

  Permissions(Operations operations) {
    this.operations = operations;
  }

  /**
   * Whether a caller may call an operation of the contract.
   *
   * @throws IllegalArgumentException when the contract has no operation of that id
   */
  public boolean may(SecurityIdentity caller, String operation) {
    Operations.Operation found =
        operations
            .named(operation)
            .orElseThrow(() -> new IllegalArgumentException("no operation " + operation));
    return found.roles().stream().anyMatch(role -> caller.hasRole(role.word()))
        && (found.limited() || Callers.bounds(caller).everything());
  }
}
