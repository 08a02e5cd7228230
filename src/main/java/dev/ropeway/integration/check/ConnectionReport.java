package dev.ropeway.integration.check;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a test of a connection found.
 *
 * @param version of the integration when it was tested
 * @param advice one sentence for the admin, the next step first
 * @param checks in the order of {@link ConnectionCheck}
 */
@RegisterForReflection // JSON of answers and the store
public record ConnectionReport(
    String integration,
    long version,
    ConnectionStatus verdict,
    String advice,
    Instant startedAt,
    long millis,
    List<Line> checks) {

  /**
   * One check.
   *
   * @param fix null when there is nothing to do
   */
  public record Line(ConnectionCheck id, String title, Result result, String seen, String fix) {}

  static ConnectionReport of(
      String integration,
      long version,
      Map<ConnectionCheck, Finding> findings,
      Instant startedAt,
      long millis,
      Instant workedAt) {
    ConnectionStatus verdict = ConnectionStatus.of(findings.values(), workedAt != null);
    List<Line> lines = new ArrayList<>();
    findings.forEach(
        (check, finding) ->
            lines.add(
                new Line(check, check.title(), finding.result(), finding.seen(), finding.fix())));
    return new ConnectionReport(
        integration,
        version,
        verdict,
        advice(verdict, findings, workedAt),
        startedAt,
        millis,
        List.copyOf(lines));
  }

  private static String advice(
      ConnectionStatus verdict, Map<ConnectionCheck, Finding> findings, Instant workedAt) {
    Finding first =
        findings.values().stream()
            .filter(finding -> finding.result() == (verdict.isReady() ? Result.WARN : Result.FAIL))
            .findFirst()
            .orElse(null);
    return switch (verdict) {
      case READY -> "Nothing to do: all checks passed.";
      case READY_WITH_WARNINGS ->
          first == null
              ? "Test again when the instance is less busy: some checks did not run in time, but none failed."
              : first.fix() + " Tickets are delivered nevertheless. Seen: " + first.seen() + ".";
      case NEVER_SET_UP -> first.fix() + " The instance has never accepted a login of Ropeway.";
      case LAST_STEP_MISSING ->
          first.fix() + " This is the last missing step. Seen: " + first.seen() + ".";
      case STOPPED_WORKING ->
          first.fix()
              + " The connection worked until "
              + workedAt
              + ". Seen now: "
              + first.seen()
              + ".";
      case ASLEEP, LIMITED, UNREACHABLE -> first.fix() + " Seen: " + first.seen() + ".";
    };
  }

  /** The first thing that failed, for the status of the integration; null when nothing did. */
  Line firstFailure() {
    return checks.stream().filter(line -> line.result() == Result.FAIL).findFirst().orElse(null);
  }
}
