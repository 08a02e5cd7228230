package dev.ropeway.sandbox.faults;

import com.fasterxml.jackson.annotation.JsonInclude;

/** When a fault strikes: on the next calls, or by chance, on all calls or those to one table. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FaultRule(
    double probability, int next, String method, String table, Long delayMs, Integer retryAfter) {

  public static FaultRule next(int calls) {
    return new FaultRule(0, calls, null, null, null, null);
  }

  public static FaultRule always() {
    return chance(1);
  }

  public static FaultRule chance(double probability) {
    return new FaultRule(probability, 0, null, null, null, null);
  }

  public FaultRule on(String onlyMethod, String onlyTable) {
    return new FaultRule(probability, next, onlyMethod, onlyTable, delayMs, retryAfter);
  }

  public FaultRule delay(long millis) {
    return new FaultRule(probability, next, method, table, millis, retryAfter);
  }

  public FaultRule retryAfter(int seconds) {
    return new FaultRule(probability, next, method, table, delayMs, seconds);
  }

  boolean isSpent() {
    return next <= 0 && probability <= 0;
  }

  FaultRule used() {
    return new FaultRule(probability, next - 1, method, table, delayMs, retryAfter);
  }

  boolean covers(String calledMethod, String calledTable) {
    return (method == null || method.equalsIgnoreCase(calledMethod))
        && (table == null || table.equals(calledTable));
  }
}
