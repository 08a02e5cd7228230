package dev.ropeway.intake.words;

import dev.ropeway.recommendation.Vulnerability;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What Defender for Cloud says of software with weaknesses, of each in a recommendation of its own
 * or in sub-assessments of one.
 *
 * @param category its recommendationCategory; null where there is none
 * @param more its additionalData
 */
public record SoftwareUpdate(String title, String category, CaseBlind more) {

  private static final String UPDATE = "update ";
  private static final String TO = " to ";

  /** The weakness in our words; null if it is about none. */
  public Vulnerability told() {
    CaseBlind old = more.at("softwareDetails");
    CaseBlind scanner = more.at("ScannersDetails").unquoted().at("mdvm");
    List<CaseBlind> details = more.at("CvesDetails").items();
    return new Vulnerability(
            Vulnerabilities.cves(
                Stream.of(
                        details.stream()
                            .map(one -> CaseBlind.first(one.at("CveId"), one.at("title"), one)),
                        more.at("cve").items().stream().map(one -> one.at("title").text()),
                        Stream.of(more.at("vulnerabilityDetails", "cveId").text()))
                    .flatMap(ids -> ids)),
            software(old),
            first(
                versions(more.at("DetectedSoftwareVersions")),
                versions(scanner.at("DetectedSoftwareVersions")),
                Vulnerabilities.version(old)),
            first(
                Vulnerabilities.fixed(versions(more.at("FixedVersion"))),
                Vulnerabilities.versions(
                    details.stream()
                        .map(one -> Vulnerabilities.fixed(one.at("FixedVersion").text()))),
                Vulnerabilities.fixed(old)),
            Vulnerabilities.highest(
                Stream.concat(
                    details.stream().flatMap(SoftwareUpdate::scores),
                    Stream.of(more.at("cvss", "3.0", "base")))),
            Vulnerabilities.any(details.stream().flatMap(SoftwareUpdate::exploits)))
        .ifNamed();
  }

  /** Whether there is something in the place of CVEs that cannot be read. */
  public boolean isUnreadable() {
    CaseBlind details = more.at("CvesDetails");
    return details.text() != null && !details.unquoted().node().isArray();
  }

  private String software(CaseBlind old) {
    String named = CaseBlind.first(more.at("SoftwareName"), old.at("packageName"));
    return named == null && "SoftwareUpdate".equalsIgnoreCase(category) ? titled(title) : named;
  }

  /** What a title wants to be updated: "Update openssl to version 3.0.15 or later". */
  private static String titled(String title) {
    String words = title == null ? "" : title.toLowerCase(Locale.ROOT);
    int end = words.indexOf(TO, UPDATE.length());
    return words.startsWith(UPDATE) && end > 0 ? title.substring(UPDATE.length(), end) : null;
  }

  private static String versions(CaseBlind versions) {
    List<String> several = versions.texts();
    return versions.unquoted().node().isArray()
        ? Vulnerabilities.versions(several.stream())
        : CaseBlind.first(versions);
  }

  private static Stream<CaseBlind> scores(CaseBlind one) {
    return Stream.concat(
        Stream.of(one.at("CvssScore")),
        one.at("Cvss").items().stream().map(score -> score.at("Value", "Base")));
  }

  private static Stream<CaseBlind> exploits(CaseBlind one) {
    CaseBlind told = one.at("ExploitabilityDetails").unquoted();
    return Stream.of(
            "IsInExploitKit",
            "ExploitStepsPublished",
            "IsPubliclyDisclosed",
            "ExploitStepsVerified",
            "IsVerified")
        .map(told::at);
  }

  private static String first(String... texts) {
    return Stream.of(texts).filter(text -> text != null).findFirst().orElse(null);
  }
}
