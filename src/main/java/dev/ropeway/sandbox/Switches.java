package dev.ropeway.sandbox;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Switches that are no rule; plain fields because only the event loop reads them. */
final class Switches {
  long latencyMs;
  long seed;
  double hiddenFraction;
  Set<String> hiddenFields;
  Set<String> hiddenTables;
  UnknownFields unknownFields;
  boolean unreadableForbidden;
  boolean apiRoleRequired;
  boolean rangeClausesStripped;
  boolean refreshTokensRefused;
  List<RateRule> rateRules;
  int maxConcurrent;
  int maxQueued;
  int maxUrlLength;
  String timeZone;
  Duration clockShift;

  void reset(long usualLatencyMs) {
    latencyMs = usualLatencyMs;
    seed = 1;
    hiddenFraction = 0;
    hiddenFields = new TreeSet<>();
    hiddenTables = Set.of();
    unknownFields = UnknownFields.DROP;
    unreadableForbidden = false;
    apiRoleRequired = false;
    rangeClausesStripped = false;
    refreshTokensRefused = false;
    rateRules = List.of();
    maxConcurrent = 0;
    maxQueued = 0;
    maxUrlLength = 0;
    timeZone = null;
    clockShift = Duration.ZERO;
  }
}
