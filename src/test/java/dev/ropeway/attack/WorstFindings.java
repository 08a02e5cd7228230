package dev.ropeway.attack;

import dev.ropeway.packaged.PostedEvents;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** How long an ordinary finding waits for its ticket while others are as costly as they may be. */
final class WorstFindings {

  private static final int COSTLY = 6;
  private static final int ORDINARY = 30;
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final AttackedApplication target;
  private final CostTable table;

  WorstFindings(AttackedApplication target, CostTable table) {
    this.target = target;
    this.table = table;
  }

  void run() {
    measure("nothing else");
    Iterator<String> html = Worst.html().values().iterator();
    for (int i = 0; i < COSTLY; i++) {
      target.app.recommend(
          Worst.finding(i, "remediation", html.next()).replace("worst-", "costly-"));
    }
    measure(COSTLY + " findings of the worst HTML");
  }

  private void measure(String beside) {
    String prefix = "waits" + beside.length();
    try (Gauge gauge = new Gauge(target.app)) {
      for (int i = 0; i < ORDINARY; i++) {
        target.app.recommend(PostedEvents.one(prefix, i));
      }
      String open =
          "from assignment a join recommendation r on r.key = a.recommendation_key where r.id like '"
              + prefix
              + "-%' and a.status = 'open'";
      boolean all = awaitAll("select count(*) " + open);
      List<String> delays =
          target.store.texts(
              "select extract(epoch from a.updated_at - a.created_at) " + open + " order by 1");
      table.add(
          gauge.row("tickets of " + ORDINARY + " findings beside", beside, said(delays, all)));
    }
  }

  private boolean awaitAll(String count) {
    try {
      Awaitility.await()
          .atMost(PATIENCE)
          .until(() -> target.store.texts(count).get(0).equals(String.valueOf(ORDINARY)));
      return true;
    } catch (ConditionTimeoutException e) {
      return false;
    }
  }

  private static String said(List<String> delays, boolean all) {
    if (delays.isEmpty()) {
      return "none has a ticket";
    }
    double median = Double.parseDouble(delays.get(delays.size() / 2));
    double longest = Double.parseDouble(delays.get(delays.size() - 1));
    return String.format(
        Locale.ROOT,
        "until the ticket: p50 %.2f s, max %.2f s%s",
        median,
        longest,
        all ? "" : ", " + (ORDINARY - delays.size()) + " without one");
  }
}
