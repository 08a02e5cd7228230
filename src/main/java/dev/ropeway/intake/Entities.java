package dev.ropeway.intake;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The things that an alert or incident names: entities of alerts and of Sentinel, evidence of
 * Defender XDR. The same field names, under {@code properties} or not.
 */
record Entities(List<CaseBlind> all) {

  static Entities of(CaseBlind... lists) {
    return new Entities(Stream.of(lists).flatMap(list -> list.items().stream()).toList());
  }

  /** Cloud resources, by their ids. */
  List<String> resources() {
    return named(
        entity ->
            CaseBlind.first(
                entity.at("azureResourceId"),
                entity.at("resourceId"),
                entity.at("azureID"),
                entity.at("vmMetadata", "resourceId")));
  }

  /** Machines, by their full names where these are known. */
  List<String> hosts() {
    return named(Entities::host);
  }

  /**
   * What the CI could be called (E31), one name for each thing: addresses may be an attacker's and
   * only count where nothing else is named.
   */
  List<String> configurationItems() {
    List<String> names = all.stream().map(Entities::best).filter(Objects::nonNull).toList();
    return names.isEmpty() ? addresses() : names.stream().distinct().toList();
  }

  private List<String> addresses() {
    return named(
        entity ->
            CaseBlind.first(
                entity.at("address"), entity.at("ipAddress"), entity.at("privateIpAddress")));
  }

  private static String best(CaseBlind entity) {
    return Stream.of(new Entities(List.of(entity)))
        .flatMap(one -> Stream.concat(one.resources().stream(), one.hosts().stream()))
        .findFirst()
        .orElse(null);
  }

  private static String host(CaseBlind entity) {
    String name =
        CaseBlind.first(
            entity.at("fqdn"),
            entity.at("deviceDnsName"),
            entity.at("hostName"),
            entity.at("netBiosName"));
    String domain = entity.at("dnsDomain").text();
    return name == null || domain == null || name.indexOf('.') > 0 ? name : name + "." + domain;
  }

  private List<String> named(Function<CaseBlind, String> name) {
    return all.stream()
        .map(entity -> entity.at("properties").node().isObject() ? entity.at("properties") : entity)
        .map(name)
        .filter(Objects::nonNull)
        .distinct()
        .toList();
  }
}
