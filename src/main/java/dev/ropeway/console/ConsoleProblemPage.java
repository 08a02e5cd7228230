package dev.ropeway.console;

import dev.ropeway.api.Problem;
import dev.ropeway.api.ProblemPage;
import io.quarkus.arc.Unremovable;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.enterprise.context.ApplicationScoped;

/** Problems as pages of the console. */
@ApplicationScoped
@Unremovable // asked for by name of its type, where something is refused before any page
class ConsoleProblemPage implements ProblemPage {

  @CheckedTemplate(basePath = "console")
  static class Templates {
    private Templates() {}

    static native TemplateInstance problem(int status, String title, String advice);
  }

  @Override
  public String html(Problem problem) {
    return render(problem.status(), title(problem.status()), Words.sentence(problem.detail()));
  }

  static String render(int status, String title, String advice) {
    return Templates.problem(status, title, advice).render();
  }

  static String title(int status) {
    return switch (status) {
      case 400 -> "This cannot be done as it was sent";
      case 401 -> "Please sign in";
      case 403 -> "You are not allowed to do this";
      case 404 -> "There is no such page";
      case 405 -> "This page cannot be used like that";
      case 409 -> "This does not fit the current state";
      case 413 -> "This is too large";
      case 429, 503 -> "Ropeway is busy";
      default -> "This did not work";
    };
  }
}
