package dev.ropeway.security;

import dev.ropeway.api.MediaType;
import dev.ropeway.api.Problem;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;

/**
 * Forms of the console: what is sent to a page counts only if a page of ours sent it. The browser
 * says so itself, and the form brings what its cookie holds.
 */
@ApplicationScoped
public class FormTokens {

  /** The field of each form that holds the token. */
  public static final String FIELD = "_token";

  private static final String FORM = FormTokens.class.getName();
  private static final String TOKEN = FORM + ".token";

  /** After the body was read. */
  private static final int ORDER = -40;

  private static final int MAX_FIELDS = 5000;

  void open(@Observes Router router) {
    router.route().method(HttpMethod.POST).order(ORDER).handler(this::check);
  }

  private void check(RoutingContext context) {
    if (!Pages.takesForm(context.normalizedPath())) {
      context.next();
      return;
    }
    Optional<MediaType> type =
        Optional.ofNullable(context.request().getHeader("Content-Type")).flatMap(MediaType::of);
    if (type.filter(MediaType::isUrlEncoded).isEmpty()) {
      Refusals.answer(context, Problem.of(415, "send application/x-www-form-urlencoded"));
      return;
    }
    MultiMap form = MultiMap.caseInsensitiveMultiMap();
    String body = context.body() == null ? null : context.body().asString();
    try {
      new QueryStringDecoder(body == null ? "" : body, StandardCharsets.UTF_8, false, MAX_FIELDS)
          .parameters()
          .forEach(form::set);
    } catch (IllegalArgumentException e) {
      Refusals.refuse(context, 400);
      return;
    }
    if (!isSame(BrowserCookies.read(context, BrowserCookies.FORM).orElse(null), form.get(FIELD))) {
      Refusals.answer(
          context,
          Problem.of(
              403, "this form is too old or from another site; open its page again and repeat"));
      return;
    }
    form.remove(FIELD);
    context.put(FORM, form);
    context.next();
  }

  private static boolean isSame(String kept, String sent) {
    return kept != null
        && sent != null
        && MessageDigest.isEqual(
            kept.getBytes(StandardCharsets.UTF_8), sent.getBytes(StandardCharsets.UTF_8));
  }

  /** The fields that a form of ours sent. */
  public static MultiMap form(RoutingContext context) {
    MultiMap form = context.get(FORM);
    return form == null ? MultiMap.caseInsensitiveMultiMap() : form;
  }

  /** The token for the forms of the page that is about to be shown. */
  public static String token(RoutingContext context) {
    String made = context.get(TOKEN);
    if (made != null) {
      return made;
    }
    String token =
        BrowserCookies.read(context, BrowserCookies.FORM)
            .orElseGet(
                () -> {
                  String random = KeyText.random();
                  BrowserCookies.write(context, BrowserCookies.FORM, random, null);
                  return random;
                });
    context.put(TOKEN, token);
    return token;
  }
}
