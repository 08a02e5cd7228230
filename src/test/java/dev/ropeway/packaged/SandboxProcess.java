package dev.ropeway.packaged;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ropeway.packaged.Api.Reply;
import dev.ropeway.sandbox.Sandbox;
import dev.ropeway.sandbox.instance.SandboxSettings;
import dev.ropeway.store.Json;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The ServiceNow look-alike, told what to do over HTTP: in its own process or in this one. */
public final class SandboxProcess implements AutoCloseable {

  private final long pid;
  private final Runnable end;
  private final Api control;
  private final URI url;

  private SandboxProcess(long pid, Runnable end, URI url) {
    this.pid = pid;
    this.end = end;
    this.url = url;
    this.control = new Api(url, null);
  }

  public static SandboxProcess start(int latencyMillis) {
    return start(FreePort.any(), latencyMillis);
  }

  public static SandboxProcess start(int port, int latencyMillis) {
    JavaProcess process =
        JavaProcess.start(
            "sandbox",
            List.of(
                "-Xmx2g",
                "-cp",
                JavaProcess.classPath(),
                "dev.ropeway.sandbox.SandboxMain",
                "--port",
                String.valueOf(port),
                "--latency-ms",
                String.valueOf(latencyMillis)));
    SandboxProcess sandbox =
        new SandboxProcess(process.pid(), process::close, URI.create("http://127.0.0.1:" + port));
    await("the sandbox")
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(50))
        .failFast("the sandbox ended", () -> !process.isAlive())
        .until(() -> sandbox.control.get("/sandbox/faults").status() == 200);
    return sandbox;
  }

  /** In this process: for tests that neither kill it nor measure. */
  public static SandboxProcess here(int latencyMillis) {
    return here(0, latencyMillis);
  }

  /**
   * @param port 0 for any
   */
  public static SandboxProcess here(int port, int latencyMillis) {
    Sandbox sandbox =
        Sandbox.start(
            SandboxSettings.defaults()
                .withPort(port)
                .withLatency(Duration.ofMillis(latencyMillis)));
    return new SandboxProcess(ProcessHandle.current().pid(), sandbox::close, sandbox.url());
  }

  public URI url() {
    return url;
  }

  /** The process that it runs in. */
  public long pid() {
    return pid;
  }

  /** Sets switches; they merge with those that are set. */
  public void faults(String json) {
    json(control.put("/sandbox/faults", json));
  }

  public void reset() {
    json(control.post("/sandbox/reset", "{}"));
  }

  public void fill(String json) {
    json(control.post("/sandbox/fill", json));
  }

  /** People log in, and fail to. */
  public void act(String json) {
    json(control.post("/sandbox/activity", json));
  }

  /** A row that is committed now, whatever its stamps say. */
  public void commit(String table, String json) {
    json(control.post("/sandbox/rows/" + table, json));
  }

  public void touch(String json) {
    json(control.post("/sandbox/touch", json));
  }

  /** A person changes a record. */
  public void change(String table, String sysId, String json) {
    json(control.patch("/sandbox/rows/" + table + "/" + sysId, json));
  }

  public JsonNode stats() {
    return json(control.get("/sandbox/stats"));
  }

  /** Makes a table below task, or changes one. */
  public void define(String table, String json) {
    json(control.put("/sandbox/tables/" + table, json));
  }

  /** How many incidents carry a correlation id of their own. */
  public int tickets() {
    return tickets("incident");
  }

  /** How many records of that table carry a correlation id of their own. */
  public int tickets(String table) {
    return stats().at("/correlationIds/" + table + "/distinct").asInt();
  }

  /** How many correlation ids stand on more than one ticket, whatever its table. */
  public int duplicatesOfAnyTable() {
    return stats().at("/correlationIds/task/duplicated").asInt();
  }

  /** How many correlation ids stand on more than one incident. */
  public int duplicates() {
    return stats().at("/correlationIds/incident/duplicated").asInt();
  }

  /** Calls since the last reset, of every method and to every table. */
  public int calls() {
    return callsByTable().values().stream().mapToInt(Integer::intValue).sum();
  }

  /** The same, by the table that was called. */
  public Map<String, Integer> callsByTable() {
    Map<String, Integer> calls = new TreeMap<>();
    for (JsonNode tables : stats().get("calls")) {
      for (var table : tables.properties()) {
        for (JsonNode count : table.getValue()) {
          calls.merge(table.getKey(), count.asInt(), Integer::sum);
        }
      }
    }
    return calls;
  }

  /** The sys_ids of our incidents. */
  public List<String> ticketSysIds() {
    return json(control.get("/sandbox/rows/incident")).findParents("sys_id").stream()
        .filter(row -> "Ropeway".equals(row.path("correlation_display").asText()))
        .map(row -> row.get("sys_id").asText())
        .toList();
  }

  /** The values that a column of a table has, one for each row. */
  public List<String> values(String table, String column) {
    return json(control.get("/sandbox/rows/" + table)).findValuesAsText(column);
  }

  private static JsonNode json(Reply reply) {
    if (reply.status() != 200) {
      throw new IllegalStateException("the sandbox said " + reply.status() + " " + reply.body());
    }
    return Json.tree(reply.body());
  }

  @Override
  public void close() {
    end.run();
  }
}
