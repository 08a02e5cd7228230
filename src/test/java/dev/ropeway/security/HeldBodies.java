package dev.ropeway.security;

import jakarta.enterprise.context.ApplicationScoped;

/** Shows tests whether bodies are held. */
@ApplicationScoped
public class HeldBodies {

  private final Admission reader;

  HeldBodies(Admission reader) {
    this.reader = reader;
  }

  public boolean areNone() {
    return reader.isIdle();
  }

  public long inRoutes() {
    return reader.inRoutes();
  }
}
