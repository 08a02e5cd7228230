package dev.ropeway.sandbox.table;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** Who a request acts as, and how that user reads dates. */
public record User(String userName, String sysId, ZoneId zone, DateTimeFormatter format) {

  public static User of(Row row, String zoneOverride) {
    String zone = zoneOverride != null ? zoneOverride : row.get("time_zone");
    String date = row.get("date_format").isEmpty() ? "yyyy-MM-dd" : row.get("date_format");
    String time = row.get("time_format").isEmpty() ? "HH:mm:ss" : row.get("time_format");
    return new User(
        row.get("user_name"),
        row.sysId(),
        Stamps.zone(zone.isEmpty() ? "US/Pacific" : zone),
        DateTimeFormatter.ofPattern(date + " " + time));
  }
}
