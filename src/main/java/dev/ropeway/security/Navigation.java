package dev.ropeway.security;

import io.vertx.core.http.HttpServerRequest;

/**
 * Whether a browser opens a page, or a script of a page or a program asks for something.
 *
 * @param isPage a browser is about to show the answer in the place of what it shows now
 * @param isPart a script asks for a part of a page
 */
record Navigation(boolean isPage, boolean isPart) {

  static Navigation of(HttpServerRequest request) {
    boolean part = request.getHeader("HX-Request") != null;
    String mode = request.getHeader("Sec-Fetch-Mode");
    String accept = request.getHeader("Accept");
    boolean opens =
        mode == null ? accept != null && accept.contains("text/html") : mode.equals("navigate");
    return new Navigation(opens && !part, part);
  }
}
