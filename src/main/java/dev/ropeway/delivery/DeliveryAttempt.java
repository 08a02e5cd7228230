package dev.ropeway.delivery;

import dev.ropeway.assignment.Claim;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * One worker's turn with one claim. Whatever becomes of it, an error of the machine too, the worker
 * lets go of the claim in the end.
 *
 * @param broken told of what the route did not take care of itself
 */
record DeliveryAttempt(
    Claim claim, Consumer<Claim> route, BiConsumer<Claim, Throwable> broken, Consumer<Claim> letGo)
    implements Runnable {

  @Override
  public void run() {
    try {
      route.accept(claim);
    } catch (RuntimeException | Error e) {
      broken.accept(claim, e);
    } finally {
      letGo.accept(claim);
    }
  }
}
