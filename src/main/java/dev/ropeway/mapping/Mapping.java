package dev.ropeway.mapping;

import dev.ropeway.assignment.AssignmentSpec;
import dev.ropeway.assignment.Claim;
import dev.ropeway.enrichment.Reference;
import dev.ropeway.enrichment.Reference.Kind;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.recommendation.Severity;
import dev.ropeway.servicenow.Stamp;
import dev.ropeway.store.Text;
import dev.ropeway.tickettype.TicketTypeDefinition;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The default mapping: what a ticket says when nobody customized it (B06, A21). */
public final class Mapping {

  /** Out-of-box lengths of task's columns (servicenow-wire § 4.1). */
  static final int SHORT_DESCRIPTION = 160;

  static final int DESCRIPTION = 4000;

  /** What of it one fact, and a link, may take. */
  private static final int FACT = 500;

  private static final int LINK = 1600;

  /** What {@code correlation_display} of our records begins with. */
  public static final String DISPLAY = "Ropeway";

  /** What the tickets of a test environment begin with. */
  private static final String TEST = "[Test] ";

  private static final Pattern WEB =
      Pattern.compile(
          "(?:(?<scheme>https?:)?//)?(?<host>[\\p{Alnum}][\\p{Alnum}.-]*)(?<port>:\\d{1,5})?(?:[/?#].*)?",
          Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CHARACTER_CLASS | Pattern.DOTALL);

  private static final int LOWEST_OF_CHANGES = 4;

  private Mapping() {}

  /**
   * Impact and urgency whose priority look-up gives the priority wanted (servicenow-wire § 4.1).
   */
  private record Weight(int impact, int urgency) {
    static Weight ofPriority(int priority) {
      return switch (priority) {
        case 1 -> new Weight(1, 1);
        case 2 -> new Weight(1, 2);
        case 3 -> new Weight(2, 2);
        case 4 -> new Weight(2, 3);
        default -> new Weight(3, 3);
      };
    }

    static Weight of(Severity severity) {
      return switch (severity) { // no default: a new severity must not compile
        case CRITICAL -> ofPriority(1);
        case HIGH -> ofPriority(2);
        case MEDIUM -> ofPriority(3);
        case LOW -> ofPriority(4);
        case INFORMATIONAL -> ofPriority(5);
      };
    }
  }

  /**
   * The same for an integration, of which templates see {@code names}: the tickets of a test
   * environment say so.
   */
  static TicketFields draft(Claim claim, Map<String, Object> names, RenderBudget work) {
    TicketFields draft = draft(claim, work);
    return names.get("environment").equals("test") ? marked(draft, claim.ticketType()) : draft;
  }

  /** In the text that lists show first. */
  private static TicketFields marked(TicketFields draft, TicketTypeDefinition type) {
    String field = type.isTask() ? "short_description" : "description";
    int max = type.isTask() ? SHORT_DESCRIPTION : DESCRIPTION;
    Map<String, String> managed = new LinkedHashMap<>(draft.managed());
    managed.computeIfPresent(field, (name, text) -> Text.cut(TEST + text, max));
    return new TicketFields(managed, draft.onCreate(), draft.references());
  }

  public static TicketFields draft(Claim claim) {
    return draft(claim, RenderBudget.ofRecord());
  }

  /**
   * The record, if no more is to be done than it may.
   *
   * @throws UnmappableException naming the field that takes too much
   */
  static TicketFields draft(Claim claim, RenderBudget work) {
    return claim.ticketType().isTask() ? task(claim, work) : EventMapping.draft(claim, work);
  }

  private static TicketFields task(Claim claim, RenderBudget work) {
    Recommendation recommendation = claim.recommendation();
    AssignmentSpec spec = claim.spec();
    TicketTypeDefinition type = claim.ticketType();
    Map<String, String> managed = new LinkedHashMap<>();
    managed.put(
        "short_description",
        oneLine(
            isBlank(spec.shortDescription()) ? title(recommendation) : spec.shortDescription(),
            SHORT_DESCRIPTION));
    managed.put(
        "description",
        work.wording(type.table() + ".description", () -> description(claim, DESCRIPTION, work)));
    Weight weight =
        spec.priority() == null
            ? Weight.of(recommendation.severity())
            : Weight.ofPriority(spec.priority());
    int impact = spec.impact() == null ? weight.impact() : spec.impact();
    int urgency = spec.urgency() == null ? weight.urgency() : spec.urgency();
    managed.put("impact", String.valueOf(impact));
    managed.put("urgency", String.valueOf(urgency));
    if (!type.priorityIsComputed()) {
      managed.put("priority", priority(spec, impact, urgency));
    }
    managed.put("due_date", claim.dueAt() == null ? "" : Stamp.of(claim.dueAt()));

    Map<String, String> onCreate = new LinkedHashMap<>(type.fields());
    if (type.correlation() != null) {
      onCreate.put(type.correlation(), claim.id().toString());
    }
    onCreate.put(
        CorrelationKey.MARK,
        claim.follows() == null ? DISPLAY : DISPLAY + ", follows " + claim.follows());

    Map<String, Reference> references = new LinkedHashMap<>();
    refer(references, "assigned_to", Kind.USER, spec.assignedTo());
    refer(references, "assignment_group", Kind.GROUP, spec.assignmentGroup());
    if (type.caller() != null) {
      refer(references, type.caller(), Kind.USER, spec.caller());
    }
    return new TicketFields(managed, onCreate, references);
  }

