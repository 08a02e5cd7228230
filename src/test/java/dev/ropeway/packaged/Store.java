package dev.ropeway.packaged;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What stands in the database, read past the application. */
public final class Store {

  private final String jdbcUrl;

  public Store(String jdbcUrl) {
    this.jdbcUrl = jdbcUrl;
  }

  /** How many assignments have each status. */
  public Map<String, Integer> statuses() {
    Map<String, Integer> statuses = new TreeMap<>();
    for (String line : texts("select status || ' ' || count(*) from assignment group by status")) {
      statuses.put(line.split(" ")[0], Integer.parseInt(line.split(" ")[1]));
    }
    return statuses;
  }

  public List<String> ticketSysIds() {
    return texts("select ticket_sys_id from assignment where status = 'open'");
  }

  /** The first column of every row. */
  public List<String> texts(String sql) {
    try (Connection connection = connection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> texts = new ArrayList<>();
      while (rows.next()) {
        texts.add(rows.getString(1));
      }
      return texts;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  public void execute(String sql) {
    try (Connection connection = connection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private Connection connection() throws SQLException {
    return DriverManager.getConnection(jdbcUrl, "postgres", "postgres");
  }
}
