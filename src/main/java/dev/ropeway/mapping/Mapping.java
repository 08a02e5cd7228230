package dev.ropeway.mapping;

import dev.ropeway.assignment.Claim;
import dev.ropeway.assignment.Terms;
import dev.ropeway.assignment.TicketType;
import dev.ropeway.enrichment.Reference;
import dev.ropeway.enrichment.Reference.Kind;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.recommendation.Severity;
import dev.ropeway.servicenow.Stamp;
import dev.ropeway.store.Text;
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

  public static Draft draft(Claim claim) {
    return draft(claim, Work.ofRecord());
  }

  /**
   * The record, if no more is to be done than it may.
   *
   * @throws UnmappableException naming the field that takes too much
   */
  static Draft draft(Claim claim, Work work) {
    return claim.ticketType().isTask() ? task(claim, work) : Signal.draft(claim, work);
  }

  private static Draft task(Claim claim, Work work) {
    Recommendation finding = claim.recommendation();
    Terms terms = claim.terms();
    Map<String, String> lasting = new LinkedHashMap<>();
    lasting.put(
        "short_description",
        oneLine(
            isBlank(terms.shortDescription()) ? title(finding) : terms.shortDescription(),
            SHORT_DESCRIPTION));
    lasting.put(
        "description",
        work.wording(
            claim.ticketType().table() + ".description",
            () -> description(claim, DESCRIPTION, work)));
    Weight weight =
        terms.priority() == null
            ? Weight.of(finding.severity())
            : Weight.ofPriority(terms.priority());
    int impact = terms.impact() == null ? weight.impact() : terms.impact();
    int urgency = terms.urgency() == null ? weight.urgency() : terms.urgency();
    lasting.put("impact", String.valueOf(impact));
    lasting.put("urgency", String.valueOf(urgency));
    if (claim.ticketType() == TicketType.CHANGE_REQUEST) {
      lasting.put("priority", priorityOfChange(terms, impact, urgency));
    }
    lasting.put("due_date", claim.dueAt() == null ? "" : Stamp.of(claim.dueAt()));

    Map<String, String> initial = new LinkedHashMap<>();
    initial.put("correlation_id", claim.id().toString());
    initial.put(
        "correlation_display",
        claim.follows() == null ? DISPLAY : DISPLAY + ", follows " + claim.follows());
    if (claim.ticketType() == TicketType.CHANGE_REQUEST) {
      initial.put("type", "normal");
    }

    Map<String, Reference> references = new LinkedHashMap<>();
    refer(references, "assigned_to", Kind.USER, terms.assignedTo());
    refer(references, "assignment_group", Kind.GROUP, terms.assignmentGroup());
    switch (claim.ticketType()) {
      case INCIDENT -> refer(references, "caller_id", Kind.USER, terms.caller());
      case CHANGE_REQUEST -> refer(references, "requested_by", Kind.USER, terms.caller());
      // A problem has no caller; who opened it is the nearest to one.
      case PROBLEM -> refer(references, "opened_by", Kind.USER, terms.caller());
      case EVENT, ALERT -> {
        // What event management knows has none.
      }
    }
    return new Draft(lasting, initial, references);
  }

  /**
   * No look-up computes the priority of a change. What the look-up of incidents would give stands
   * in for one that nobody named; out of the box changes have no fifth.
   */
  private static String priorityOfChange(Terms terms, int impact, int urgency) {
    return String.valueOf(
        terms.priority() == null
            ? Math.min(LOWEST_OF_CHANGES, impact + urgency - 1)
            : terms.priority());
  }

  private static void refer(
      Map<String, Reference> references, String field, Kind kind, String text) {
    if (!isBlank(text)) {
      references.put(field, new Reference(kind, text.strip()));
    }
  }

  static String title(Recommendation finding) {
    String title = "[" + finding.severity().label() + "] " + finding.title();
    String resource = resourceName(finding);
    return isBlank(resource) ? title : title + " – " + resource;
  }

  static String resourceName(Recommendation finding) {
    Recommendation.Resource resource = finding.resource();
    if (resource == null) {
      return null;
    }
    return isBlank(resource.name()) ? resource.id() : resource.name();
  }

  static String oneLine(String text, int max) {
    return Text.cut(Text.clean(text).replaceAll("\\s+", " ").strip(), max);
  }

  /** The tail with link and dates always stays; what people wrote at length gives way to it. */
  static String description(Claim claim, int max, Work work) {
    Recommendation finding = claim.recommendation();
    StringJoiner head = new StringJoiner("\n\n");
    String what =
        claim.terms().description() == null ? finding.description() : claim.terms().description();
    add(head, "", Html.toText(what, work));
    add(head, "How to fix it:\n", Html.toText(finding.remediation(), work));

    StringJoiner tail = new StringJoiner("\n");
    add(tail, "Resource: ", Text.cut(resource(finding), FACT));
    add(tail, "Due: ", claim.dueAt() == null ? null : Stamp.of(claim.dueAt()) + " UTC");
    add(tail, "Severity: ", finding.severity().label());
    add(tail, "Category: ", finding.category());
    add(tail, "Source: ", finding.recommendedBy());
    add(tail, "Initiated by: ", finding.initiatedBy());
    add(tail, "Finding: ", finding.id());

    String link = link(finding.url());
    // Whole or not at all: a link that was cut leads elsewhere.
    String portal = link == null || link.length() > LINK ? "" : "\nPortal: " + link;
    String below = Text.cut(Text.clean(tail.toString()), DESCRIPTION - LINK - FACT) + portal;
    String above = Text.clean(head.toString());
    return above.isBlank() ? below : Text.cut(above, max - below.length() - 2) + "\n\n" + below;
  }

  private static void add(StringJoiner lines, String label, String text) {
    if (!isBlank(text)) {
      lines.add(label + text.strip());
    }
  }

  private static String resource(Recommendation finding) {
    Recommendation.Resource resource = finding.resource();
    if (resource == null) {
      return null;
    }
    if (isBlank(resource.name())
        || isBlank(resource.id())
        || resource.name().equals(resource.id())) {
      return resourceName(finding);
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
