package dev.ropeway.routes;

import java.util.Optional;

/** What routes can reach in the program that they run in. */
interface Reach {

  /** The text with its properties put in; empty when one of them has no value. */
  Optional<String> resolved(String text);

  boolean hasComponent(String scheme);

  /** Why there can be no such address, where that is so. */
  Optional<String> flaw(String address);

  boolean hasBean(String name);

  boolean hasMethod(String bean, String method);
}
