package dev.ropeway.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ropeway.assignment.Claim;
import dev.ropeway.assignment.TicketType;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.recommendation.Recommendation.Resource;
import dev.ropeway.recommendation.Severity;
import dev.ropeway.servicenow.Stamp;
import dev.ropeway.store.Json;
import dev.ropeway.store.Text;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** The default mapping of events and alerts: a finding as event management sees it (E21). */
final class Signal {

  /** What node, resource, type, metric and source hold out of the box. */
  private static final int NAME = 100;

  /** What of {@code additional_info} is ours to fill; the delivery adds to it. */
  private static final int INFO = 3800;

  private Signal() {}

  static Draft draft(Claim claim, Work work) {
    Recommendation finding = claim.recommendation();
    Map<String, String> lasting = new LinkedHashMap<>();
    lasting.put("severity", severity(claim));
    lasting.put(
        "description",
        work.wording(claim.ticketType().table() + ".description", () -> description(claim, work)));

    Map<String, String> initial = new LinkedHashMap<>();
    Resource resource = finding.resource();
    put(initial, "source", isBlank(finding.source()) ? Mapping.DISPLAY : finding.source());
    put(initial, "event_class", Mapping.DISPLAY);
    put(initial, "node", Mapping.resourceName(finding));
    put(initial, "resource", resource == null ? null : resource.type());
    put(initial, "type", isBlank(finding.category()) ? finding.kind().word() : finding.category());
    put(
        initial,
        "metric_name",
        isBlank(finding.assessmentKey()) ? finding.title() : finding.assessmentKey());
    initial.put("message_key", Mark.messageKey(claim));
    initial.put("additional_info", info(claim));
    if (claim.ticketType() == TicketType.EVENT) {
      initial.put("resolution_state", "New");
      Instant time = time(finding);
      if (time != null) {
        initial.put("time_of_event", Stamp.of(time));
      }
    }
    return new Draft(lasting, initial, Map.of());
  }

  /** Lists of alerts show its first words, since there is no short description. */
  private static String description(Claim claim, Work work) {
    String own = claim.terms().shortDescription();
    String title = isBlank(own) ? Mapping.title(claim.recommendation()) : own;
    String head = Mapping.oneLine(title, Mapping.SHORT_DESCRIPTION) + "\n\n";
    return head + Mapping.description(claim, Mapping.DESCRIPTION - head.length(), work);
  }

  /** Numbers of event management: 1 critical … 5 info; 0 would clear. */
  private static String severity(Claim claim) {
    if (claim.terms().priority() != null) {
      return String.valueOf(claim.terms().priority());
    }
    Severity severity = claim.recommendation().severity();
    return switch (severity) { // no default: a new severity must not compile
      case CRITICAL -> "1";
      case HIGH -> "2";
      case MEDIUM -> "3";
      case LOW -> "4";
      case INFORMATIONAL -> "5";
    };
  }

  /** The later of both: an event that is older than the last one of its key changes nothing. */
  private static Instant time(Recommendation finding) {
    Instant changed = finding.stateChangedAt();
    Instant occurred = finding.occurredAt();
    return changed == null || (occurred != null && occurred.isAfter(changed)) ? occurred : changed;
  }

  /** A JSON object, as event rules read it, the most telling first. */
  private static String info(Claim claim) {
    Recommendation finding = claim.recommendation();
    ObjectNode info = Json.MAPPER.createObjectNode();
    entry(info, "finding", finding.id());
    entry(info, "assignment", claim.id().toString());
    entry(info, "follows", claim.follows());
    entry(info, "severity", finding.severity().word());
    entry(info, "url", Mapping.link(finding.url()));
    Resource resource = finding.resource();
    if (resource != null) {
      entry(info, "resource_id", resource.id());
      entry(info, "resource_type", resource.type());
      entry(info, "scope", resource.scope());
    }
    entry(info, "category", finding.category());
    entry(info, "configuration_items", finding.configurationItems());
    entry(info, "tags", finding.tags());
    return info.toString();
  }

  /** Whole or not at all: what was cut names something else. */
  private static void entry(ObjectNode info, String name, Object value) {
    JsonNode node =
        Json.MAPPER.valueToTree(value instanceof String text ? Text.clean(text) : value);
    if (node.isNull() || (node.isContainerNode() && node.isEmpty())) {
      return;
    }
    info.set(name, node);
    if (info.toString().length() > INFO) {
      info.remove(name);
    }
  }

  private static void put(Map<String, String> fields, String name, String text) {
    if (!isBlank(text)) {
      fields.put(name, Mapping.oneLine(text, NAME));
    }
  }

  private static boolean isBlank(String text) {
    return text == null || text.isBlank();
  }
}
