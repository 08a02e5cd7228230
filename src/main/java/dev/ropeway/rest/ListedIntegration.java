package dev.ropeway.rest;

/** An integration of a list: as it is, or what is known of one that cannot be used. */
sealed interface ListedIntegration permits IntegrationView, IntegrationView.Unusable {

  String name();

  IntegrationView.Status status();
}
