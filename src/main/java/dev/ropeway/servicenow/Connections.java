package dev.ropeway.servicenow;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The instances that may be called, by the name of their integration. */
@ApplicationScoped
public class Connections {

  private final Map<String, Connection> byName = new ConcurrentHashMap<>();

  public void put(Connection connection) {
    byName.put(connection.name(), connection);
  }

  /** The connection of that name; asking for one that does not exist is an error of ours. */
  public Connection named(String name) {
    return find(name)
        .orElseThrow(() -> new IllegalArgumentException("no integration is called " + name));
  }

  public Optional<Connection> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  public void remove(String name) {
    byName.remove(name);
  }
}
