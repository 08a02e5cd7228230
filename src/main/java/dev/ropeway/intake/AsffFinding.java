package dev.ropeway.intake;

import dev.ropeway.correlation.Candidate;
import dev.ropeway.intake.words.CaseBlind;
import dev.ropeway.intake.words.Duplicates;
import dev.ropeway.intake.words.Moment;
import dev.ropeway.intake.words.ResourceNames;
import dev.ropeway.intake.words.Vulnerabilities;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.recommendation.Recommendation.Kind;
import dev.ropeway.recommendation.Recommendation.Resource;
import dev.ropeway.recommendation.RecommendationState;
import dev.ropeway.recommendation.Severity;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A finding in the AWS Security Finding Format. */
record AsffFinding(CaseBlind finding) {

  /** Namespaces of types that tell of what somebody does. */
  private static final Set<String> HAPPENS = Set.of("TTPs", "Effects", "Unusual Behaviors");

  private static final Pattern CVE = Pattern.compile("(?i)\\bCVE-\\d{4}-\\d{4,10}\\b");

  Candidate candidate(String source) {
    String id = id();
    if (!Recommendation.isKey(id)) {
      return Candidate.rejected(null, "/Id", "is missing, too long or has control characters");
    }
    String title = CaseBlind.first(finding.at("Title"));
    if (title == null) {
      return Candidate.rejected(id, "/Title", "the finding has no title");
    }
    CaseBlind advice = finding.at("Remediation", "Recommendation");
    Vulnerabilities weaknesses = Vulnerabilities.of(finding.at("Vulnerabilities"));
    State state = state();
    Instant told = told();
    return Limits.candidate(
            Recommendation.of(id, title)
                .kind(kind())
                .assessmentKey(key(weaknesses))
                .description(
                    CaseBlind.paragraphs(finding.at("Description").text(), weaknesses.described()))
                .remediation(
                    CaseBlind.paragraphs(
                        weaknesses.updates(), advice.at("Text").text(), advice.at("Url").text()))
                .severity(severity())
                .category(category())
                .source(source)
                .state(state.state())
                .stateReason(state.reason())
                .stateChangedAt(told == null ? finding.at("CreatedAt").instant() : told)
                .resource(resource())
                .vulnerability(weaknesses.told())
                .configurationItems(items())
                .url(CaseBlind.first(finding.at("SourceUrl"), advice.at("Url")))
                .tags(tags())
                .raw(finding.node()))
        .since(told == null);
  }

