package dev.ropeway.sync.activity;

import dev.ropeway.activity.Activity;
import dev.ropeway.activity.ActivityAction;
import dev.ropeway.activity.ActivityId;
import dev.ropeway.activity.ActivityStream;
import dev.ropeway.integration.ReadActivity;
import dev.ropeway.servicenow.EncodedQuery;
import dev.ropeway.servicenow.Table;
import dev.ropeway.servicenow.TableRecord;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lists that people exported, and calls of the REST API by others than Ropeway. */
final class Exports implements ActivitySource {

  private static final int URL = 500;
  private static final int NAME = 80;
  private static final String TYPE = "type";

  /** What the address of an exported list has: {@code /incident_list.do?CSV&sysparm_query=…}. */
  private static final List<String> FORMS =
      List.of("CSV", "EXCEL", "XLSX", "XML", "JSONv2", "PDF", "UNL");

  private static final String LIST = "_list";
  private static final String PAGE = ".do";

  private static final Pattern API_TABLE =
      Pattern.compile("/?api/now/(?:v[0-9]/)?(?:table|stats)/([a-z][a-z0-9_]{0,79}+)");

  @Override
  public String name() {
    return "exports";
  }

  @Override
  public ActivityStream stream() {
    return ActivityStream.EXPORTS;
  }

  @Override
  public Table table() {
    return Table.SYSLOG_TRANSACTION;
  }

  @Override
  public List<String> columns() {
    return List.of(
        "url", TYPE, "sys_created_by", "remote_ip", "output_length", "response_time", "user_agent");
  }

  @Override
  public EncodedQuery narrow(EncodedQuery query, ReadActivity wanted, OwnNames own) {
    // Our own calls would be most of what is read, and reading them makes more.
    own.all().stream()
        .filter(EncodedQuery::isSafe)
        .forEach(name -> query.where("sys_created_by", "!=", name));
    query.is(TYPE, "rest");
    FORMS.forEach(form -> query.or("url", "LIKE", ".do?" + form).or("url", "LIKE", "&" + form));
    return query;
  }

  @Override
  public Optional<Activity> read(String integration, Instant at, TableRecord row, OwnNames own) {
    String whole = row.text("url").strip();
    String url = RowText.text(whole, URL);
    if (url == null) {
      return Optional.empty();
    }
    int query = whole.indexOf('?');
    String path = RowText.text(query < 0 ? whole : whole.substring(0, query), URL);
    if (path == null) {
      return Optional.empty();
    }
    // Of the whole address: what is asked for may be longer than what is kept.
    String form = path.endsWith(PAGE) && query >= 0 ? form(whole.substring(query + 1)) : null;
    boolean exported = form != null;
    if (!exported && !row.text(TYPE).equalsIgnoreCase("rest")) {
      return Optional.empty();
    }
    Matcher called = API_TABLE.matcher(path);
    String actor = RowText.name(row, "sys_created_by");
    return Optional.of(
        new Activity(
            integration,
            at,
            ActivityId.of(name(), row.sysId()),
            stream(),
            exported ? ActivityAction.LIST_EXPORTED : ActivityAction.API_CALLED,
            false,
            actor,
            null,
            RowText.address(row.text("remote_ip")),
            own.has(actor),
            table().wireName(),
            row.sysId(),
            RowText.detail(
                "url",
                url,
                "path",
                path,
                "table",
                exported ? table(path) : called.lookingAt() ? called.group(1) : null,
                "form",
                form,
                "bytes",
                RowText.name(row, "output_length"),
                "milliseconds",
                RowText.name(row, "response_time"),
                "userAgent",
                RowText.value(row, "user_agent"))));
  }

  /** In which form a list was asked for; null if as a page. */
  private static String form(String query) {
    for (String parameter : query.split("&", -1)) {
      String key = parameter.split("=", 2)[0];
      if (FORMS.stream().anyMatch(key::equalsIgnoreCase)) {
        return key.toLowerCase(Locale.ROOT);
      }
    }
    return null;
  }

  private static String table(String path) {
    String page = path.substring(path.lastIndexOf('/') + 1, path.length() - PAGE.length());
    return RowText.text(
        page.endsWith(LIST) ? page.substring(0, page.length() - LIST.length()) : page, NAME);
  }
}
