package dev.ropeway.sync;

import dev.ropeway.assignment.StoreReady;
import dev.ropeway.integration.Integration;
import dev.ropeway.integration.Integrations;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.component.quartz.QuartzComponent;
import org.quartz.SchedulerException;

/**
 * Starts the timers of each integration once the store, which holds the clustered schedule, is
 * there.
 */
@ApplicationScoped
class Schedule {

  private final Integrations integrations;
  private final CamelContext camel;

  Schedule(Integrations integrations, CamelContext camel) {
    this.integrations = integrations;
    this.camel = camel;
  }

  void start(@Observes StoreReady ready) throws SchedulerException {
    for (Integration integration : integrations.all()) {
      add("poll-tickets", integration.name(), integration.pollCron());
      add("reconcile-tickets", integration.name(), integration.reconcileCron());
    }
    camel.getComponent("quartz", QuartzComponent.class).getScheduler().start();
  }

  private void add(String template, String integration, String cron) {
    TemplatedRouteBuilder.builder(camel, template)
        .routeId(template + "-" + integration)
        .parameter("integration", integration)
        .parameter("cron", cron)
        .add();
  }
}