  /**
   * Where no look-up computes the priority, what the look-up of incidents would give stands in for
   * one that nobody named; out of the box tasks other than incidents have no fifth.
   */
  private static String priority(AssignmentSpec spec, int impact, int urgency) {
    return String.valueOf(
        spec.priority() == null
            ? Math.min(LOWEST_OF_CHANGES, impact + urgency - 1)
            : spec.priority());
  }

  private static void refer(
      Map<String, Reference> references, String field, Kind kind, String text) {
    if (!isBlank(text)) {
      references.put(field, new Reference(kind, text.strip()));
    }
  }

  static String title(Recommendation recommendation) {
    String title = "[" + recommendation.severity().label() + "] " + recommendation.title();
    String resource = resourceName(recommendation);
    return isBlank(resource) ? title : title + " – " + resource;
  }

  static String resourceName(Recommendation recommendation) {
    Recommendation.Resource resource = recommendation.resource();
    if (resource == null) {
      return null;
    }
    return isBlank(resource.name()) ? resource.id() : resource.name();
  }

  static String oneLine(String text, int max) {
    return Text.cut(Text.clean(text).replaceAll("\\s+", " ").strip(), max);
  }

  /** The tail with link and dates always stays; what people wrote at length gives way to it. */
  static String description(Claim claim, int max, RenderBudget work) {
    Recommendation recommendation = claim.recommendation();
    StringJoiner head = new StringJoiner("\n\n");
    String what =
        claim.spec().description() == null
            ? recommendation.description()
            : claim.spec().description();
    add(
        head,
        "",
        recommendation.vulnerability() == null ? null : recommendation.vulnerability().line());
    add(head, "", Html.toText(what, work));
    add(head, "How to fix it:\n", Html.toText(recommendation.remediation(), work));

    StringJoiner tail = new StringJoiner("\n");
    add(tail, "Resource: ", Text.cut(resource(recommendation), FACT));
    add(tail, "Due: ", claim.dueAt() == null ? null : Stamp.of(claim.dueAt()) + " UTC");
    add(tail, "Severity: ", recommendation.severity().label());
    add(tail, "Category: ", recommendation.category());
    add(tail, "Source: ", recommendation.recommendedBy());
    add(tail, "Initiated by: ", recommendation.initiatedBy());
    add(tail, "Finding: ", recommendation.id());

    String below = Text.cut(Text.clean(tail.toString()), DESCRIPTION - LINK - FACT) + where(claim);
    String above = Text.clean(head.toString());
    return above.isBlank() ? below : Text.cut(above, max - below.length() - 2) + "\n\n" + below;
  }

  /** Whole or not at all: a link that was cut leads elsewhere. */
  private static String where(Claim claim) {
    boolean group = claim.recommendation().standsForGroup();
    String link = link(claim.recommendation().url());
    if (link != null && link.length() <= LINK) {
      return (group ? "\nAll findings: " : "\nPortal: ") + link;
    }
    return group ? "\nAll findings: GET " + GroupLinks.path(claim.id()) : "";
  }

  private static void add(StringJoiner lines, String label, String text) {
    if (!isBlank(text)) {
      lines.add(label + text.strip());
    }
  }

  private static String resource(Recommendation recommendation) {
    Recommendation.Resource resource = recommendation.resource();
    if (resource == null) {
      return null;
    }
    if (isBlank(resource.name())
        || isBlank(resource.id())
        || resource.name().equals(resource.id())) {
      return resourceName(recommendation);
    }
    return resource.name() + " (" + resource.id() + ")";
  }

  /** Exports leave the scheme out (B74); anything but a web address is no link. */
  static String link(String url) {
    if (isBlank(url)) {
      return null;
    }
    String text = Text.clean(url.strip()).replaceAll("\\s", "%20");
    Matcher web = WEB.matcher(text);
    if (!web.matches()) {
      return null;
    }
    if (web.group("scheme") != null) {
      return text;
    }
    // "N/A" or "none" are no hosts; "localhost:8080" is.
    boolean host = web.group("host").indexOf('.') > 0 || web.group("port") != null;
    return host && !web.group("host").equalsIgnoreCase("javascript")
        ? "https://" + (text.startsWith("//") ? text.substring(2) : text)
        : null;
  }

  private static boolean isBlank(String text) {
    return text == null || text.isBlank();
  }
}
