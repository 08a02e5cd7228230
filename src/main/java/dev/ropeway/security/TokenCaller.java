package dev.ropeway.security;

import dev.ropeway.store.Text;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;

/** Whom a token names, and what that opens here. */
record TokenCaller(String name, Set<Role> roles) {

  /** "AzNS AAD Webhook", by which Azure Monitor's action groups call secure webhooks. */
  static final String AZURE_WEBHOOK = "461e8683-5575-4561-ac7f-899cc907d62a";

  /** The role that our application registration gives to it. */
  static final String AZURE_WEBHOOK_ROLE = "ActionGroupsSecureWebhook";

  private static final int MAX_NAME = 200;

  /** A person before a program: Entra ID's words (v2, v1), then those of others. */
  private static final List<String> NAMES =
      List.of("preferred_username", "upn", "unique_name", "appid", "azp", "client_id", "sub");

  /**
   * @param claim the text of a claim, or null
   * @param claimed the values of the claim that holds roles
   * @param values by which each role is claimed
   */
  static TokenCaller of(
      Function<String, String> claim, Set<String> claimed, Map<Role, Set<String>> values) {
    String name =
        NAMES.stream().map(claim).filter(Objects::nonNull).findFirst().orElse("unnamed token");
    return new TokenCaller(Text.cut(Text.clean(name), MAX_NAME), roles(claim, claimed, values));
  }

  private static Set<Role> roles(
      Function<String, String> claim, Set<String> claimed, Map<Role, Set<String>> values) {
    Set<Role> roles = EnumSet.noneOf(Role.class);
    // v1 tokens say appid, v2 tokens azp. Any application of the directory can be given the role.
    String application = claim.apply("appid") != null ? claim.apply("appid") : claim.apply("azp");
    if (AZURE_WEBHOOK.equalsIgnoreCase(application)) {
      if (claimed.contains(AZURE_WEBHOOK_ROLE)) {
        roles.add(Role.EVENT_PRODUCER);
      }
      return roles;
    }
    for (Role role : Role.values()) {
      Set<String> words = values.getOrDefault(role, Set.of(role.word()));
      if (words.stream()
          .anyMatch(word -> claimed.contains(word) && !word.equals(AZURE_WEBHOOK_ROLE))) {
        roles.add(role);
      }
    }
    return roles;
  }
}