  /**
   * The control, the weakness or the type of the detection: a generator is at times a whole product
   * or a detector of everything.
   */
  private String key(Vulnerabilities weaknesses) {
    String generator = CaseBlind.first(finding.at("GeneratorId"));
    return Stream.of(
            CaseBlind.first(finding.at("Compliance", "SecurityControlId")),
            weaknesses.key(),
            isTooWide(generator) ? named() : null,
            generator,
            classifier())
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  /** A CVE in the title, or else the type below its namespace and category. */
  private String named() {
    Matcher cve = CVE.matcher(String.valueOf(finding.at("Title").text()));
    return cve.find() ? cve.group().toUpperCase(Locale.ROOT) : classifier();
  }

  private String classifier() {
    return types()
        .map(type -> type.split("/", 3))
        .filter(parts -> parts.length == 3)
        .map(parts -> parts[2])
        .findFirst()
        .orElse(null);
  }

  private boolean isTooWide(String generator) {
    return generator == null
        || kind() == Kind.ALERT
        || types().anyMatch(type -> type.endsWith("/CVE"))
        || !generator.matches("(?s).*[/:._-].*")
        || generator.contains(":detector/")
        || generator.matches("(?i)aws/(inspector|guardduty|macie)");
  }

  /** AWS' own ids are ARNs; those of other products are only unique beside the product. */
  private String id() {
    String id = finding.at("Id").text();
    String product = finding.at("ProductArn").text();
    return id == null || id.startsWith("arn:") || product == null ? id : product + "/" + id;
  }

  /** What happens or happened is an alert; what is set up wrongly waits to be mended. */
  private Kind kind() {
    boolean alert =
        !finding.at("Compliance").isPresent()
            && types().anyMatch(type -> HAPPENS.contains(type.split("/", 2)[0]));
    return alert ? Kind.ALERT : Kind.RECOMMENDATION;
  }

  private Stream<String> types() {
    return Stream.concat(
            finding.at("Types").items().stream(),
            finding.at("FindingProviderFields", "Types").items().stream())
        .map(CaseBlind::text)
        .filter(Objects::nonNull);
  }

  /** Types are paths: namespace, category, classifier. */
  private String category() {
    return types().map(type -> type.split("/", 2)[0]).findFirst().orElse(null);
  }

  private Severity severity() {
    CaseBlind severity = finding.at("Severity");
    Optional<Severity> label = Severities.named(severity.at("Label").text());
    Optional<Severity> normalized =
        Severities.ofNormalized(severity.at("Normalized").node().asInt(-1));
    return label
        .or(() -> normalized)
        .orElseGet(
            () ->
                Severities.first(
                    finding.at("FindingProviderFields", "Severity", "Label"),
                    severity.at("Original")));
  }

  private record State(RecommendationState state, String reason) {}

  /** Archived wins over what the copy still says, people's word over the check's. */
  private State state() {
    String record = word(finding.at("RecordState"));
    String workflow =
        word(
            finding.at("Workflow", "Status").isPresent()
                ? finding.at("Workflow", "Status")
                : finding.at("WorkflowState"));
    String compliance = word(finding.at("Compliance", "Status"));
    if (record.equals("ARCHIVED")) {
      return new State(RecommendationState.DELETED, record);
    }
    String note = CaseBlind.first(finding.at("Note", "Text"));
    String duplicate = Duplicates.told(finding.at("Note", "Text"), finding.at("UserDefinedFields"));
    boolean another = Duplicates.isWord(workflow) || duplicate != null;
    if (workflow.equals("SUPPRESSED") || Duplicates.isWord(workflow)) {
      String why = note == null ? duplicate : note;
      return new State(
          RecommendationState.NOT_APPLICABLE, why == null ? workflow : workflow + ": " + why);
    }
    if (workflow.equals("RESOLVED") && another) {
      return new State(RecommendationState.NOT_APPLICABLE, duplicate);
    }
    if (workflow.equals("RESOLVED")) {
      return new State(RecommendationState.HEALTHY, workflow);
    }
    String reason = compliance.isEmpty() ? null : reason(compliance);
    return switch (compliance) {
      case "PASSED" -> new State(RecommendationState.HEALTHY, reason);
      // Prowler has no other word for a finding that somebody muted.
      case "WARNING" ->
          new State(
              finding.at("ProductFields", "ProviderName").is("Prowler")
                  ? RecommendationState.NOT_APPLICABLE
                  : RecommendationState.UNHEALTHY,
              reason);
      case "NOT_AVAILABLE" -> new State(RecommendationState.NOT_APPLICABLE, reason);
      default -> new State(RecommendationState.UNHEALTHY, reason); // FAILED
    };
  }

  private String reason(String compliance) {
    StringBuilder reason = new StringBuilder(compliance);
    for (CaseBlind one : finding.at("Compliance", "StatusReasons").items()) {
      String said = CaseBlind.first(one.at("Description"), one.at("ReasonCode"));
      reason.append(said == null ? "" : ": " + said);
    }
    return reason.toString();
  }

  /** Null where only the creation has a date: every later word about the finding has that too. */
  private Instant told() {
    return Moment.first(
        finding.at("UpdatedAt"), finding.at("ProcessedAt"), finding.at("LastObservedAt"));
  }

  /**
   * Those that it is about, the ill one first: an account or who acted only where nothing else is.
   */
  private List<CaseBlind> resources() {
    return finding.at("Resources").items().stream()
        .sorted(Comparator.comparing(AsffFinding::isAround))
        .toList();
  }

  private static boolean isAround(CaseBlind resource) {
    return resource.at("Type").is("AwsAccount") || resource.at("ResourceRole").is("Actor");
  }

  private CaseBlind first() {
    return resources().stream().findFirst().orElse(finding.at("Resources", "0"));
  }

  private Resource resource() {
    String account = CaseBlind.first(finding.at("AwsAccountId"));
    String region = CaseBlind.first(first().at("Region"), finding.at("Region"));
    return new Resource(
        first().at("Id").text(),
        name(first()),
        first().at("Type").text(),
        account == null ? null : "/aws/" + account + (region == null ? "" : "/" + region));
  }

  private static String name(CaseBlind resource) {
    String repository =
        CaseBlind.first(resource.at("Details", "AwsEcrContainerImage", "RepositoryName"));
    return repository == null ? ResourceNames.ofAws(resource.at("Id").text()) : repository;
  }

  private List<String> items() {
    return resources().stream()
        .flatMap(
            resource ->
                Stream.of(
                    resource.at("Id").text(), name(resource), resource.at("Tags", "Name").text()))
        .filter(Objects::nonNull)
        .toList();
  }

  private Map<String, String> tags() {
    Map<String, String> tags = new TreeMap<>(first().at("Tags").tags());
    String product =
        CaseBlind.first(
            finding.at("ProductName"), finding.at("ProductFields", "aws/securityhub/ProductName"));
    if (product != null) {
      tags.putIfAbsent("product", product);
    }
    return tags;
  }

  private static String word(CaseBlind value) {
    String text = value.text();
    return text == null ? "" : text.toUpperCase(Locale.ROOT);
  }
}
