package dev.ropeway.intake.words;

import dev.ropeway.recommendation.Vulnerability;
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

  private static final int MAX_CVE = 100;

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

  /** The first package and all weaknesses, in our words; null if neither is named. */
  public Vulnerability told() {
    List<CaseBlind> affected = packages().filter(one -> name(one) != null).toList();
    String name = affected.isEmpty() ? null : name(affected.get(0));
    List<CaseBlind> same = affected.stream().filter(one -> name.equals(name(one))).toList();
    return new Vulnerability(
            cves(ids().stream()),
            name,
            versions(same.stream().map(Vulnerabilities::version)),
            versions(same.stream().map(Vulnerabilities::fixed)),
            highest(all.stream().flatMap(Vulnerabilities::scores)),
            any(
                all.stream()
                    .flatMap(
                        one ->
                            Stream.of(
                                one.at("ExploitAvailable"),
                                one.at("is_exploit_available"),
                                one.at("cve", "is_exploit_available")))))
        .ifNamed();
  }

  /** A weakness of which a source tells the parts by themselves; null if it names none. */
  public static Vulnerability told(
      Stream<String> ids, String software, String fixedVersion, CaseBlind score) {
    return new Vulnerability(
            cves(ids), software, null, fixed(fixedVersion), highest(Stream.of(score)), null)
        .ifNamed();
  }

  /** A weakness of a package as Trivy tells it; null if that is none. */
  public static Vulnerability ofTrivy(CaseBlind finding) {
    String software = CaseBlind.first(finding.at("PkgName"));
    return software == null
        ? null
        : new Vulnerability(
                cves(Stream.of(finding.at("VulnerabilityID")).map(CaseBlind::text)),
                software,
                CaseBlind.first(finding.at("InstalledVersion")),
                fixed(CaseBlind.first(finding.at("FixedVersion"))),
                highest(
                    finding
                        .at("CVSS")
                        .node()
                        .valueStream()
                        .map(CaseBlind::new)
                        .map(one -> one.at("V3Score"))),
                null)
            .ifNamed();
  }

  private static Stream<CaseBlind> scores(CaseBlind one) {
    return Stream.of(one.at("Cvss"), one.at("cve", "cvss"))
        .flatMap(list -> list.items().stream())
        .flatMap(score -> Stream.of(score.at("BaseScore"), score.at("base_score")));
  }

  /** The names of CVEs among others, in capitals. */
  static List<String> cves(Stream<String> ids) {
    return ids.filter(id -> id != null && id.regionMatches(true, 0, "CVE-", 0, 4))
        .filter(id -> id.length() <= MAX_CVE)
        .map(id -> id.toUpperCase(Locale.ROOT))
        .toList();
  }

  /** Different versions as one text; null for none. */
  static String versions(Stream<String> versions) {
    String text = versions.filter(Objects::nonNull).distinct().collect(Collectors.joining(", "));
    return text.isEmpty() ? null : text;
  }

  /** The highest score that CVSS can give; null if there is none. */
  static Double highest(Stream<CaseBlind> scores) {
    return scores
        .map(Vulnerabilities::score)
        .filter(score -> score != null && score >= 0 && score <= 10)
        .max(Double::compare)
        .orElse(null);
  }

  private static Double score(CaseBlind score) {
    try {
      return score.plain() == null ? null : Double.valueOf(score.plain());
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** Whether one of them says yes; null if none says yes or no. */
  static Boolean any(Stream<CaseBlind> flags) {
    return flags
        .map(
            flag ->
                flag.is("true") || flag.is("yes")
                    ? Boolean.TRUE
                    : flag.is("false") || flag.is("no") ? Boolean.FALSE : null)
        .filter(Objects::nonNull)
        .max(Boolean::compare)
        .orElse(null);
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

  static String name(CaseBlind software) {
    return CaseBlind.first(software.at("Name"), software.at("packageName"));
  }

  static String version(CaseBlind software) {
    String version = CaseBlind.first(software.at("Version"));
    String release = CaseBlind.first(software.at("Release"));
    return version == null || release == null || version.endsWith("-" + release)
        ? version
        : version + "-" + release;
  }

  static String fixed(CaseBlind software) {
    return fixed(
        CaseBlind.first(
            software.at("FixedInVersion"),
            software.at("fixed_in_version"),
            software.at("fixedVersion")));
  }

  /** Scanners have words for "there is none". */
  static String fixed(String fixed) {
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
