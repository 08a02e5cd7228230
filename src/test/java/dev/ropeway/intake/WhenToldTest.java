package dev.ropeway.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ropeway.correlation.Candidate;
import dev.ropeway.store.Json;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which dates of a source say when it made its statement, and which only since when it is so. */
class WhenToldTest {

  private static final String BEGAN = "2026-03-01T08:00:00Z";
  private static final String LATER = "2026-03-01T09:00:00Z";

  private static final Map<String, EventReader> READERS =
      Map.of(
          "alertmanager", new AlertmanagerReader(),
          "cloud-apps", new CloudAppsReader(),
          "defender", new DefenderReader(),
          "graph-security", new GraphSecurityReader(),
          "security-hub", new SecurityHubReader(),
          "sentinel", new SentinelReader(),
          "service-health", new ServiceHealthReader());

  private static final Map<String, String> EVENTS =
      Map.of(
          "alertmanager",
          "{'fingerprint':'f','labels':{'alertname':'a'},%s}",
          "cloud-apps",
          "{'_id':'1','title':'t',%s}",
          "defender",
          "{'id':'/subscriptions/1/a','type':'Microsoft.Security/alerts',"
              + "'properties':{'alertDisplayName':'t',%s}}",
          "graph-security",
          "{'id':'1','title':'t',%s}",
          "security-hub",
          "{'Id':'1','Title':'t',%s}",
          "sentinel",
          "{'id':'1','type':'Microsoft.SecurityInsights/incidents','properties':{'title':'t',%s}}",
          "service-health",
          "{'id':'1','title':'t','service':'s',%s}");

  private static Candidate read(String source, String fields) {
    String json = EVENTS.get(source).formatted(fields).replace('\'', '"');
    return READERS
        .get(source)
        .read(Json.tree(json.replace("BEGAN", BEGAN).replace("LATER", LATER)))
        .get(0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "alertmanager   | 'status':'firing','startsAt':'BEGAN'",
        "cloud-apps     | 'resolutionStatusValue':0,'timestamp':'BEGAN'",
        "cloud-apps     | 'resolutionStatusValue':0,'timestamp':1772352000000",
        "defender       | 'status':'Active','startTimeUtc':'BEGAN'",
        "graph-security | 'status':'new','createdDateTime':'BEGAN'",
        "graph-security | 'status':'resolved','createdDateTime':'BEGAN'",
        "graph-security | 'status':'new','resolvedDateTime':'LATER','createdDateTime':'BEGAN'",
        "security-hub   | 'CreatedAt':'BEGAN'",
        "sentinel       | 'status':'Closed','createdTimeUtc':'BEGAN'",
        "service-health | 'status':'investigating','startDateTime':'BEGAN'"
      })
  void a_beginning_says_only_since_when(String source, String fields) {
    Candidate read = read(source, fields);
    assertThat(read.since()).isTrue();
    assertThat(read.recommendation().stateChangedAt()).isEqualTo(Instant.parse(BEGAN));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "alertmanager   | 'status':'resolved','startsAt':'BEGAN','endsAt':'LATER'",
        "cloud-apps     | 'resolutionStatusValue':2,'timestamp':'BEGAN','resolveTime':'LATER'",
        "defender       | 'startTimeUtc':'BEGAN','timeGeneratedUtc':'LATER'",
        "defender       | 'timeGenerated':'BEGAN','processingEndTime':'LATER'",
        "graph-security | 'status':'new','createdDateTime':'BEGAN','lastUpdateDateTime':'LATER'",
        "graph-security | 'status':'resolved','createdDateTime':'BEGAN','resolvedDateTime':'LATER'",
        "security-hub   | 'CreatedAt':'BEGAN','UpdatedAt':'LATER'",
        "security-hub   | 'CreatedAt':'BEGAN','ProcessedAt':'LATER'",
        "sentinel       | 'createdTimeUtc':'BEGAN','lastModifiedTimeUtc':'LATER'",
        "service-health | 'isResolved':true,'startDateTime':'BEGAN','endDateTime':'LATER'",
        "service-health | 'status':'x','startDateTime':'BEGAN','lastModifiedDateTime':'LATER'"
      })
  void another_date_says_when_it_was_told(String source, String fields) {
    Candidate read = read(source, fields);
    assertThat(read.since()).isFalse();
    assertThat(read.recommendation().stateChangedAt()).isEqualTo(Instant.parse(LATER));
  }

  @Test
  void an_alert_of_github_that_is_open_again_is_not_as_old_as_its_end() {
    ObjectNode event = (ObjectNode) Payloads.json("github", "dependabot-alert-created");
    event.put("action", "reopened");
    ObjectNode alert = Payloads.at(event, "/alert");
    alert.put("fixed_at", BEGAN).put("updated_at", LATER);
    assertThat(changed(event)).isEqualTo(Instant.parse(LATER));
    alert.remove("updated_at");
    assertThat(changed(event)).isNull();

    alert.put("state", "auto_dismissed").put("auto_dismissed_at", LATER);
    assertThat(changed(event)).isEqualTo(Instant.parse(LATER));
  }

  private static Instant changed(ObjectNode event) {
    return Payloads.only(new GithubReader().read(event)).stateChangedAt();
  }

  /** People's workflow moves none of a finding's dates (BatchUpdateFindings). */
  @Test
  void the_event_around_a_finding_says_when_it_was_told() {
    ObjectNode event =
        (ObjectNode) Payloads.json("security-hub", "findings-imported-by-eventbridge");
    event.put("time", LATER);
    assertThat(new SecurityHubReader().read(event))
        .allSatisfy(
            read -> assertThat(read.recommendation().occurredAt()).isEqualTo(Instant.parse(LATER)));

    ObjectNode grid = Json.MAPPER.createObjectNode();
    grid.put("id", "1").put("eventType", "Microsoft.Security.Alert").put("eventTime", LATER);
    grid.set("data", Payloads.json("defender", "alert-raised"));
    EventGridReader reader = new EventGridReader(List.of(new DefenderReader()));
    assertThat(Payloads.only(reader.read(grid)).occurredAt()).isEqualTo(Instant.parse(LATER));
  }
}
