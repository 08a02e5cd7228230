package dev.ropeway.bench;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.ropeway.packaged.TestProcess;
import dev.ropeway.servicenow.Ticketing;
import dev.ropeway.store.Json;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * The yardstick of a poll: the same pages by the JDK's HTTP client, read into maps, and no more.
 */
public final class PlainReader {

  private static final int PAGE = 1000;
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);
  private static final String OURS = "correlation_display=Ropeway";
  private static final String ORDER = "^ORDERBYsys_updated_on^ORDERBYsys_id";

  private record Answer(List<Map<String, Object>> result) {}

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI instance;

  PlainReader(URI instance) {
    this.instance = instance;
  }

  /** In its own process with the heap that Ropeway has; told since when, it says how many rows. */
  static TestProcess start(URI instance) {
    return TestProcess.start(PlainReader.class, instance.toString());
  }

  public static void main(String[] arguments) throws Exception {
    PlainReader reader = new PlainReader(URI.create(arguments[0]));
    TestProcess.serve(line -> String.valueOf(reader.changedSince(Instant.parse(line)).size()));
  }

  List<Map<String, Object>> changedSince(Instant since) throws IOException, InterruptedException {
    List<Map<String, Object>> rows = new ArrayList<>();
    String query = OURS + "^sys_updated_on>=" + STAMP.format(since) + ORDER;
    while (true) {
      List<Map<String, Object>> page = page(query);
      if (page.isEmpty()) {
        return rows;
      }
      rows.addAll(page);
      Map<String, Object> last = page.get(page.size() - 1);
      String second = String.valueOf(last.get("sys_updated_on"));
      query =
          OURS
              + "^sys_updated_on>"
              + second
              + "^NQ"
              + OURS
              + "^sys_updated_on="
              + second
              + "^sys_id>"
              + last.get("sys_id")
              + ORDER;
    }
  }

  private List<Map<String, Object>> page(String query) throws IOException, InterruptedException {
    String address =
        "/api/now/table/incident?sysparm_exclude_reference_link=true&sysparm_suppress_pagination_header=true"
            + "&sysparm_limit="
            + PAGE
            + "&sysparm_fields="
            + String.join(",", Ticketing.FIELDS)
            + "&sysparm_query="
            + URLEncoder.encode(query, StandardCharsets.UTF_8);
    String basic =
        Base64.getEncoder().encodeToString("ropeway:ropeway".getBytes(StandardCharsets.UTF_8));
    HttpRequest request =
        HttpRequest.newBuilder(instance.resolve(address))
            .header("Authorization", "Basic " + basic)
            .header("Accept", "application/json")
            .build();
    var answer = client.send(request, BodyHandlers.ofByteArray());
    if (answer.statusCode() != 200) {
      throw new IOException("the instance answered " + answer.statusCode());
    }
    return Json.MAPPER.readValue(answer.body(), new TypeReference<Answer>() {}).result();
  }
}
