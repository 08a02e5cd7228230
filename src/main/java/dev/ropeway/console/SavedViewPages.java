package dev.ropeway.console;

import dev.ropeway.api.ProblemException;
import io.quarkus.vertx.web.Route;
import io.quarkus.vertx.web.Route.HandlerType;
import io.quarkus.vertx.web.Route.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.regex.Pattern;

/** How people keep views of the list of assignments for themselves. */
@ApplicationScoped
class SavedViewPages {

  /** What pages write of a query: nothing in it leads elsewhere. */
  private static final Pattern QUERY = Pattern.compile("[A-Za-z0-9%&=+._*-]+");

  private final ApiCalls api;

  SavedViewPages(ApiCalls api) {
    this.api = api;
  }

  @Route(path = "/views", methods = HttpMethod.POST, type = HandlerType.BLOCKING)
  void save(RoutingContext context) {
    Form form = Form.of(context);
    PageAnswer.act(
        context,
        shown(form),
        () -> {
          String name = name(form);
          api.call(context, "put-view", Map.of("name", encoded(name)), form.json("query"));
          return "The view " + name + " is saved.";
        });
  }

  @Route(path = "/views/delete", methods = HttpMethod.POST, type = HandlerType.BLOCKING)
  void delete(RoutingContext context) {
    Form form = Form.of(context);
    PageAnswer.act(
        context,
        shown(form),
        () -> {
          String name = name(form);
          api.call(context, "delete-view", Map.of("name", encoded(name)));
          return "The view " + name + " is deleted.";
        });
  }

  private static String name(Form form) {
    if (form.text("name") == null) {
      throw ProblemException.badField("name", "must be filled in");
    }
    return form.text("name");
  }

  /** The list as it was shown. */
  private static String shown(Form form) {
    String query = form.text("query");
    return query == null || !QUERY.matcher(query).matches()
        ? ListPage.PATH
        : ListPage.PATH + "?" + query;
  }

  /** A name as its address has it over REST. */
  private static String encoded(String name) {
    return ShowInPages.parameter(name).replace("+", "%20");
  }
}
