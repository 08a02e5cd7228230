package dev.ropeway.mapping;

import dev.ropeway.assignment.Claim;
import dev.ropeway.integration.authorization.AuthorizationSettings;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.Optional;
import java.util.UUID;

/**
 * Tells the ticket of a group where all its recommendations are listed: it names the first ones.
 */
@ApplicationScoped
class GroupLinks {

  private final Optional<URI> home;

  GroupLinks(AuthorizationSettings settings) {
    home = settings.publicUrl();
  }

  /** The same, linked to the list if it is of a group and Ropeway knows its own address. */
  Claim linked(Claim claim) {
    return linked(claim, home);
  }

  static Claim linked(Claim claim, Optional<URI> home) {
    return claim.recommendation().standsForGroup() && home.isPresent()
        ? claim.telling(
            claim
                .recommendation()
                .but()
                .url(home.get().toString().replaceFirst("/$", "") + path(claim.id()))
                .build())
        : claim;
  }

  /** The call that lists them. */
  static String path(UUID assignment) {
    return "/api/v1/recommendations?assignment=" + assignment;
  }
}
