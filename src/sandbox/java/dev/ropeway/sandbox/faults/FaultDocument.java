package dev.ropeway.sandbox.faults;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ropeway.sandbox.table.RateRule;
import dev.ropeway.sandbox.table.Switches;
import dev.ropeway.sandbox.table.UnknownFields;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The switches as one JSON document; writing merges, and null takes a rule away. */
public final class FaultDocument {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final TypeReference<List<RateRule>> RATE_RULES = new TypeReference<>() {};

  private final Faults faults;

  public FaultDocument(Faults faults) {
    this.faults = faults;
  }

  public JsonNode written() {
    Switches switches = faults.switches;
    ObjectNode document = MAPPER.createObjectNode();
    document.put("latencyMs", switches.latencyMs);
    document.put("seed", switches.seed);
    document.set("hidden", MAPPER.valueToTree(faults.hidden()));
    document.put("hiddenFraction", switches.hiddenFraction);
    document.set("hiddenFields", MAPPER.valueToTree(switches.hiddenFields));
    document.set("hiddenTables", MAPPER.valueToTree(new TreeSet<>(switches.hiddenTables)));
    document.put("forbidUnreadable", switches.unreadableForbidden);
    document.put("requireApiRole", switches.apiRoleRequired);
    document.put("unknownFields", switches.unknownFields.name());
    document.put("stripRangeClauses", switches.rangeClausesStripped);
    document.set("rateRules", MAPPER.valueToTree(switches.rateRules));
    document.put("maxConcurrent", switches.maxConcurrent);
    document.put("maxQueued", switches.maxQueued);
    document.put("clockShiftSeconds", switches.clockShift.toSeconds());
    document.put("maxUrlLength", switches.maxUrlLength);
    document.set(
        "attachmentExtensions", MAPPER.valueToTree(new TreeSet<>(switches.attachmentExtensions)));
    document.put("maxAttachmentBytes", switches.maxAttachmentBytes);
    document.put("corruptUploads", switches.corruptUploads);
    document.put("timeZone", switches.timeZone);
    document.put("contentType", switches.contentType);
    document.put("refuseRefreshTokens", switches.refreshTokensRefused);
    ObjectNode rules = document.putObject("rules");
    for (FaultKind fault : FaultKind.values()) {
      FaultRule rule = faults.rules().get(fault);
      rules.set(fault.key(), rule == null ? null : MAPPER.valueToTree(rule));
    }
    return document;
  }

  public void merge(JsonNode document) throws IOException {
    for (Map.Entry<String, JsonNode> entry : document.properties()) {
      JsonNode value = entry.getValue();
      switch (entry.getKey()) {
        case "latencyMs" -> faults.latency(Duration.ofMillis(value.asLong()));
        case "seed" -> faults.seed(value.asLong());
        case "hidden" -> replaceHidden(value);
        case "hiddenFraction" -> faults.hideFraction(value.asDouble());
        case "hiddenFields" -> faults.hideFields(texts(value));
        case "hiddenTables" -> faults.hideTables(texts(value));
        case "forbidUnreadable" -> faults.forbidUnreadable(value.asBoolean());
        case "requireApiRole" -> faults.requireApiRole(value.asBoolean());
        case "unknownFields" -> faults.unknownFields(UnknownFields.valueOf(value.asText()));
        case "stripRangeClauses" -> faults.stripRangeClauses(value.asBoolean());
        case "requestsPerHour" -> faults.requestsPerHour(value.asInt());
        case "rateRules" -> faults.rateRules(MAPPER.convertValue(value, RATE_RULES));
        case "maxConcurrent" -> faults.concurrency(value.asInt(), faults.switches.maxQueued);
        case "maxQueued" -> faults.concurrency(faults.switches.maxConcurrent, value.asInt());
        case "clockShiftSeconds" -> faults.clockShift(Duration.ofSeconds(value.asLong()));
        case "maxUrlLength" -> faults.maxUrlLength(value.asInt());
        case "attachmentExtensions" -> faults.attachmentExtensions(texts(value));
        case "maxAttachmentBytes" -> faults.maxAttachmentBytes(value.asInt());
        case "corruptUploads" -> faults.corruptUploads(value.asInt());
        case "timeZone" -> faults.timeZone(value.isNull() ? null : value.asText());
        case "contentType" -> faults.contentType(value.isNull() ? null : value.asText());
        case "revokeTokens" -> faults.revokeTokens();
        case "revokeAccessTokens" -> faults.revokeAccessTokens();
        case "refuseRefreshTokens" -> faults.refuseRefreshTokens(value.asBoolean());
        case "rules" -> mergeRules(value);
        default -> throw new IllegalArgumentException("There is no switch " + entry.getKey());
      }
    }
  }

  private void mergeRules(JsonNode rules) throws IOException {
    for (Map.Entry<String, JsonNode> entry : rules.properties()) {
      FaultKind fault = FaultKind.of(entry.getKey());
      if (entry.getValue().isNull()) {
        faults.clear(fault);
      } else {
        faults.set(fault, MAPPER.treeToValue(entry.getValue(), FaultRule.class));
      }
    }
  }

  private void replaceHidden(JsonNode ids) {
    faults.hidden().clear();
    faults.hide(texts(ids));
  }

  private static Set<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asText()));
    return new TreeSet<>(texts);
  }
}
