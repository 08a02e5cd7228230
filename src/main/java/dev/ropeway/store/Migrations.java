package dev.ropeway.store;

import io.quarkus.flyway.FlywayConfigurationCustomizer;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;

/** Lets migrations build indexes beside the writes of others, which takes its time. */
@Singleton
class Migrations implements FlywayConfigurationCustomizer {

  /** A million rows take minutes; who waits for longer is not answered any more. */
  private static final int PATIENCE_MILLIS = 6 * 60 * 60 * 1000;

  @Override
  public void customize(FluentConfiguration configuration) {
    // Such a build waits for every transaction that is open: one that held Flyway's lock would be
    // waited for without end.
    configuration
        .getConfigurationExtension(PostgreSQLConfigurationExtension.class)
        .setTransactionalLock(false);
    configuration.callbacks(new LongStatements());
  }

  /** Statements of migrations may take longer than those of requests. */
  private static final class LongStatements implements Callback {

    private int usual;

    @Override
    public boolean supports(Event event, Context context) {
      return event == Event.BEFORE_EACH_MIGRATE
          || event == Event.AFTER_EACH_MIGRATE
          || event == Event.AFTER_EACH_MIGRATE_ERROR;
    }

    @Override
    public boolean canHandleInTransaction(Event event, Context context) {
      return true;
    }

    @Override
    public void handle(Event event, Context context) {
      try {
        if (event == Event.BEFORE_EACH_MIGRATE) {
          usual = context.getConnection().getNetworkTimeout();
          context.getConnection().setNetworkTimeout(Runnable::run, PATIENCE_MILLIS);
        } else {
          context.getConnection().setNetworkTimeout(Runnable::run, usual);
        }
      } catch (SQLException e) {
        throw new FlywayException("the connection's time limit cannot be set", e);
      }
    }

    @Override
    public String getCallbackName() {
      return "long statements";
    }
  }
}
