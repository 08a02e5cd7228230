package dev.ropeway.sandbox;

import dev.ropeway.sandbox.instance.Instance;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.BodyHandler;

/** Which path leads where. */
final class RequestPaths {
  private RequestPaths() {}

  static Router router(Vertx vertx, Instance instance) {
    Router router = Router.router(vertx);
    ApiFront api = new ApiFront(vertx, instance);
    Control control = new Control(instance);

    // The instance has its own words for a body that is too long, so no limit here.
    router.route().handler(BodyHandler.create(false).setBodyLimit(-1));

    router.get("/api/now/oauth/jwks").handler(api::keys);
    router.route("/api/*").handler(api::api);
    router.post("/oauth_token.do").handler(api::token);
    router.route("/oauth_revoke_token.do").handler(api::revoke);

    router.get("/sandbox/faults").handler(control::faults);
    router.put("/sandbox/faults").handler(control::setFaults);
    router.post("/sandbox/reset").handler(control::reset);
    router.get("/sandbox/stats").handler(control::stats);
    router.post("/sandbox/fill").handler(control::fill);
    router.post("/sandbox/touch").handler(control::touch);
    router.post("/sandbox/activity").handler(control::act);
    router.get("/sandbox/rows/:table").handler(control::rows);
    router.post("/sandbox/rows/:table").handler(control::insert);
    router.patch("/sandbox/rows/:table/:sysId").handler(control::update);
    router.delete("/sandbox/rows/:table/:sysId").handler(control::delete);
    router.get("/sandbox/registry").handler(control::registry);
    router.put("/sandbox/registry").handler(control::setRegistry);

    TableControl tables = new TableControl(instance);
    router.put("/sandbox/tables/:table").handler(tables::define);
    router.delete("/sandbox/tables/:table").handler(tables::drop);
    router.put("/sandbox/imports/:staging").handler(tables::setImport);
    PageTemplates templates = new PageTemplates();
    Consent consent = new Consent(instance, templates);
    router.get("/oauth_auth.do").handler(consent::ask);
    router.post("/oauth_auth.do").handler(consent::decide);
    router.post("/login.do").handler(consent::logIn);
    router.get("/logout.do").handler(consent::logOut);

    Pages pages = new Pages(instance, templates);
    router.get("/").handler(pages::list);
    router.get("/nav_to.do").handler(pages::navigate);
    router.getWithRegex("/(?<table>[a-z_]+)\\.do").handler(pages::record);
    router.postWithRegex("/(?<table>[a-z_]+)\\.do").handler(pages::act);
    return router;
  }
}
