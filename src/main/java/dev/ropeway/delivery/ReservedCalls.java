package dev.ropeway.delivery;

import dev.ropeway.assignment.Claim;
import dev.ropeway.assignment.Deliveries.Allowance;
import dev.ropeway.assignment.DesiredState;
import dev.ropeway.servicenow.Purpose;
import dev.ropeway.throttling.Budgets;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The calls that claims on this replica will still make, and how many claims more may be made. */
@ApplicationScoped
class ReservedCalls {

  private final Budgets budgets;
  private final Map<String, Map<Purpose, Integer>> byIntegration = new ConcurrentHashMap<>();

  ReservedCalls(Budgets budgets) {
    this.budgets = budgets;
  }

  /** What the calls of a claim are for. */
  static Purpose purpose(Claim claim) {
    if (claim.desiredState() != DesiredState.OPEN) {
      return Purpose.CLOSE;
    }
    return claim.ticketSysId() == null ? Purpose.CREATE : Purpose.UPDATE;
  }

  /** A ticket is read before it is written. */
  private static int calls(Purpose purpose) {
    return purpose == Purpose.CREATE ? 1 : 2;
  }

  void out(Claim claim) {
    count(claim, 1);
  }

  void back(Claim claim) {
    count(claim, -1);
  }

  private void count(Claim claim, int sign) {
    Purpose purpose = purpose(claim);
    byIntegration.compute(
        claim.integration(),
        (name, before) -> {
          Map<Purpose, Integer> after = new EnumMap<>(Purpose.class);
          if (before != null) {
            after.putAll(before);
          }
          after.merge(purpose, sign * calls(purpose), Integer::sum);
          return after;
        });
  }

  /** How many claims of each kind the rate budget has room for; null where no budget is kept. */
  Allowance allowance(String integration) {
    if (!budgets.kept(integration)) {
      return null;
    }
    return new Allowance(
        claims(integration, Purpose.CREATE),
        claims(integration, Purpose.CLOSE),
        claims(integration, Purpose.UPDATE));
  }

  private int claims(String integration, Purpose purpose) {
    Map<Purpose, Integer> lent = byIntegration.getOrDefault(integration, Map.of());
    return budgets.room(integration, purpose, lent) / calls(purpose);
  }
}
