package dev.ropeway.attack;

import java.util.ArrayList;
import java.util.List;

/** What went wrong. */
final class AttackResults {

  private final List<String> all = new ArrayList<>();

  synchronized void add(String what, String why) {
    all.add(what + ": " + why);
    System.out.println("FAILURE " + what + ": " + why);
  }

  synchronized List<String> all() {
    return List.copyOf(all);
  }
}
