package dev.ropeway.packaged;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Recommendations as a producer sends them. */
public final class PostedEvents {

  private PostedEvents() {}

  /** One finding; equal numbers and prefixes are the same finding. */
  public static String one(String prefix, int number) {
    return """
        {"id":"%1$s-%2$d","title":"Storage account should use private link","severity":"high",
         "description":"Private links keep the traffic of a storage account inside the virtual network.",
         "remediation":"Open the account, choose Networking and add a private endpoint.",
         "category":"Data","source":"microsoft","state":"unhealthy","stateChangedAt":"2026-05-01T10:00:00Z",
         "resource":{"id":"/subscriptions/0b9c/resourceGroups/rg-%2$d/providers/Microsoft.Storage/storageAccounts/acct%2$d",
           "name":"acct%2$d","type":"storage","scope":"/subscriptions/0b9c"},
         "url":"https://portal.example.com/recommendations/%2$d","tags":{"team":"storage","env":"prod"}}"""
        .formatted(prefix, number);
  }

  /** An array of findings, numbered from {@code first}. */
  public static String array(String prefix, int first, int count) {
    return IntStream.range(first, first + count)
        .mapToObj(number -> one(prefix, number))
        .collect(Collectors.joining(",", "[", "]"));
  }
}
