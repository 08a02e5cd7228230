package dev.ropeway.integration.check;

import dev.ropeway.integration.Integration;
import dev.ropeway.servicenow.Connection;
import dev.ropeway.servicenow.Table;
import java.time.Instant;
import java.util.Set;

/**
 * What is tested.
 *
 * @param inUse the tables that its tickets go to
 * @param workedAt when it was last known to work; null if never
 */
record Subject(
    Integration integration, Connection connection, Set<Table> inUse, Instant workedAt) {}
