package dev.ropeway.integration;

/** There are other integrations than before, or other settings of them. */
public record IntegrationsChanged() {}
