package dev.ropeway.security;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Calls that were turned away and are not stored yet. Equal ones are one entry with a count.
 * Whoever floods us with different ones fills neither memory nor disk: beyond a budget of entries
 * they are counted together, so that none is lost and none is told apart.
 */
final class DeniedCalls {

  /** Entries that may be made at once. */
  static final int BURST = 600;

  /** Entries that may be made each second in the long run: some 40 MB a day. */
  static final int EACH_SECOND = 2;

  static final String MANY = "(many)";

  private record Key(
      String who, String how, String origin, String verb, String operation, Integer status) {}

  private final Map<Key, AuditEntry> waiting = new LinkedHashMap<>();
  private int budget = BURST;

  /** Takes note of a call; never waits for anything. */
  synchronized void add(AuditEntry denied) {
    Key key =
        new Key(
            denied.who(),
            denied.how(),
            denied.origin(),
            denied.verb(),
            denied.operation(),
            denied.status());
    if (waiting.containsKey(key)) {
      waiting.computeIfPresent(key, (same, entry) -> entry.repeated(1));
    } else if (budget > 0) {
      budget--;
      waiting.put(key, denied);
    } else {
      waiting.merge(
          new Key(MANY, "none", MANY, MANY, null, denied.status()),
          new AuditEntry(0, denied.at(), MANY, "none", MANY, MANY, MANY, null, denied.status(), 1),
          (entry, one) -> entry.repeated(1));
    }
  }

  /** What waits, to be stored; to be called each second. */
  synchronized List<AuditEntry> take() {
    List<AuditEntry> taken = new ArrayList<>(waiting.values());
    waiting.clear();
    budget = Math.min(BURST, budget + EACH_SECOND);
    return taken;
  }
}
