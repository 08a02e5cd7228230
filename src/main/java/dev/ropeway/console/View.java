package dev.ropeway.console;

import dev.ropeway.security.BrowserCookies;
import dev.ropeway.security.FormTokens;
import dev.ropeway.security.Permissions;
import dev.ropeway.security.SignIn;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Named;
import java.util.List;

/** What every page knows of the request that it answers: who asks, and what that person may do. */
@RequestScoped
@Named("view")
@RegisterForReflection // pages call it by name
public class View {

  private static final List<Section> SECTIONS =
      List.of(
          new Section("Home", "/", "summarize-assignments"),
          new Section("Assignments", "/assignments", "list-assignments"),
          new Section("Recommendations", "/recommendations", "list-recommendations"),
          new Section("Owners", "/owners", "list-owners"),
          new Section("Mails", "/digests", "list-digests"),
          new Section("Rules", "/rules", "list-rules"),
          new Section("Work items", "/work-items", "list-work-items"),
          new Section("Activity", "/activity", "list-activity"),
          new Section("Connections", "/connections", "list-integrations"),
          new Section("Callers", "/callers", "list-api-keys"),
          new Section("Audit", "/audit", "list-audit-entries"),
          new Section("About", "/about", "show-about"));

  private final CurrentVertxRequest request;
  private final Permissions permissions;

  View(CurrentVertxRequest request, Permissions permissions) {
    this.request = request;
    this.permissions = permissions;
  }

  /**
   * A part of the console.
   *
   * @param operation that a person must be allowed to call to see it
   */
  public record Section(String label, String href, String operation) {

    /** Whether a path is one of its pages. */
    public boolean covers(String path) {
      return path.equals(href) || path.startsWith(href + "/");
    }
  }

  /** The parts of the console that the reader may see. */
  public List<Section> sections() {
    return SECTIONS.stream().filter(section -> may(section.operation())).toList();
  }

  /** Whether a part is the one that is shown. */
  public boolean isIn(Section section) {
    return section.covers(context().normalizedPath());
  }

  /** The name of the person who is signed in; null if nobody is. */
  public String user() {
    SecurityIdentity caller = caller();
    return caller == null || SignIn.isVisitor(caller) ? null : caller.getPrincipal().getName();
  }

  /** Whether a sign-out would end something. */
  public boolean isSigned() {
    return SignIn.isSigned(context().request());
  }

  /** Whether the reader may call an operation of the contract: what it may not is not offered. */
  public boolean may(String operation) {
    SecurityIdentity caller = caller();
    return caller != null && permissions.may(caller, operation);
  }

  /** What each form sends along. */
  public String token() {
    return FormTokens.token(context());
  }

  /**
   * What is to be said once of what was just done.
   *
   * @param refused whether it was not done
   */
  public record Notice(String text, boolean refused) {}

  /** What was just done, to be said once; null if there is nothing to say. */
  public Notice notice() {
    return BrowserCookies.said(context())
        .map(
            said ->
                said.startsWith(PageAnswer.REFUSED)
                    ? new Notice(said.substring(PageAnswer.REFUSED.length()), true)
                    : new Notice(said, false))
        .orElse(null);
  }

  /** Where to sign in, and then come back here. */
  public String signIn() {
    return SignIn.address(context());
  }

  private SecurityIdentity caller() {
    return context().user() instanceof QuarkusHttpUser user
            && !user.getSecurityIdentity().isAnonymous()
        ? user.getSecurityIdentity()
        : null;
  }

  private RoutingContext context() {
    return request.getCurrent();
  }
}
