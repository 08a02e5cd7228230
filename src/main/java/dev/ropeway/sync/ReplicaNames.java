package dev.ropeway.sync;

import dev.ropeway.store.Replicas;
import io.quarkus.arc.Arc;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.quartz.spi.InstanceIdGenerator;

/**
 * Names this replica among those that share the schedule of polls. Quartz itself would take the
 * host's name and refuse to start where DNS does not know it. Named in poll-schedule.properties.
 */
@RegisterForReflection // made by its name in poll-schedule.properties
public class ReplicaNames implements InstanceIdGenerator {

  @Override
  public String generateInstanceId() {
    return Arc.container().instance(Replicas.class).get().own();
  }
}
