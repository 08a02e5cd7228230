/**
 * A stateful ServiceNow look-alike for development, tests and experiments: the Table API with its
 * quirks, tokens, faults that can be switched on, and pages for a person who plays the fulfiller.
 */
package dev.ropeway.sandbox;
