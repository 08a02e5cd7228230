package dev.ropeway.sandbox.instance;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** A way to get tokens, by its name on the wire. */
public enum Grant {
  PASSWORD("password"),
  REFRESH_TOKEN("refresh_token"),
  CLIENT_CREDENTIALS("client_credentials"),
  AUTHORIZATION_CODE("authorization_code"),
  JWT_BEARER("urn:ietf:params:oauth:grant-type:jwt-bearer");

  private final String wire;

  Grant(String wire) {
    this.wire = wire;
  }

  @JsonValue
  public String wire() {
    return wire;
  }

  /** Null when no grant has that name. */
  public static Grant called(String wire) {
    for (Grant grant : values()) {
      if (grant.wire.equals(wire)) {
        return grant;
      }
    }
    return null;
  }

  @JsonCreator
  static Grant of(String wire) {
    Grant grant = called(wire);
    if (grant == null) {
      throw new IllegalArgumentException("There is no grant " + wire);
    }
    return grant;
  }
}
