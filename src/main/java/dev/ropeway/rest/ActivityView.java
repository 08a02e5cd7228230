package dev.ropeway.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.ropeway.activity.Activity;
import dev.ropeway.activity.ActivityText;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.Map;

/** An activity as its readers see it. */
@RegisterForReflection // JSON of answers
@JsonInclude(JsonInclude.Include.NON_NULL)
record ActivityView(
    String id,
    String integration,
    Instant at,
    String stream,
    String action,
    boolean failed,
    String text,
    String actor,
    String user,
    String address,
    boolean own,
    String table,
    String sysId,
    Map<String, String> detail) {

  static ActivityView of(Activity activity) {
    return new ActivityView(
        activity.id(),
        activity.integration(),
        activity.at(),
        activity.stream().word(),
        activity.action().word(),
        activity.failed(),
        ActivityText.of(activity),
        activity.actor(),
        activity.target(),
        activity.address(),
        activity.own(),
        activity.source(),
        activity.record(),
        activity.detail());
  }
}
