package dev.ropeway.security;

import dev.ropeway.store.Text;
import jakarta.json.JsonString;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
    // Any application of the directory can be given the role.
    if (isAzureWebhook(claim)) {
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

  /** Whether it is Azure Monitor that calls: v1 tokens say appid, v2 tokens azp. */
  static boolean isAzureWebhook(Function<String, String> claim) {
    String application = claim.apply("appid") != null ? claim.apply("appid") : claim.apply("azp");
    return AZURE_WEBHOOK.equalsIgnoreCase(application);
  }

  /** The paths that a claim names, as a list or in a text with commas; none if it names none. */
  static Set<String> scopes(Object claim) {
    Stream<String> texts =
        claim instanceof Collection<?> list
            ? list.stream().map(TokenCaller::text)
            : claim instanceof String text ? Arrays.stream(text.split(",")) : Stream.empty();
    return texts
        .map(String::strip)
        .filter(path -> !path.isEmpty())
        .collect(Collectors.toUnmodifiableSet());
  }

  private static String text(Object value) {
    return value instanceof JsonString json
        ? json.getString()
        : value instanceof String text ? text : "";
  }
}
