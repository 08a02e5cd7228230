package dev.ropeway.rest;

import dev.ropeway.api.Answers;
import dev.ropeway.api.Bodies;
import dev.ropeway.api.Callers;
import dev.ropeway.api.Contract;
import dev.ropeway.api.ProblemException;
import dev.ropeway.assignment.Page;
import dev.ropeway.assignment.lists.SavedView;
import dev.ropeway.assignment.lists.SavedViews;
import dev.ropeway.store.ChangeRefusedException;
import dev.ropeway.store.Text;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.apache.camel.Headers;

/** The steps of the routes by which people save views of the list of assignments. */
@ApplicationScoped
@Named("savedViewResource")
@RegisterForReflection // routes call it by name
public class SavedViewResource {

  private static final String PATH = "/api/v1/views/";
  private static final int MAX_NAME = 60;

  private final SavedViews views;
  private final AssignmentPages pages;
  private final Answers answers;
  private final Clock clock;
  private final Contract contract = new Contract("NewView");

  SavedViewResource(SavedViews views, AssignmentPages pages, Answers answers, Clock clock) {
    this.views = views;
    this.pages = pages;
    this.answers = answers;
    this.clock = clock;
  }

  /** Those of the caller. */
  public Page<SavedView> list(@Headers Map<String, Object> headers) {
    return new Page<>(views.of(Callers.name(headers)), null);
  }

  /** A view that the list can show. */
  public SavedView read(@Header("name") String name, @Body byte[] body) {
    String query = contract.require(Bodies.document(body)).path("query").asText();
    return new SavedView(named(name), ListQuery.of(query, pages).text(), clock.instant());
  }

  /** Saves it for the caller. */
  public void save(@Body SavedView view, @Headers Map<String, Object> headers, Exchange exchange) {
    try {
      boolean made = views.save(Callers.name(headers), view);
      answers.written(exchange, made ? 201 : 200, view);
      if (made) {
        exchange
            .getMessage()
            .setHeader(
                "Location",
                PATH + URLEncoder.encode(view.name(), StandardCharsets.UTF_8).replace("+", "%20"));
      }
    } catch (ChangeRefusedException e) {
      throw ProblemException.conflict(e.getMessage());
    }
  }

  public void delete(
      @Header("name") String name, @Headers Map<String, Object> headers, Exchange exchange) {
    String known = named(name);
    if (!views.delete(Callers.name(headers), known)) {
      throw ProblemException.notFound("you have no view that is called \"" + known + "\"");
    }
    answers.empty(exchange);
  }

  /** A name as its address has it. */
  private static String named(String encoded) {
    String name;
    try {
      name = URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8).strip();
    } catch (IllegalArgumentException e) {
      throw ProblemException.badField("name", "is no name of an address: % begins a character");
    }
    boolean plain =
        Text.clean(Text.oneLine(name)).equals(name)
            && name.indexOf('/') < 0
            && name.codePoints().anyMatch(Character::isLetterOrDigit);
    if (!plain || name.length() > MAX_NAME) {
      throw ProblemException.badField(
          "name",
          "must be one line of 1 to 60 characters with a letter or a digit, and without a slash");
    }
    return name;
  }
}
