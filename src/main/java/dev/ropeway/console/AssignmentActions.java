package dev.ropeway.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.vertx.web.Route;
import io.quarkus.vertx.web.Route.HandlerType;
import io.quarkus.vertx.web.Route.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** What people do to one assignment on its page. */
@ApplicationScoped
class AssignmentActions {

  /** Days end where the deadline of a day is: at its last second, in UTC. */
  static final String END_OF_DAY = "T23:59:59Z";

  private final ApiCalls api;

  AssignmentActions(ApiCalls api) {
    this.api = api;
  }

  @Route(path = "/assignments/:id/retry", methods = HttpMethod.POST, type = HandlerType.BLOCKING)
  void retry(RoutingContext context) {
    act(context, "retry-assignment", "Ropeway tries again now.");
  }

  @Route(path = "/assignments/:id/release", methods = HttpMethod.POST, type = HandlerType.BLOCKING)
  void release(RoutingContext context) {
    act(context, "release-assignment", "Ropeway creates the ticket now.");
  }

  @Route(path = "/assignments/:id/reassign", methods = HttpMethod.POST, type = HandlerType.BLOCKING)
  void reassign(RoutingContext context) {
    act(
        context,
        "reassign-assignment",
        Map.of(),
        Form.of(context).json("assignedTo", "assignmentGroup"),
        "Ropeway changes the owner of the ticket now.");
  }

  @Route(path = "/assignments/:id/change", methods = HttpMethod.POST, type = HandlerType.BLOCKING)
  void change(RoutingContext context) {
    Form form = Form.of(context);
    ObjectNode changes = form.json("shortDescription");
    String due = form.text("due");
    if (due != null) {
      changes.put("dueDate", due + END_OF_DAY);
    }
    if (form.text("etaDate") != null) {
      changes
          .putObject("eta")
          .put("date", form.text("etaDate") + END_OF_DAY)
          .put("justification", form.text("justification"));
    }
    act(context, "change-assignment", Map.of(), changes, "The change is saved.");
  }

  @Route(path = "/assignments/:id/withdraw", methods = HttpMethod.POST, type = HandlerType.BLOCKING)
  void withdraw(RoutingContext context) {
    String ticket = Form.of(context).text("ticket");
    act(
        context,
        "withdraw-assignment",
        ticket == null ? Map.of() : Map.of("ticket", ticket),
        null,
        "The assignment is withdrawn.");
  }

  @Route(path = "/assignments/:id/notes", methods = HttpMethod.POST, type = HandlerType.BLOCKING)
  void note(RoutingContext context) {
    Form form = Form.of(context);
    // Sent twice by an impatient hand, it is one note.
    String once = form.text("once");
    act(
        context,
        "post-note",
        Map.of("Idempotency-Key", once == null ? UUID.randomUUID().toString() : once),
        form.json("kind", "text"),
        "Ropeway writes the note on the ticket now.");
  }

  /** Reads what changed on the tickets of its connection, this one among them. */
  @Route(path = "/assignments/:id/sync", methods = HttpMethod.POST, type = HandlerType.BLOCKING)
  void sync(RoutingContext context) {
    String id = context.pathParam("id");
    PageAnswer.act(
        context,
        "/assignments/" + id,
        () -> {
          String integration =
              api.call(context, "show-assignment", Map.of("id", id)).path("integration").asText();
          return ConnectionPages.synced(
              api.call(context, "sync-integration", Map.of("name", integration)));
        });
  }

  private void act(RoutingContext context, String operation, String notice) {
    act(context, operation, Map.of(), null, notice);
  }

  private void act(
      RoutingContext context,
      String operation,
      Map<String, String> parameters,
      ObjectNode body,
      String notice) {
    String id = context.pathParam("id");
    Map<String, String> all = new HashMap<>(parameters);
    all.put("id", id);
    PageAnswer.act(
        context,
        "/assignments/" + id,
        () -> {
          api.call(context, operation, all, body);
          return notice;
        });
  }
}
