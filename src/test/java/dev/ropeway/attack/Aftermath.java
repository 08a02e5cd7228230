package dev.ropeway.attack;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ropeway.packaged.Api.Reply;
import dev.ropeway.store.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/** What must hold after an attack: everything can be read, and nobody else wrote into the log. */
final class Aftermath {

  private static final List<String> LISTS =
      List.of("assignments", "recommendations", "audit", "rules", "integrations", "api-keys");

  /** Of ours: a time, or what belongs to the exception of the line before. */
  private static final Pattern LINE =
      Pattern.compile(
          "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d,\\d{3} .*+|\\t.*+|: .*+|Caused by: .*+|");

  private static final Pattern FORGED = Pattern.compile("\\d{4}-\\d\\d-\\d\\d 00:00:00,000 .*+");

  private final AttackedApplication target;
  private final AttackResults findings;

  Aftermath(AttackedApplication target, AttackResults findings) {
    this.target = target;
    this.findings = findings;
  }

  void look() {
    if (!target.app.isAlive()) {
      findings.add("process", "it ended: " + end(target.app.output()));
      return;
    }
    LISTS.forEach(this::readWhole);
    target
        .app
        .output()
        .lines()
        .filter(line -> !LINE.matcher(line).matches() || FORGED.matcher(line).matches())
        .limit(10)
        .forEach(line -> findings.add("log", "a line of nobody's: " + line));
    target
        .app
        .output()
        .lines()
        .filter(line -> line.contains(" failed unexpectedly"))
        .limit(10)
        .forEach(line -> findings.add("log", line));
  }

  private void readWhole(String list) {
    boolean paged = LISTS.indexOf(list) < 3;
    String path = "/api/v1/" + list + (paged ? "?limit=200" : "");
    String next = "";
    int items = 0;
    do {
      Reply reply = target.app.api().get(path + (next.isEmpty() ? "" : "&cursor=" + encoded(next)));
      if (reply.status() != 200) {
        findings.add("list " + list, "after " + items + ": " + reply);
        return;
      }
      JsonNode page = Json.tree(reply.body());
      items += page.path("items").size();
      next = page.path("next").asText("");
    } while (!next.isEmpty());
    System.out.println("afterwards: " + items + " " + list + " can be read");
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String end(String text) {
    return text.substring(Math.max(0, text.length() - 2000));
  }
}
