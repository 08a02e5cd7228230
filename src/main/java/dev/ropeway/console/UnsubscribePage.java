package dev.ropeway.console;

import dev.ropeway.digest.Unsubscribe;
import dev.ropeway.digest.Unsubscribe.Mails;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.vertx.web.Route;
import io.quarkus.vertx.web.Route.HandlerType;
import io.quarkus.vertx.web.Route.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/**
 * Where the links of mails lead by which people refuse more. A look changes nothing, because mail
 * filters follow links; a POST by anybody who has the link stops the mails (RFC 8058).
 */
@ApplicationScoped
class UnsubscribePage {

  private static final String PATH = "/unsubscribe";

  private final Unsubscribe unsubscribe;

  UnsubscribePage(Unsubscribe unsubscribe) {
    this.unsubscribe = unsubscribe;
  }

  @CheckedTemplate(basePath = "console/digest", requireTypeSafeExpressions = false)
  static class Templates {
    private Templates() {}

    static native TemplateInstance unsubscribe();
  }

  @Route(
      path = PATH,
      methods = {HttpMethod.GET, HttpMethod.HEAD},
      type = HandlerType.BLOCKING)
  void ask(RoutingContext context) {
    PageAnswer.answer(context, () -> page(context, false));
  }

  @Route(path = PATH, methods = HttpMethod.POST, type = HandlerType.BLOCKING)
  void stop(RoutingContext context) {
    PageAnswer.answer(context, () -> page(context, true));
  }

  private PageAnswer page(RoutingContext context, boolean stop) {
    String token = context.request().getParam("token");
    Optional<Mails> mails = unsubscribe.of(token);
    if (stop) {
      mails.ifPresent(unsubscribe::refuse);
    }
    TemplateInstance page =
        Templates.unsubscribe()
            .data("mails", mails.orElse(null))
            .data("what", mails.map(UnsubscribePage::what).orElse(""))
            .data("done", stop)
            .data("token", token);
    return mails.isPresent() ? PageAnswer.ok(page) : PageAnswer.of(404, page);
  }

  private static String what(Mails mails) {
    return switch (mails.kind()) {
      case OWNER -> "weekly mails about your open work";
      case MANAGER -> "weekly mails about overdue work of those who report to you";
      case GROUP -> "weekly mails about the open work of your group";
      case CRITICAL -> "daily mails about critical work";
    };
  }
}
