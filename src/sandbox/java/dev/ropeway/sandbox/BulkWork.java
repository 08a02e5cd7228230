package dev.ropeway.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ropeway.sandbox.instance.Instance;
import dev.ropeway.sandbox.table.PendingRecord;
import dev.ropeway.sandbox.table.Row;
import dev.ropeway.sandbox.table.Stamps;
import dev.ropeway.sandbox.table.TableRows;
import dev.ropeway.sandbox.table.User;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Loads many tickets, or changes many as people would, for benchmarks. */
final class BulkWork {
  private static final List<String> TITLES =
      List.of(
          "[Critical] Upgrade OpenSSL on %s",
          "[Important] Storage bucket of %s is readable by everyone",
          "[Important] Rotate the access keys of %s",
          "[Moderate] Log forwarding is off on %s",
          "[Low] Certificate of %s expires in 30 days");

  private final Instance instance;

  BulkWork(Instance instance) {
    this.instance = instance;
  }

  int fill(JsonNode order) {
    TableRows table = ticketTable(order);
    JsonNode ids = order.path("correlationIds");
    int count = ids.isArray() ? ids.size() : order.path("count").asInt();
    String prefix = order.path("prefix").asText("fill-");
    Instant now = instance.stamps.instant();
    long seconds = order.path("seconds").asLong();
    User user = instance.user("ropeway");
    for (int i = 0; i < count; i++) {
      Map<String, String> ticket = new HashMap<>();
      String host = "host-%05d.example.com".formatted(i % 20_000);
      ticket.put("short_description", TITLES.get(i % TITLES.size()).formatted(host));
      ticket.put("description", "Recommended for " + host + " by the security posture service.");
      ticket.put("correlation_id", ids.isArray() ? ids.get(i).asText() : prefix + i);
      ticket.put("correlation_display", "Ropeway");
      ticket.put("impact", Integer.toString(1 + i % 3));
      String stamp = spread(now, seconds, i, count);
      instance.records.insert(table, ticket, PendingRecord.Author.free(user, stamp));
    }
    return count;
  }

  /** Tickets of ours that nobody has started yet, oldest first. */
  int touch(JsonNode order) {
    TableRows table = ticketTable(order);
    String started =
        switch (table.name) {
          case "problem" -> "102";
          case "change_request" -> "-4";
          case "sn_si_incident" -> "16";
          default -> "2";
        };
    String state = order.path("state").asText(started);
    int count = order.path("count").asInt();
    Instant now = instance.stamps.instant();
    long seconds = order.path("seconds").asLong();
    User person = instance.user("ada.fulmer");
    List<Row> rows =
        table.rowsByAge().stream()
            .filter(row -> row.get("active").equals("true") && !row.get("state").equals(state))
            .filter(row -> row.get("correlation_display").equals("Ropeway"))
            .limit(count)
            .toList();
    for (int i = 0; i < rows.size(); i++) {
      String stamp = spread(now, seconds, i, rows.size());
      instance.records.update(
          rows.get(i), Map.of("state", state), PendingRecord.Author.free(person, stamp));
    }
    return rows.size();
  }

  private TableRows ticketTable(JsonNode order) {
    TableRows table = instance.table(order.path("table").asText("incident"));
    if (table.firstNumber.isEmpty()) {
      throw new IllegalArgumentException("There are no tickets in " + table.name);
    }
    return table;
  }

  private static String spread(Instant now, long seconds, int index, int count) {
    return Stamps.of(now.minusSeconds(seconds - seconds * index / Math.max(1, count)));
  }
}
