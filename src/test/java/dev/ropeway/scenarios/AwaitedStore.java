package dev.ropeway.scenarios;

import static org.awaitility.Awaitility.await;

import dev.ropeway.store.Database;
import dev.ropeway.store.StoreUnavailableException;
import io.quarkus.arc.Arc;
import io.quarkus.test.junit.callback.QuarkusTestBeforeEachCallback;
import io.quarkus.test.junit.callback.QuarkusTestMethodContext;
import java.time.Duration;

/** Begins no test before the program has its store, whichever is the first of its process. */
public class AwaitedStore implements QuarkusTestBeforeEachCallback {

  @Override
  public void beforeEach(QuarkusTestMethodContext context) {
    Database database = Arc.container().instance(Database.class).get();
    await().atMost(Duration.ofMinutes(1)).pollDelay(Duration.ZERO).until(() -> isThere(database));
  }

  private static boolean isThere(Database database) {
    try {
      return database.inTransaction(handle -> true);
    } catch (StoreUnavailableException e) {
      return false;
    }
  }
}
