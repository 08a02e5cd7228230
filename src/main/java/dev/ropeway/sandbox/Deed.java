package dev.ropeway.sandbox;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What an access control rule is about. */
enum Deed {
  @JsonProperty("read")
  READ,
  @JsonProperty("create")
  CREATE,
  @JsonProperty("write")
  WRITE
}
