package dev.ropeway.sync;

import io.agroal.api.AgroalDataSource;
import io.quarkus.arc.Arc;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.sql.Connection;
import java.sql.SQLException;
import org.quartz.utils.ConnectionProvider;

/**
 * Lets Quartz keep its cluster's schedule in the same database; named in application.properties.
 */
@RegisterForReflection // made by its name in poll-schedule.properties
public class QuartzConnections implements ConnectionProvider {

  @Override
  public Connection getConnection() throws SQLException {
    return Arc.container().instance(AgroalDataSource.class).get().getConnection();
  }

  @Override
  public void initialize() {
    // Agroal is there before us.
  }

  @Override
  public void shutdown() {
    // Agroal closes its own connections.
  }
}
