package dev.ropeway.console;

import dev.ropeway.security.FormTokens;
import dev.ropeway.security.SignIn;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.vertx.web.Route;
import io.quarkus.vertx.web.Route.HandlerType;
import io.quarkus.vertx.web.Route.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.regex.Pattern;

/** The pages by which people sign in and out. */
@ApplicationScoped
class SignInPages {

  private static final String HOME = "/";

  /** A place of ours and nothing that a browser would take for another host. */
  private static final Pattern LOCAL =
      Pattern.compile("/(?![/\\\\])[\\x21-\\x5b\\x5d-\\x7e]{0,2000}");

  private final SignIn signIn;

  SignInPages(SignIn signIn) {
    this.signIn = signIn;
  }

  @CheckedTemplate(basePath = "console")
  static class Templates {
    private Templates() {}

    static native TemplateInstance signin(String to, String directory, String refused);
  }

  @Route(
      path = "/sign-in",
      methods = {HttpMethod.GET, HttpMethod.HEAD},
      type = HandlerType.BLOCKING)
  void ask(RoutingContext context) {
    PageAnswer.answer(
        context,
        () -> {
          String to = local(context.request().getParam("to"));
          return PageAnswer.ok(Templates.signin(to, signIn.directory(to), null));
        });
  }

  @Route(path = "/sign-in", methods = HttpMethod.POST, type = HandlerType.BLOCKING)
  void withKey(RoutingContext context) {
    PageAnswer.answer(
        context,
        () -> {
          String to = local(FormTokens.form(context).get("to"));
          String key = FormTokens.form(context).get("key");
          return key != null && signIn.withKey(context, key.strip())
              ? PageAnswer.seeOther(to)
              : PageAnswer.of(
                  401,
                  Templates.signin(
                      to, signIn.directory(to), "No caller has this key. Check it and try again."));
        });
  }

  /** Whoever comes here was signed in by the directory on the way. */
  @Route(path = "/sign-in/directory", methods = HttpMethod.GET, type = HandlerType.BLOCKING)
  void withDirectory(RoutingContext context) {
    PageAnswer.answer(
        context,
        () -> {
          signIn.withDirectory(context);
          return PageAnswer.seeOther(local(context.request().getParam("to")));
        });
  }

  @Route(path = "/sign-out", methods = HttpMethod.POST, type = HandlerType.BLOCKING)
  void out(RoutingContext context) {
    PageAnswer.answer(
        context,
        () -> {
          signIn.out(context);
          return PageAnswer.done(context, "You are signed out.", "/sign-in");
        });
  }

  private static String local(String to) {
    return to != null && LOCAL.matcher(to).matches() ? to : HOME;
  }
}
