package dev.ropeway.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.ropeway.integration.check.ConnectionReport;
import dev.ropeway.integration.check.SetupChecklist;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/**
 * What a test of a connection found.
 *
 * @param checklist the steps of the set-up; null where nobody asked for them
 */
@RegisterForReflection // JSON of answers
record TestAnswer(
    @JsonUnwrapped ConnectionReport report,
    @JsonInclude(JsonInclude.Include.NON_NULL) List<SetupChecklist.Item> checklist) {}
