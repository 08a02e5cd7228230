package dev.ropeway.api;

import java.util.List;

/** A request that cannot be served, with what its sender is told. */
public class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  public ProblemException(Problem problem) {
    super(problem.detail());
    this.problem = problem;
  }

  public static ProblemException badRequest(String detail) {
    return new ProblemException(Problem.of(400, detail));
  }

  /**
   * A field or parameter that cannot be taken.
   *
   * @param detail what is wrong with it, said of the pointer: {@code must be true or false}
   */
  public static ProblemException badField(String pointer, String detail) {
    String sentence = pointer.isEmpty() ? "the body " + detail : pointer + ": " + detail;
    return new ProblemException(
        Problem.of(400, sentence, List.of(new Problem.FieldError(pointer, detail))));
  }

  public static ProblemException notFound(String detail) {
    return new ProblemException(Problem.of(404, detail));
  }

  public static ProblemException forbidden(String detail) {
    return new ProblemException(Problem.of(403, detail));
  }

  public static ProblemException conflict(String detail) {
    return new ProblemException(Problem.of(409, detail));
  }

  public Problem problem() {
    return problem;
  }
}
