package dev.ropeway.routes;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.camel.model.AggregateDefinition;
import org.apache.camel.model.BeanDefinition;
import org.apache.camel.model.CatchDefinition;
import org.apache.camel.model.HasExpressionType;
import org.apache.camel.model.OnExceptionDefinition;
import org.apache.camel.model.OptionalIdentifiedDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.model.RouteTemplateParameterDefinition;
import org.apache.camel.model.TryDefinition;
import org.apache.camel.model.errorhandler.DeadLetterChannelDefinition;
import org.apache.camel.model.language.ExpressionDefinition;
import org.apache.camel.model.language.MethodCallExpression;

/**
 * Finds in loaded route files what would fail at their first message only: names of routes, beans,
 * methods, components and properties that are not there, and ids that are there twice.
 */
final class RouteChecks {

  private final Reach reach;
  private final List<RouteFault> complaints = new ArrayList<>();

  /** What routes begin with. */
  private final Set<String> directs = new HashSet<>();

  /** The same of templates, which have parameters in it. */
  private final List<String> templates = new ArrayList<>();

  private RouteChecks(List<LoadedFile> files, Reach reach) {
    this.reach = reach;
    files.stream()
        .flatMap(RouteChecks::all)
        .map(route -> route.getInput().getEndpointUri())
        .filter(address -> address != null && address.startsWith("direct:"))
        .map(address -> Addresses.path(reach.resolved(address).orElse(address)))
        .forEach(
            path -> {
              if (Addresses.isWhole(path)) {
                directs.add(path);
              } else if (path.contains("{{")) {
                templates.add(path);
              }
            });
  }

  /** All mistakes of the files; of two that are in each other's way the later is told. */
  static List<RouteFault> complaints(List<LoadedFile> files, Reach reach) {
    RouteChecks checks = new RouteChecks(files, reach);
    checks.ids(files);
    files.forEach(checks::check);
    return checks.complaints.stream().distinct().toList();
  }

  private static Stream<RouteDefinition> all(LoadedFile file) {
    return Stream.concat(
        file.routes().stream(), file.templates().stream().map(RouteTemplateDefinition::getRoute));
  }

  /** Whether a path can be one of a template's: what stands around its parameters is compared. */
  private static boolean fits(String path, String template) {
    return path.startsWith(template.substring(0, template.indexOf("{{")))
        && path.endsWith(template.substring(template.lastIndexOf("}}") + 2));
  }

  private void ids(List<LoadedFile> files) {
    Map<String, RouteFault> first = new HashMap<>();
    for (LoadedFile file : files) {
      for (RouteDefinition route : file.routes()) {
        for (String id : ProcessorDefinitionHelper.gatherAllNodeIds(route, null, true, false)) {
          boolean isRoute = id.equals(route.getRouteId());
          RouteFault here =
              new RouteFault(
                  file.file(), route.getRouteId(), isRoute ? null : id, "its id is used twice");
          RouteFault before = first.putIfAbsent(id, here);
          if (before != null) {
            complaints.add(
                new RouteFault(
                    here.file(),
                    here.route(),
                    here.step(),
                    "the id %s is already used by %s, route %s"
                        .formatted(id, before.file(), before.route())));
          }
        }
      }
    }
  }

  private void check(LoadedFile file) {
    List<String> parameters =
        file.templates().stream()
            .flatMap(template -> parameters(template))
            .map(RouteTemplateParameterDefinition::getName)
            .toList();
    complaints.addAll(
        Placeholders.unknown(
            file.file(),
            file.text(),
            Set.copyOf(parameters),
            name -> reach.resolved("{{" + name + "}}").isPresent()));
    file.configurations()
        .forEach(
            configuration ->
                new Visit(file, configuration.getId(), false).steps(of(configuration)));
    file.templates()
        .forEach(template -> new Visit(file, template.getId(), true).route(template.getRoute()));
    file.routes().forEach(route -> new Visit(file, route.getRouteId(), false).route(route));
    file.rests().stream()
        .flatMap(rest -> rest.getVerbs().stream())
        .filter(verb -> verb.getTo() != null)
        .forEach(
            verb ->
                new Visit(file, verb.getRouteId(), false)
                    .leadsOn(verb, verb.getTo().getEndpointUri()));
  }

  private static Stream<RouteTemplateParameterDefinition> parameters(
      RouteTemplateDefinition template) {
    return Stream.ofNullable(template.getTemplateParameters()).flatMap(Collection::stream);
  }

  private static List<ProcessorDefinition<?>> of(RouteConfigurationDefinition configuration) {
    List<ProcessorDefinition<?>> steps = new ArrayList<>();
    steps.addAll(configuration.getOnExceptions());
    steps.addAll(configuration.getOnCompletions());
    steps.addAll(configuration.getIntercepts());
    steps.addAll(configuration.getInterceptFroms());
    steps.addAll(configuration.getInterceptSendTos());
    return steps;
  }

