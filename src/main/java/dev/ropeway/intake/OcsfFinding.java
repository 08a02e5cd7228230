package dev.ropeway.intake;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ropeway.correlation.Candidate;
import dev.ropeway.intake.words.CaseBlind;
import dev.ropeway.intake.words.Duplicates;
import dev.ropeway.intake.words.Labels;
import dev.ropeway.intake.words.Moment;
import dev.ropeway.intake.words.ResourceNames;
import dev.ropeway.intake.words.Vulnerabilities;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.recommendation.Recommendation.Kind;
import dev.ropeway.recommendation.Recommendation.Resource;
import dev.ropeway.recommendation.RecommendationState;
import dev.ropeway.recommendation.Severity;
import dev.ropeway.recommendation.Vulnerability;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A finding in OCSF's words, whichever version and class it is of. */
record OcsfFinding(CaseBlind event, int type) {

  private static final int SECURITY = 2001;
  private static final int VULNERABILITY = 2002;
  private static final int DETECTION = 2004;
  private static final int INCIDENT = 2005;

  /** Of verdict_id: another finding tells of the same. */
  private static final int DUPLICATE = 10;

  /** Roles of resources (role_id) that are not what the finding is about. */
  private static final int ACTOR = 2;

  private static final int RELATED = 4;

  /** Data security and application posture findings are built like those before them. */
  private static final int LAST = 2007;

  /** What scanners that report checks as detections put into status_code. */
  private static final Set<String> CHECKED = Set.of("pass", "fail", "manual", "muted");

  /** The finding as a recommendation of that source, or why it is none. */
  static Candidate read(JsonNode json, String source) {
    CaseBlind event = new CaseBlind(json);
    if (!json.isObject()) {
      return Candidate.rejected(null, "", "an event must be an object");
    }
    int named = number(event.at("class_uid"));
    int type = named > 0 ? named : number(event.at("type_uid")) / 100;
    if (type < SECURITY || type > LAST) {
      return Candidate.rejected(
          null,
          "/class_uid",
          type <= 0 ? "is missing" : "events of class " + type + " do not become tickets");
    }
    return new OcsfFinding(event, type).candidate(source);
  }

  private Candidate candidate(String source) {
    String id = id();
    if (!Recommendation.isKey(id)) {
      return Candidate.rejected(
          null, place() + "/uid", "is missing, too long or has control characters");
    }
    String title = title();
    if (title == null) {
      return Candidate.rejected(id, place() + "/title", "the finding has no title");
    }
    List<CaseBlind> resources = resources();
    return Limits.candidate(
        Recommendation.of(id, title)
            .kind(kind())
            .assessmentKey(key())
            .description(description(title))
            .remediation(remediation())
            .severity(severity())
            .riskLevel(riskLevel())
            .category(
                CaseBlind.first(
                    firstOf(info().at("types")), info().at("types"), event.at("class_name")))
            .source(source)
            .state(state())
            .stateReason(reason())
            .stateChangedAt(changed())
            .resource(resource(resources))
            .vulnerability(weakness())
            .configurationItems(OcsfFinding.items(resources, event.at("device")))
            .url(CaseBlind.first(info().at("src_url"), event.at("src_url")))
            .tags(tags(resources))
            .raw(event.node()));
  }

  private String place() {
    return switch (type) {
      case SECURITY -> "/finding";
      case INCIDENT -> event.at("metadata", "uid").isPresent() ? "" : "/finding_info_list/0";
      default -> "/finding_info";
    };
  }

  private CaseBlind info() {
    return Stream.of(
            event.at("finding_info"), event.at("finding"), firstOf(event.at("finding_info_list")))
        .filter(CaseBlind::isPresent)
        .findFirst()
        .orElse(event.at("finding_info"));
  }

  /** Products number their findings as they like, so two of them could use one number. */
  private String id() {
    String uid =
        type == INCIDENT
            ? CaseBlind.first(event.at("metadata", "uid"), info().at("uid"))
            : CaseBlind.first(info().at("uid"));
    String product =
        CaseBlind.first(
            event.at("metadata", "product", "uid"),
            event.at("metadata", "product", "name"),
            event.at("metadata", "product", "vendor_name"));
    return uid == null ? null : (product == null ? "ocsf" : product) + "/" + uid + ofPackage(uid);
  }

  /** Prowler numbers a weakness by image, whichever packages of it have it. */
  private String ofPackage(String uid) {
    String software = CaseBlind.first(trivy().at("PkgName"));
    return software == null || uid.contains(software) ? "" : "/" + software;
  }

  /** What Trivy told Prowler, which has no field for packages and passes it on as it is. */
  private CaseBlind trivy() {
    return firstOf(event.at("resources")).at("data", "metadata");
  }

