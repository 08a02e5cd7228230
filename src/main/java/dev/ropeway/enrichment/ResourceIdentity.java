package dev.ropeway.enrichment;

import dev.ropeway.integration.Cmdb;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.servicenow.ConfigurationItems.Wanted;
import dev.ropeway.servicenow.ConfigurationItems.Wanted.Column;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a recommendation says of its configuration item: names of every shape, the best first (E31).
 *
 * @param type of its resource, in lower case; empty if it says none
 */
record ResourceIdentity(
    List<String> ids, List<String> hosts, List<String> names, List<String> addresses, String type) {

  private static final Pattern HOST =
      Pattern.compile(
          "(?=.{4,253}$)([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9])?\\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern IPV4 =
      Pattern.compile("((25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.|$)){4}(?<!\\.)");
  private static final Pattern IPV6 =
      Pattern.compile("(?=.*:.*:)[0-9a-f:]{2,39}(\\.\\d{1,3}){0,3}", Pattern.CASE_INSENSITIVE);

  /** What stands before the mark in {@code correlation_id}; a column of 100 characters. */
  private static final String MARK = "ropeway:";

  static ResourceIdentity of(Recommendation recommendation) {
    Set<String> said = new LinkedHashSet<>();
    recommendation.configurationItems().forEach(candidate -> add(said, candidate));
    Recommendation.Resource resource = recommendation.resource();
    // What an alert names as its item need not be what it was raised on: the resource only counts
    // where there is nothing better than an address.
    boolean guess = said.stream().allMatch(ResourceIdentity::isAddress);
    if (resource != null && guess) {
      add(said, resource.id());
      add(said, resource.name());
    }
    List<String> ids = said.stream().filter(ResourceIdentity::isId).toList();
    Set<String> names =
        said.stream()
            .filter(one -> !isId(one) && !isAddress(one))
            .collect(Collectors.toCollection(LinkedHashSet::new));
    ids.forEach(id -> add(names, lastSegment(id)));
    return new ResourceIdentity(
        ids,
        said.stream().filter(ResourceIdentity::isHost).toList(),
        List.copyOf(names),
        said.stream().filter(ResourceIdentity::isAddress).toList(),
        type(ids, guess ? resource : null));
  }

  private static void add(Set<String> to, String text) {
    if (text != null && !text.isBlank()) {
      String stripped = text.strip();
      to.add(isHost(stripped.replaceAll("\\.$", "")) ? stripped.replaceAll("\\.$", "") : stripped);
    }
  }

  private static boolean isId(String text) {
    return text.indexOf('/') >= 0 || text.regionMatches(true, 0, "arn:", 0, 4);
  }

  private static boolean isAddress(String text) {
    return IPV4.matcher(text).matches() || IPV6.matcher(text).matches();
  }

  private static boolean isHost(String text) {
    return !isId(text) && !isAddress(text) && HOST.matcher(text).matches();
  }

  private static String lastSegment(String id) {
    String[] segments = id.split("[/:]");
    return segments.length == 0 ? null : segments[segments.length - 1];
  }

  private static String type(List<String> ids, Recommendation.Resource resource) {
    String said = resource == null || resource.type() == null ? "" : resource.type();
    String read = ids.isEmpty() ? "" : ResourceType.of(ids.get(0));
    return (read.isEmpty() ? said : read).strip().toLowerCase(Locale.ROOT);
  }

  /** Whether anything was said. */
  boolean isNamed() {
    return !ids.isEmpty() || !hosts.isEmpty() || !names.isEmpty() || !addresses.isEmpty();
  }

  /** An address alone is a guess: it may be anybody's tomorrow. */
  boolean canBeMade() {
    return !ids.isEmpty() || !hosts.isEmpty() || !names.isEmpty();
  }

  /** How to look it up, in the order that the settings want. */
  Wanted wanted(String integration, Cmdb cmdb) {
    Set<Column> columns = new LinkedHashSet<>();
    for (Cmdb.By by : cmdb.lookUpBy()) {
      switch (by) {
        case RESOURCE_ID -> keys(columns, "correlation_id", ids);
        case ATTRIBUTE -> {
          keys(columns, cmdb.attribute(), ids);
          keys(columns, cmdb.attribute(), names);
        }
        case FQDN -> keys(columns, "fqdn", hosts);
        case NAME -> keys(columns, "name", names);
        case IP -> keys(columns, "ip_address", addresses);
      }
    }
    List<Column> all = new ArrayList<>();
    if (canBeMade()) {
      all.add(new Column("correlation_id", mark()));
    }
    all.addAll(columns);
    return new Wanted(integration, all);
  }

  private static void keys(Set<Column> columns, String column, List<String> values) {
    values.forEach(value -> columns.add(new Column(column, value)));
  }

  /** What a record of ours is found again by: equal for all recommendations that name it alike. */
  String mark() {
    byte[] text = identity().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(text);
      return MARK + HexFormat.of().formatHex(digest, 0, 20);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private String identity() {
    return !ids.isEmpty() ? ids.get(0) : !hosts.isEmpty() ? hosts.get(0) : names.get(0);
  }

  /** The record to make of it. */
  Map<String, Object> record(Cmdb cmdb) {
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("name", names.isEmpty() ? identity() : names.get(0));
    record.put("correlation_id", mark());
    record.put("short_description", "Made by Ropeway for " + identity());
    if (!hosts.isEmpty()) {
      record.put("fqdn", hosts.get(0));
    }
    if (!addresses.isEmpty()) {
      record.put("ip_address", addresses.get(0));
    }
    if (cmdb.attribute() != null && !ids.isEmpty()) {
      record.put(cmdb.attribute(), ids.get(0));
    }
    return record;
  }

  /** As people are told of it. */
  String shown() {
    List<String> all = new ArrayList<>(ids);
    all.addAll(hosts);
    names.stream().filter(name -> !all.contains(name)).forEach(all::add);
    all.addAll(addresses);
    return all.stream().limit(3).collect(Collectors.joining("\", \"", "\"", "\""));
  }
}
