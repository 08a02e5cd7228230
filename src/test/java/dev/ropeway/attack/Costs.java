package dev.ropeway.attack;

import dev.ropeway.api.ContractOperation;
import dev.ropeway.api.ContractValue;
import dev.ropeway.attack.Shot.Answer;
import dev.ropeway.intake.Payloads;
import dev.ropeway.packaged.PackagedApp;
import dev.ropeway.packaged.PostedEvents;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Sends each operation the bodies that cost it most, one at a time. */
final class Costs {

  private static final String API = "/api/v1";
  private static final String MAPPING = "/integrations/x/mappings/incident";

  private final AttackedApplication target;
  private final CostTable table;
  private final AttackResults findings;

  Costs(AttackedApplication target, CostTable table, AttackResults findings) {
    this.target = target;
    this.table = table;
    this.findings = findings;
  }

  void run() {
    pauseDelivery();
    // What is compiled, and loaded, with the first requests is not theirs.
    for (int i = 0; i < 200; i++) {
      target.app.recommend(PostedEvents.one("warm", i));
    }
    ContractOperation.all().stream().filter(ContractOperation::hasBody).forEach(this::largest);
    all("POST", "/recommendations", Worst.recommendations());
    Payloads.sources().forEach(one -> all("POST", "/events/" + one, Worst.events(one)));
    all("PUT", "/rules/worst", Worst.rules());
    all("PUT", MAPPING + "?force=true", Worst.mappings());
    previews();
    evaluations();
    lists();
  }

  private void pauseDelivery() {
    target.store.execute(
        "insert into integration_state (name, paused_until, changed_at) values ('x', '2099-01-01', now())"
            + " on conflict (name) do update set paused_until = '2099-01-01'");
  }

  /** What the contract allows: long texts, and many values. */
  private void largest(ContractOperation operation) {
    String path =
        operation
            .path()
            // One that is configured is not changed over REST.
            .replaceAll("^/integrations/\\{name}$", "/integrations/made")
            .replace("{source}", "sentinel")
            .replace("{id}", assignment())
            .replace("{ticketType}", "incident")
            .replaceAll("\\{\\w+}", "x");
    int room = operation.maxBody() * 9 / 10;
    one(operation.verb(), path, "largest", of(operation, Integer.MAX_VALUE, room));
    one(operation.verb(), path, "most values", of(operation, 1, Math.min(room, 1_200_000)));
    one(operation.verb(), path, "far too many values", of(operation, 1, room));
    one(operation.verb(), path, "as many {} as it reads", Worst.times(room / 3, "{}"));
  }

  private static String of(ContractOperation operation, int longest, int bytes) {
    return new ContractValue(longest).of(operation.schema(), bytes).toString();
  }

  private String assignment() {
    return target.store.texts("select id::text from assignment order by id limit 1").get(0);
  }

  private void previews() {
    String body = "{\"mapping\":%s,\"recommendation\":%s}";
    String finding = Worst.with("description", Worst.text("a b ", Worst.TEXT));
    Worst.mappings()
        .forEach(
            (name, mapping) ->
                one("POST", MAPPING + "/preview", name, body.formatted(mapping, finding)));
    Worst.html()
        .forEach(
            (name, html) ->
                one(
                    "POST",
                    MAPPING + "/preview",
                    "remediation of " + name,
                    body.formatted("{\"mode\":\"default\"}", Worst.with("remediation", html))));
  }

  /** A megabyte against fifty rules that look for what is not there. */
  private void evaluations() {
    for (int i = 0; i < 50; i++) {
      String rule =
          Worst.rule(5, condition -> Worst.condition("Contains", "xxxxxxxxxxxxxxxxy"))
              .replace("\"priority\":500", "\"priority\":" + (100 + i));
      target.app.api().put(API + "/rules/dear-" + i, rule);
    }
    String title = Worst.text("x", 990);
    one("POST", "/rules/evaluate", "one against 50 × 500 conditions", Worst.with("title", title));
    one(
        "POST",
        "/rules/evaluate",
        "900 against 50 × 500 conditions",
        "[" + Worst.many(900, i -> Worst.finding(i, "title", title)) + "]");
    one(
        "POST",
        "/recommendations",
        "1000 against 50 × 500 conditions",
        "[" + Worst.many(1000, i -> Worst.finding(i, "title", title)) + "]");
    one("POST", "/rules/dear-1/apply", "to all of these", "{\"override\":true}");
  }

  private void lists() {
    for (String list :
        List.of(
            "/assignments?limit=1000",
            "/assignments?limit=1000&text=" + "%25_".repeat(300),
            "/recommendations?limit=1000",
            "/audit?limit=1000",
            "/rules",
            MAPPING,
            MAPPING + "/versions")) {
      one("GET", list, "", "");
    }
  }

  private void all(String verb, String path, Map<String, String> bodies) {
    bodies.forEach((name, body) -> one(verb, path, name, body));
  }

  private void one(String verb, String path, String name, String text) {
    if (!target.app.isAlive()) {
      return;
    }
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    String size = body.length < 1000 ? "" : " (" + body.length / 1000 + " kB)";
    String address = path.length() > 60 ? path.substring(0, 60) + "…" : path;
    try (Gauge gauge = new Gauge(target.app);
        AttackConnection wire = new AttackConnection(target.app.port())) {
      Answer answer = wire.send(new Shot(verb, API + path, headers(path, body), body));
      table.add(gauge.row(verb + " " + address, name + size, said(answer)));
      if (!target.app.isAlive()) {
        findings.add(verb + " " + address + ", " + name, "it ended the process");
      }
    }
  }

  private static List<String> headers(String path, byte[] body) {
    List<String> headers = new ArrayList<>();
    headers.add("X-API-Key: " + PackagedApp.KEY);
    headers.add("Content-Type: application/json");
    if (path.startsWith("/servicenow")) {
      headers.add("Authorization: Bearer " + AttackedApplication.SECRET);
    }
    if (path.endsWith("/github")) {
      headers.add("X-GitHub-Event: dependabot_alert");
      headers.add("X-Hub-Signature-256: sha256=" + Signature.hex(body));
    }
    return headers;
  }

  /** Its status, and of a refusal why. */
  private static String said(Answer answer) {
    int at = answer.text().indexOf("\"detail\":\"");
    String why =
        at < 0 || answer.status() < 400
            ? ""
            : " " + answer.text().substring(at + 10, Math.min(answer.text().length(), at + 60));
    return answer.status() + why.replace("|", "/").replace("\n", " ");
  }
}