  private Vulnerability weakness() {
    Vulnerability told = Vulnerabilities.of(event.at("vulnerabilities")).told();
    return told == null ? Vulnerabilities.ofTrivy(trivy()) : told;
  }

  private String title() {
    return CaseBlind.first(
        info().at("title"),
        vulnerability().at("title"),
        vulnerability().at("cve", "title"),
        vulnerability().at("cve", "uid"),
        event.at("message"),
        event.at("desc"));
  }

  /** The weakness, the check or the detection: products may have one code for all of a kind. */
  private String key() {
    String weakness = Vulnerabilities.of(event.at("vulnerabilities")).key();
    String check =
        CaseBlind.first(
            event.at("metadata", "event_code"),
            event.at("compliance", "control"),
            event.at("compliance", "uid"),
            info().at("analytic", "uid"),
            info().at("analytic", "name"));
    return weakness != null
        ? weakness
        : check != null ? check : CaseBlind.first(firstOf(info().at("types")));
  }

  private String description(String title) {
    String told = CaseBlind.first(info().at("desc"), event.at("desc"), vulnerability().at("desc"));
    String message = event.at("message").text();
    return CaseBlind.paragraphs(
        told,
        title.equals(message) ? null : message,
        event.at("risk_details").text(),
        Vulnerabilities.of(event.at("vulnerabilities")).described());
  }

  private String remediation() {
    CaseBlind remediation =
        Stream.of(
                event.at("remediation"),
                info().at("remediation"),
                vulnerability().at("remediation"))
            .filter(CaseBlind::isPresent)
            .findFirst()
            .orElse(event.at("remediation"));
    return CaseBlind.paragraphs(
        Vulnerabilities.of(event.at("vulnerabilities")).updates(),
        remediation.at("desc").text(),
        remediation.at("references").lines());
  }

  private CaseBlind vulnerability() {
    return firstOf(event.at("vulnerabilities"));
  }

  /** Scanners report failed checks as detections; those wait to be done, nothing is happening. */
  private Kind kind() {
    boolean alert = type == DETECTION || type == INCIDENT;
    return alert && !CHECKED.contains(event.at("status_code").word())
        ? Kind.ALERT
        : Kind.RECOMMENDATION;
  }

  private Severity severity() {
    return Severities.ofOcsf(number(event.at("severity_id")))
        .orElseGet(() -> Severities.first(event.at("severity"), vulnerability().at("severity")));
  }

  private Severity riskLevel() {
    Optional<Severity> numbered =
        event.at("risk_level_id").isPresent()
            ? Severities.ofOcsfRisk(number(event.at("risk_level_id")))
            : Optional.empty();
    return numbered.or(() -> Severities.named(event.at("risk_level").text())).orElse(null);
  }

  /** The status says more than the activity, and both more than the check's own result. */
  private RecommendationState state() {
    RecommendationState byStatus = status();
    if (duplicate() != null && byStatus != RecommendationState.DELETED) {
      return RecommendationState.NOT_APPLICABLE;
    }
    if (byStatus != null) {
      return byStatus;
    }
    boolean closed =
        number(event.at("activity_id")) == 3 || event.at("activity_name").word().equals("close");
    return closed || hasPassed() ? RecommendationState.HEALTHY : RecommendationState.UNHEALTHY;
  }

  /** What says that another finding stands for this one; else null. */
  private String duplicate() {
    boolean verdict = number(event.at("verdict_id")) == DUPLICATE;
    String word =
        Stream.of(event.at("verdict"), event.at("status"), event.at("state"))
            .map(CaseBlind::text)
            .filter(Duplicates::isWord)
            .findFirst()
            .orElse(null);
    if (verdict || word != null) {
      return CaseBlind.first(event.at("comment"), event.at("status_detail")) != null
          ? CaseBlind.first(event.at("comment"), event.at("status_detail"))
          : word == null ? "Duplicate" : word;
    }
    return status() == RecommendationState.HEALTHY
        ? Duplicates.told(event.at("status_detail"), event.at("comment"))
        : null;
  }

  private String reason() {
    String said =
        CaseBlind.first(event.at("status_detail"), event.at("status_code"), event.at("status"));
    String duplicate = duplicate();
    return duplicate != null
        ? duplicate
        : said == null && state() == RecommendationState.NOT_APPLICABLE ? "Suppressed" : said;
  }