  /** One route of a file. */
  private final class Visit {
    private final LoadedFile file;
    private final String route;

    /** Its addresses are whole only when somebody makes a route of it. */
    private final boolean template;

    Visit(LoadedFile file, String route, boolean template) {
      this.file = file;
      this.route = route;
      this.template = template;
    }

    void route(RouteDefinition definition) {
      Optional.ofNullable(definition.getInput().getEndpointUri())
          .ifPresent(address -> isThere(definition.getInput(), address));
      if (definition.getErrorHandler() != null
          && definition.getErrorHandler().getErrorHandlerType()
              instanceof DeadLetterChannelDefinition channel) {
        leadsOn(definition, channel.getDeadLetterUri());
      }
      steps(definition.getOutputs());
    }

    void steps(Collection<? extends ProcessorDefinition<?>> steps) {
      steps.forEach(this::step);
    }

    private void step(ProcessorDefinition<?> step) {
      if ("true".equals(step.getDisabled())) {
        return;
      }
      Addresses.of(step).forEach(address -> leadsOn(step, address));
      if (step instanceof BeanDefinition bean) {
        calls(step, bean.getRef(), bean.getMethod());
      }
      expressions(step)
          .forEach(
              expression -> {
                if (expression instanceof MethodCallExpression call) {
                  calls(step, call.getRef(), call.getMethod());
                }
              });
      steps(step.getOutputs());
      if (step instanceof TryDefinition attempt) {
        steps(Objects.requireNonNullElse(attempt.getCatchClauses(), List.of()));
        Optional.ofNullable(attempt.getFinallyClause()).ifPresent(this::step);
      }
    }

    /** An address to send to: of this program's own routes one has to begin there. */
    void leadsOn(OptionalIdentifiedDefinition<?> step, String written) {
      String address = reach.resolved(written).orElse(written);
      if (isThere(step, address) && Addresses.isWhole(address)) {
        String path = Addresses.path(address);
        if (address.startsWith("direct:")
            && !directs.contains(path)
            && templates.stream().noneMatch(template -> fits(path, template))) {
          complain(step, "no route starts from direct:" + path);
        } else if (address.startsWith("bean:")) {
          calls(step, path, Addresses.option(address, "method").orElse(null));
        }
      }
    }

    private boolean isThere(OptionalIdentifiedDefinition<?> step, String written) {
      String address = reach.resolved(written).orElse(written);
      Optional<String> unknown =
          Addresses.scheme(address).filter(scheme -> !reach.hasComponent(scheme));
      unknown.ifPresent(scheme -> complain(step, "the component " + scheme + " does not exist"));
      if (unknown.isPresent()
          || template
          || !Addresses.isWhole(address)
          || address.startsWith("bean:")
          || (address.startsWith("direct:") && !address.contains("?"))) {
        return unknown.isEmpty();
      }
      Optional<String> flaw = reach.flaw(address);
      flaw.ifPresent(why -> complain(step, why));
      return flaw.isEmpty();
    }

    private void calls(OptionalIdentifiedDefinition<?> step, String ref, String method) {
      String bean =
          ref == null ? null : reach.resolved(ref).orElse(ref).replaceFirst("^#(bean:)?", "");
      if (bean == null || bean.contains(":") || !Addresses.isWhole(bean)) {
        return;
      }
      String name = method == null ? null : method.replaceFirst("(?s)\\(.*", "").strip();
      if (!reach.hasBean(bean)) {
        complain(step, "the bean " + bean + " does not exist");
      } else if (name != null
          && !name.isEmpty()
          && Addresses.isWhole(name)
          && !reach.hasMethod(bean, name)) {
        complain(step, "the bean %s has no method %s".formatted(bean, name));
      }
    }

    private void complain(OptionalIdentifiedDefinition<?> step, String what) {
      complaints.add(new RouteFault(file.file(), route, RouteFault.step(file.text(), step), what));
    }
  }

  private static Stream<ExpressionDefinition> expressions(ProcessorDefinition<?> step) {
    List<HasExpressionType> more = new ArrayList<>();
    if (step instanceof HasExpressionType one) {
      more.add(one);
    }
    if (step instanceof OnExceptionDefinition on) {
      more.addAll(
          Arrays.asList(on.getOnWhen(), on.getHandled(), on.getContinued(), on.getRetryWhile()));
    }
    if (step instanceof CatchDefinition when) {
      more.add(when.getOnWhen());
    }
    if (step instanceof AggregateDefinition all) {
      more.addAll(
          Arrays.asList(
              all.getCorrelationExpression(),
              all.getCompletionPredicate(),
              all.getCompletionSizeExpression(),
              all.getCompletionTimeoutExpression()));
    }
    return more.stream()
        .filter(Objects::nonNull)
        .map(HasExpressionType::getExpressionType)
        .filter(Objects::nonNull);
  }
}
