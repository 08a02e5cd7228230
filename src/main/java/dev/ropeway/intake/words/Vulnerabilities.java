package dev.ropeway.intake.words;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Weaknesses that a recommendation tells of, in the words of ASFF or OCSF: which they are, what is
 * installed and what to install instead, where to read on.
 */
public record Vulnerabilities(List<CaseBlind> all) {

  /** Those of a list; none for what is no list. */
  public static Vulnerabilities of(CaseBlind list) {
    return new Vulnerabilities(list.items());
  }

  /** The name of the first that has one, a CVE's before another's; null if none has. */
  public String key() {
    List<String> ids = ids();
    return ids.stream()
        .filter(id -> id.regionMatches(true, 0, "CVE-", 0, 4))
        .findFirst()
        .orElse(ids.isEmpty() ? null : ids.get(0));
  }

  /** Which they are, what is installed and where to read on; null if there is nothing to say. */
  public String described() {
    Facts facts = new Facts();
    add(facts, "Weaknesses: ", String.join(", ", ids()));
    packages()
        .map(Vulnerabilities::installed)
        .filter(Objects::nonNull)
        .distinct()
        .forEach(facts::add);
    for (CaseBlind one : all) {
      facts.add("Fix available", one.at("FixAvailable"));
      facts.add("Exploit available", one.at("ExploitAvailable"));
    }
    return CaseBlind.paragraphs(facts.text(), references(links()));
  }

  /** What to install instead, a line for each package; null if nobody knows. */
  public String updates() {
    String updates =
        packages()
            .map(Vulnerabilities::update)
            .filter(Objects::nonNull)
            .distinct()
            .collect(Collectors.joining("\n"));
    return updates.isEmpty() ? null : updates;
  }

  /** "Package: expat 2.1.0, fixed in 2.1.0-15", as far as it is said; else null. */
  public static String installed(CaseBlind software) {
    String name = name(software);
    if (name == null) {
      return null;
    }
    String version = version(software);
    String fixed = fixed(software);
    String path = CaseBlind.first(software.at("FilePath"), software.at("path"));
    return "Package: "
        + name
        + (version == null ? "" : " " + version)
        + (path == null ? "" : " in " + path)
        + (fixed == null ? ", no fixed version is told" : ", fixed in " + fixed);
  }

  /** "Update expat from 2.1.0 to 2.1.0-15.", and how where that is said; else null. */
  public static String update(CaseBlind software) {
    String name = name(software);
    String fixed = fixed(software);
    String how = CaseBlind.first(software.at("remediation", "desc"), software.at("remediation"));
    if (name == null || fixed == null) {
      return how;
    }
    String version = version(software);
    return "Update "
        + name
        + (version == null ? "" : " from " + version)
        + " to "
        + fixed
        + "."
        + (how == null ? "" : " " + how);
  }

  /** A heading with a line for each address; null if there is none. */
  public static String references(Stream<String> links) {
    String lines = links.filter(Objects::nonNull).distinct().collect(Collectors.joining("\n"));
    return lines.isEmpty() ? null : "References:\n" + lines;
  }

  /** The addresses in a list, whether they stand alone or in an object. */
  public static Stream<String> links(CaseBlind list) {
    return list.items().stream()
        .map(
            one ->
                CaseBlind.first(
                    one, one.at("url"), one.at("link"), one.at("href"), one.at("src_url")))
        .filter(Objects::nonNull);
  }

  private Stream<String> links() {
    return all.stream()
        .flatMap(
            one ->
                Stream.of(
                    one.at("ReferenceUrls"),
                    one.at("references"),
                    one.at("cve", "references"),
                    one.at("advisory", "references")))
        .flatMap(Vulnerabilities::links);
  }

  private List<String> ids() {
    return texts(
        one ->
            CaseBlind.first(
                one.at("Id"),
                one.at("cve", "uid"),
                one.at("cve_uid"),
                one.at("cve"),
                one.at("advisory", "uid"),
                one.at("uid")));
  }

  private List<String> texts(Function<CaseBlind, String> text) {
    return all.stream().map(text).filter(Objects::nonNull).distinct().toList();
  }

  private Stream<CaseBlind> packages() {
    return all.stream()
        .flatMap(
            one ->
                Stream.of(
                    one.at("VulnerablePackages"), one.at("affected_packages"), one.at("packages")))
        .flatMap(list -> list.items().stream());
  }

  private static String name(CaseBlind software) {
    return CaseBlind.first(software.at("Name"), software.at("packageName"));
  }

  private static String version(CaseBlind software) {
    String version = CaseBlind.first(software.at("Version"));
    String release = CaseBlind.first(software.at("Release"));
    return version == null || release == null || version.endsWith("-" + release)
        ? version
        : version + "-" + release;
  }

  /** Scanners have words for "there is none". */
  private static String fixed(CaseBlind software) {
    String fixed =
        CaseBlind.first(
            software.at("FixedInVersion"),
            software.at("fixed_in_version"),
            software.at("fixedVersion"));
    String word = fixed == null ? "" : fixed.toLowerCase(Locale.ROOT);
    return switch (word.replaceAll("[^a-z0-9]", "")) {
      case "", "notavailable", "notfixed", "none", "unknown", "null" -> null;
      default -> fixed;
    };
  }

  private static void add(Facts facts, String label, String text) {
    facts.add(text.isEmpty() ? null : label + text);
  }
}