  /** Null while the finding is open, or its status says nothing. */
  private RecommendationState status() {
    CaseBlind number =
        event.at("status_id").isPresent() ? event.at("status_id") : event.at("state_id");
    String word = (event.at("status").isPresent() ? event.at("status") : event.at("state")).word();
    int id = number(number);
    if (id > 0 && id < 99) {
      word =
          type == INCIDENT
              ? Map.of(4, "resolved", 5, "closed").getOrDefault(id, "open")
              : Map.of(3, "suppressed", 4, "resolved", 5, "archived", 6, "deleted")
                  .getOrDefault(id, "open");
    }
    return switch (word) {
      case "resolved", "closed" -> RecommendationState.HEALTHY;
      case "suppressed" -> RecommendationState.NOT_APPLICABLE;
      case "archived", "deleted" -> RecommendationState.DELETED;
      default -> null;
    };
  }

  private boolean hasPassed() {
    CaseBlind compliance = event.at("compliance");
    int id = number(compliance.at("status_id"));
    return id > 0 && id < 99
        ? id == 1
        : compliance.at("status").word().startsWith("pass")
            || event.at("status_code").word().equals("pass");
  }

  /** A finding keeps its dates while its event has one of its own: the newer is this state's. */
  private Instant changed() {
    return Moment.newest(moment(info(), "modified_time"), moment(event, "time"));
  }

  /** Written twice, in words and as a count; words without a zone are the sender's local time. */
  private static CaseBlind moment(CaseBlind of, String name) {
    CaseBlind words = of.at(name + "_dt");
    CaseBlind count = of.at(name);
    Moment written = Moment.of(words);
    return written == null || (!written.sure() && Moment.of(count) != null) ? count : words;
  }

  /** The ill one first: an account, who acted or what is only related where nothing else is. */
  private List<CaseBlind> resources() {
    List<CaseBlind> resources = event.at("resources").items();
    return resources.isEmpty() && event.at("resource").isPresent()
        ? List.of(event.at("resource"))
        : resources.stream().sorted(Comparator.comparing(OcsfFinding::isAround)).toList();
  }

  private static boolean isAround(CaseBlind resource) {
    String role = resource.at("role").word();
    int number = number(resource.at("role_id"));
    return number == ACTOR
        || number == RELATED
        || role.equals("actor")
        || role.equals("related")
        || resource.at("type").word().replaceAll("[^a-z]", "").endsWith("account");
  }

  private Resource resource(List<CaseBlind> resources) {
    CaseBlind first = resources.isEmpty() ? event.at("device") : resources.get(0);
    CaseBlind cloud = event.at("cloud");
    String scope =
        Stream.of(
                cloud.at("provider").text(),
                CaseBlind.first(cloud.at("account", "uid"), cloud.at("account_uid")),
                CaseBlind.first(first.at("region"), cloud.at("region")))
            .takeWhile(Objects::nonNull)
            .map(part -> "/" + part)
            .collect(Collectors.joining());
    return new Resource(
        first.at("uid").text(),
        name(first),
        first.at("type").text(),
        scope.isEmpty() ? null : scope);
  }

  /** Of an image its repository: its digest is another with each build. */
  private static String name(CaseBlind one) {
    String name = CaseBlind.first(one.at("name"), one.at("hostname"), one.at("uid"), one.at("ip"));
    if (!ResourceNames.isImage(name, one.at("type").text())) {
      return one.at("name").isPresent() || one.at("hostname").isPresent()
          ? name
          : ResourceNames.ofAws(name);
    }
    String repository = ResourceNames.repository(name);
    return Stream.of(repository, ResourceNames.repository(one.at("uid").text()), name)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  private static List<String> items(List<CaseBlind> resources, CaseBlind device) {
    List<String> items = new ArrayList<>();
    for (CaseBlind one : Stream.concat(resources.stream(), Stream.of(device)).toList()) {
      Stream.of(
              one.at("uid").text(),
              one.at("hostname").text(),
              name(one),
              one.at("name").text(),
              one.at("ip").text())
          .filter(Objects::nonNull)
          .forEach(items::add);
    }
    return items;
  }

  private Map<String, String> tags(List<CaseBlind> resources) {
    Map<String, String> tags = new TreeMap<>();
    for (CaseBlind tag :
        resources.isEmpty() ? List.<CaseBlind>of() : resources.get(0).at("tags").items()) {
      String name = tag.at("name").text();
      String value = CaseBlind.first(tag.at("value"), firstOf(tag.at("values")));
      if (name != null) {
        tags.put(name, value == null ? "" : value);
      }
    }
    if (!resources.isEmpty()) {
      Labels.tags(resources.get(0).at("labels")).forEach(tags::putIfAbsent);
    }
    String product = event.at("metadata", "product", "name").text();
    if (product != null) {
      tags.putIfAbsent("product", product);
    }
    return tags;
  }

  private static CaseBlind firstOf(CaseBlind list) {
    return new CaseBlind(list.node().path(0));
  }

  private static int number(CaseBlind value) {
    return value.node().asInt(-1);
  }
}
