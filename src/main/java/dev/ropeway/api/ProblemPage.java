package dev.ropeway.api;

/** Shows a problem to a person at a browser. */
public interface ProblemPage {

  /** The page as HTML; never waits for anything. */
  String html(Problem problem);
}
