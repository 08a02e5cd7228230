package dev.ropeway.routes;

import dev.ropeway.routes.RouteFiles.RouteFile;
import dev.ropeway.store.InvalidSettingException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.builder.RouteConfigurationBuilder;
import org.apache.camel.impl.engine.AbstractCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.quarkus.main.events.AfterConfigure;
import org.apache.camel.quarkus.main.events.BeforeConfigure;
import org.apache.camel.quarkus.main.events.BeforeStart;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.jboss.logging.Logger;

/**
 * Loads the routes, and starts them where nothing in them is known to fail: what is wrong is told
 * by file, route and step, and stops the start. Left to itself Camel would tell a mistake by a
 * stack trace, and many a one at the first message only.
 */
@ApplicationScoped
class RouteLoading {

  private static final Logger LOG = Logger.getLogger(RouteLoading.class);

  /** How many mistakes are told at once. */
  private static final int TOLD = 6;

  private final RouteFiles files;
  private List<LoadedFile> loaded = List.of();
  private List<RouteFile> mounted = List.of();

  RouteLoading(RouteFiles files) {
    this.files = files;
  }

  /** A file with what makes its routes. */
  private record Read(RouteFile file, String text, RouteConfigurationBuilder builder) {}

  /** What may go wrong with a file. */
  private interface Work {
    void with(RouteConfigurationBuilder builder) throws Exception;
  }

  /** The pattern of the configuration is for dev mode, which watches what it names. */
  void leaveToUs(@Observes BeforeConfigure event) {
    event.getMain().configure().setRoutesCollectorEnabled(false);
  }

  void load(@Observes AfterConfigure event) throws IOException {
    CamelContext camel = event.getCamelContext();
    List<RouteFault> faults = new ArrayList<>();
    List<Read> all = new ArrayList<>();
    for (RouteFile file : files.chosen()) {
      read(camel, file, all, faults);
    }
    // What routes go by comes before them, and what they are made of before what is made of it.
    each(all, faults, camel::addRoutesConfigurations);
    each(all, faults, camel::addRoutes);
    each(all, faults, camel::addTemplatedRoutes);
    refuse(faults);

    // A mounted file is told of what it has in common with a shipped one.
    mounted = all.stream().map(Read::file).filter(file -> file.mounted() != null).toList();
    loaded =
        all.stream()
            .sorted(Comparator.comparing(read -> read.file().mounted() != null))
            .map(read -> understood(read.file().name(), read.text(), read.builder()))
            .toList();
    refuse(RouteChecks.complaints(loaded, new CamelReach(camel)));
  }

  private static void tell(RouteFile file) {
    LOG.infof(
        "routes file %s %s",
        file.name(), file.replaces() ? "replaces the built-in one" : "was added");
  }

  private static void read(
      CamelContext camel, RouteFile file, List<Read> all, List<RouteFault> faults)
      throws IOException {
    String text = text(camel, file);
    try {
      PluginHelper.getRoutesLoader(camel)
          .findRoutesBuilders(ResourceHelper.fromString(file.uri(), text))
          .forEach(builder -> all.add(new Read(file, text, (RouteConfigurationBuilder) builder)));
    } catch (Exception e) {
      faults.add(LoadingFaults.of(file.name(), text, e));
    }
  }

  private static String text(CamelContext camel, RouteFile file) throws IOException {
    try (InputStream bytes =
        PluginHelper.getResourceLoader(camel).resolveResource(file.uri()).getInputStream()) {
      return new String(bytes.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** One mistake for a file: what follows from it is none of its own. */
  private static void each(List<Read> all, List<RouteFault> faults, Work work) {
    for (Read read : List.copyOf(all)) {
      try {
        work.with(read.builder());
      } catch (Exception e) {
        faults.add(LoadingFaults.of(read.file().name(), read.text(), e));
        all.remove(read);
      }
    }
  }

  /** What a builder made of a text when it was added to a context. */
  static LoadedFile understood(String file, String text, RouteConfigurationBuilder builder) {
    return new LoadedFile(
        file,
        text,
        // What Camel makes of the calls of a REST service is told with these.
        builder.getRouteCollection().getRoutes().stream()
            .filter(route -> !Boolean.TRUE.equals(route.isRest()))
            .toList(),
        builder.getRouteTemplateCollection().getRouteTemplates(),
        builder.getRouteConfigurationCollection().getRouteConfigurations(),
        builder.getRestCollection().getRests());
  }

  /**
   * What no check foresees, an expression that cannot be read or a data format that is not there,
   * is told here. Camel's own start follows and finds that there is nothing left to do.
   */
  void start(@Observes BeforeStart event) {
    java.util.logging.Logger engine =
        java.util.logging.Logger.getLogger(AbstractCamelContext.class.getName());
    java.util.logging.Filter before = engine.getFilter();
    engine.setFilter(record -> LoadingFaults.routeOf(record.getThrown()).isEmpty());
    try {
      event.getCamelContext().start();
      mounted.forEach(RouteLoading::tell);
    } catch (RuntimeException e) {
      refuse(LoadingFaults.routeOf(e).map(this::complaint).stream().toList());
      throw e;
    } finally {
      engine.setFilter(before);
    }
  }

  private RouteFault complaint(FailedToCreateRouteException thrown) {
    for (LoadedFile file : loaded) {
      for (RouteDefinition route : file.routes()) {
        if (thrown.getRouteId().equals(route.getRouteId())) {
          return LoadingFaults.of(file, route, thrown);
        }
      }
    }
    return new RouteFault("route files", thrown.getRouteId(), null, LoadingFaults.why(thrown));
  }

  private void refuse(List<RouteFault> complaints) {
    if (complaints.isEmpty()) {
      return;
    }
    Stream<String> told = complaints.stream().limit(TOLD).map(RouteFault::toString);
    Stream<String> more =
        complaints.size() > TOLD
            ? Stream.of("and %d more errors".formatted(complaints.size() - TOLD))
            : Stream.empty();
    throw new InvalidSettingException(
        "ropeway.routes.dir",
        Stream.concat(told, more).collect(Collectors.joining(System.lineSeparator())));
  }
}
