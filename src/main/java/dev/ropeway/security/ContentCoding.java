package dev.ropeway.security;

import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How a body may be encoded on its way. */
enum ContentCoding {
  IDENTITY,
  GZIP,
  DEFLATE;

  /** As Accept-Encoding has it. */
  static final String TAKEN = "gzip, deflate, identity";

  /** What Content-Encoding says; empty for what is not taken, several on top of each other too. */
  static Optional<ContentCoding> of(HttpServerRequest request) {
    List<String> headers = request.headers().getAll("Content-Encoding");
    return of(String.join(",", headers));
  }

  static Optional<ContentCoding> of(String header) {
    return switch (header.strip().toLowerCase(Locale.ROOT)) {
      case "", "identity" -> Optional.of(IDENTITY);
      case "gzip", "x-gzip" -> Optional.of(GZIP);
      case "deflate" -> Optional.of(DEFLATE);
      default -> Optional.empty();
    };
  }

  /** Null where there is nothing to inflate. */
  BodyInflater inflater() {
    return this == IDENTITY ? null : new BodyInflater(this == GZIP);
  }
}
