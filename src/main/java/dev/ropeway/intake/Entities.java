package dev.ropeway.intake;

import dev.ropeway.intake.words.AzureId;
import dev.ropeway.intake.words.CaseBlind;
import dev.ropeway.intake.words.ResourceNames;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
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

  /** Cloud resources, what is one before what others lie in. */
  List<String> bestResources() {
    return resources().stream()
        .sorted(Comparator.comparing(id -> AzureId.type(id) == null))
        .toList();
  }

  /**
   * What the CI could be called (E31), best first: addresses may be an attacker's and only count
   * where nothing else is named.
   */
  List<String> configurationItems() {
    List<String> names =
        Stream.of(bestResources(), things()).flatMap(List::stream).distinct().toList();
    return names.isEmpty() ? addresses() : names;
  }

  /** What has a name but no id of a cloud: machines, pods, images. */
  List<String> things() {
    return Stream.of(hosts(), pods(), images()).flatMap(List::stream).distinct().toList();
  }

  /** Pods and containers, by their names in their cluster. */
  private List<String> pods() {
    return named(entity -> is(entity, "pod") ? entity.at("name").text() : null);
  }

  /** Images, by their repositories: a digest is another with each build. */
  private List<String> images() {
    return named(
        entity ->
            is(entity, "containerimage")
                ? ResourceNames.repository(entity.at("imageId").text())
                : null);
  }

  private static boolean is(CaseBlind entity, String what) {
    String type = CaseBlind.first(entity.at("@odata.type"), entity.at("type"));
    return type != null && type.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "").contains(what);
  }

  private List<String> addresses() {
    return named(
        entity ->
            CaseBlind.first(
                entity.at("address"), entity.at("ipAddress"), entity.at("privateIpAddress")));
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
