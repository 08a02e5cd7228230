package dev.ropeway.sandbox.table;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What an access control rule is about. */
public enum Operation {
  @JsonProperty("read")
  READ,
  @JsonProperty("create")
  CREATE,
  @JsonProperty("write")
  WRITE
}
