package dev.ropeway.sandbox.table;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What was asked of the instance: the last calls in full, all of them as counters. */
public final class CallLog {
  private static final int KEPT = 10_000;

  private final ArrayDeque<Entry> last = new ArrayDeque<>();
  private final Map<String, Map<String, Map<Integer, Long>>> counters = new TreeMap<>();
  private final Set<String> javascript = new LinkedHashSet<>();
  private final Set<String> unknownTerms = new LinkedHashSet<>();
  private final Set<String> complaints = new LinkedHashSet<>();
  private long javascriptSeen;
  private long cookiesReceived;
  private int inFlight;
  private int maxInFlight;

  /** A call while it is under way; texts are decoded only when somebody reads them. */
  public static final class Entry {
    private final String method;
    private final String path;
    private final String table;
    private final String query;
    private final MultiMap headers;
    private final Buffer body;
    private final Instant at;
    private int status;
    private boolean open = true;

    public Entry(
        String method,
        String path,
        String table,
        String query,
        MultiMap headers,
        Buffer body,
        Instant at) {
      this.method = method;
      this.path = path;
      this.table = table;
      this.query = query == null ? "" : query;
      this.headers = headers;
      this.body = body;
      this.at = at;
    }

    private Call asCall() {
      Map<String, String> names = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
      headers.forEach((name, value) -> names.put(name, value));
      String decoded;
      try {
        decoded = URLDecoder.decode(query, StandardCharsets.UTF_8);
      } catch (IllegalArgumentException e) {
        decoded = query;
      }
      String text = body == null ? "" : body.toString();
      return new Call(method, path, table, decoded, names, text, status, at);
    }
  }

  public void begin(Entry entry) {
    last.addLast(entry);
    if (last.size() > KEPT) {
      last.removeFirst();
    }
    if (entry.headers.contains("Cookie")) {
      cookiesReceived++;
    }
    maxInFlight = Math.max(maxInFlight, ++inFlight);
  }

  /** False when the call had ended before: a closed connection reports twice. */
  public boolean end(Entry entry, int status) {
    if (!entry.open) {
      return false;
    }
    entry.open = false;
    entry.status = status;
    inFlight--;
    counters
        .computeIfAbsent(entry.method, method -> new TreeMap<>())
        .computeIfAbsent(entry.table, table -> new TreeMap<>())
        .merge(status, 1L, Long::sum);
    return true;
  }

  public List<Call> calls() {
    List<Call> calls = new ArrayList<>(last.size());
    last.forEach(entry -> calls.add(entry.asCall()));
    return calls;
  }

  public long count(String method, String table) {
    return counters.getOrDefault(method, Map.of()).getOrDefault(table, Map.of()).values().stream()
        .mapToLong(Long::longValue)
        .sum();
  }

  public Map<String, Map<String, Map<Integer, Long>>> counters() {
    return counters;
  }

  void sawJavascript(String value) {
    javascriptSeen++;
    if (javascript.size() < 100) {
      javascript.add(value);
    }
  }

  void sawUnknownTerm(QueryTerm condition) {
    if (unknownTerms.size() < 100) {
      unknownTerms.add(condition.field());
    }
  }

  /** Notes what is wrong with a query, if anything is. */
  public void judge(String table, ParsedQuery query) {
    String complaint = LogQueries.complaint(table, query);
    if (complaint != null && complaints.size() < 100) {
      complaints.add(complaint);
    }
  }

  /** Which queries would hurt an instance. */
  public Set<String> complaints() {
    return complaints;
  }

  public long javascriptSeen() {
    return javascriptSeen;
  }

  public Set<String> javascript() {
    return javascript;
  }

  public Set<String> unknownTerms() {
    return unknownTerms;
  }

  public long cookiesReceived() {
    return cookiesReceived;
  }

  public int maxInFlight() {
    return maxInFlight;
  }

  public void clear() {
    last.clear();
    counters.clear();
    javascript.clear();
    unknownTerms.clear();
    complaints.clear();
    javascriptSeen = 0;
    cookiesReceived = 0;
    maxInFlight = inFlight;
  }
}
