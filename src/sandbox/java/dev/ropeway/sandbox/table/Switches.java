package dev.ropeway.sandbox.table;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Switches that are no rule; plain fields because only the event loop reads them. */
public final class Switches {
  public long latencyMs;
  public long seed;
  public double hiddenFraction;
  public Set<String> hiddenFields;
  public Set<String> hiddenTables;
  public UnknownFields unknownFields;
  public boolean unreadableForbidden;
  public boolean apiRoleRequired;
  public boolean rangeClausesStripped;
  public boolean refreshTokensRefused;
  public List<RateRule> rateRules;
  public int maxConcurrent;
  public int maxQueued;
  public int maxUrlLength;
  public Set<String> attachmentExtensions;
  public int maxAttachmentBytes;
  public int corruptUploads;
  public String timeZone;
  public String contentType;
  public Duration clockShift;

  public void reset(long usualLatencyMs) {
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
    attachmentExtensions = Set.of();
    maxAttachmentBytes = 0;
    corruptUploads = 0;
    timeZone = null;
    contentType = null;
    clockShift = Duration.ZERO;
  }
}
