package dev.ropeway.sync;

import dev.ropeway.activity.ActivityStream;
import dev.ropeway.integration.Integration;
import dev.ropeway.integration.Integrations;
import dev.ropeway.integration.IntegrationsChanged;
import dev.ropeway.store.StoreReady;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.component.quartz.QuartzComponent;
import org.jboss.logging.Logger;
import org.quartz.JobDataMap;
import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.utils.DirtyFlagMap;
import org.quartz.utils.StringKeyDirtyFlagMap;

/**
 * Keeps the timers of each integration that is enabled, once the store, which holds the clustered
 * schedule, is there.
 */
@ApplicationScoped
// The store keeps what belongs to a timer as a serialized map of texts.
@RegisterForReflection(
    serialization = true,
    targets = {
      JobDataMap.class,
      StringKeyDirtyFlagMap.class,
      DirtyFlagMap.class,
      HashMap.class,
      String.class
    })
class Schedule {

  private static final Logger LOG = Logger.getLogger(Schedule.class);

  /** Timers of no integration; their triggers are in the store, as those of the polls are. */
  private static final List<String> COMMON = List.of("release-held", "send-digests");

  private final Integrations integrations;
  private final CamelContext camel;
  private final Map<Timer, String> running = new HashMap<>();
  private Scheduler scheduler;

  private record Timer(String template, String integration) {
    String routeId() {
      return template + "-" + integration;
    }
  }

  Schedule(Integrations integrations, CamelContext camel) {
    this.integrations = integrations;
    this.camel = camel;
  }

  synchronized void start(@Observes StoreReady ready) throws SchedulerException {
    scheduler = camel.getComponent("quartz", QuartzComponent.class).getScheduler();
    follow();
    COMMON.forEach(name -> TemplatedRouteBuilder.builder(camel, name).routeId(name).add());
    scheduler.start();
  }

  synchronized void changed(@Observes IntegrationsChanged change) {
    if (scheduler != null) {
      follow();
    }
  }

  /** The other replicas poll from now on. */
  synchronized void stop(@Observes ShutdownDelayInitiatedEvent event) throws SchedulerException {
    if (scheduler != null) {
      scheduler.standby();
    }
  }

  private void follow() {
    Map<Timer, String> wanted = new HashMap<>();
    integrations.all().stream()
        .filter(Integration::enabled)
        .forEach(
            one -> {
              wanted.put(new Timer("poll-tickets", one.name()), one.pollCron());
              wanted.put(new Timer("reconcile-tickets", one.name()), one.reconcileCron());
              if (!one.activity().streams().isEmpty()) {
                wanted.put(new Timer("poll-activity", one.name()), one.activity().cron());
              }
              if (one.activity().has(ActivityStream.PRIVILEGES)) {
                wanted.put(
                    new Timer("list-privileges-daily", one.name()),
                    one.activity().privilegesCron());
              }
              if (!one.workItems().types().isEmpty()) {
                wanted.put(new Timer("poll-work-items", one.name()), one.workItems().cron());
                wanted.put(new Timer("fill-work-items", one.name()), one.workItems().cron());
                wanted.put(
                    new Timer("reconcile-work-items", one.name()), one.workItems().checkCron());
              }
            });
    List<Timer> gone = new ArrayList<>(running.keySet());
    gone.removeIf(timer -> running.get(timer).equals(wanted.get(timer)));
    gone.forEach(this::remove);
    wanted.forEach(this::add);
  }

  private void add(Timer timer, String cron) {
    if (running.put(timer, cron) == null) {
      TemplatedRouteBuilder.builder(camel, timer.template())
          .routeId(timer.routeId())
          .parameter("integration", timer.integration())
          .parameter("cron", cron)
          .add();
    }
  }

  /** Camel leaves a clustered job alone when its route goes: it might go on elsewhere. */
  private void remove(Timer timer) {
    running.remove(timer);
    try {
      camel.getRouteController().stopRoute(timer.routeId());
      camel.removeRoute(timer.routeId());
      scheduler.deleteJob(JobKey.jobKey(timer.integration(), timer.template()));
    } catch (Exception e) {
      LOG.errorf(e, "the timer %s cannot be stopped", timer.routeId());
    }
  }
}
