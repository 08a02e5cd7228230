package dev.ropeway.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.recommendation.RecommendationState;
import dev.ropeway.store.Json;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What was merged, redirected or is a duplicate is not applicable, for that reason. */
class ToldElsewhereTest {

  private static final Map<String, EventReader> READERS =
      Map.of(
          "azure-monitor", new AzureMonitorReader(),
          "cloud-apps", new CloudAppsReader(),
          "defender", new DefenderReader(),
          "github", new GithubReader(),
          "graph-security", new GraphSecurityReader(),
          "ocsf", new OcsfReader(),
          "secure-score", new SecureScoreReader(),
          "security-hub", new SecurityHubReader(),
          "sentinel", new SentinelReader(),
          "service-health", new ServiceHealthReader());

  private static Recommendation read(String source, String payload, String place, String fields) {
    ObjectNode event = (ObjectNode) Payloads.json(source, payload);
    ObjectNode changed = place == null ? event : Payloads.at(event, place);
    changed.setAll((ObjectNode) Json.tree(fields.replace('\'', '"')));
    return Payloads.only(READERS.get(source).read(event));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "sentinel | incident-closed | /properties | {'classificationComment':'Duplicate of 12'} | Duplicate of 12",
        "sentinel | incident-closed | /properties | {'labels':[{'labelName':'Redirected'}]} | Redirected",
        "sentinel | incident-closed | /properties | {'status':'Merged'} | Merged",
        "sentinel | incident-closed | /properties/additionalData | {'mergedIncidentNumber':'77'} | Merged into incident 77",
        "graph-security | incident-active | | {'status':'redirected','redirectIncidentId':'12'} | Redirected to incident 12",
        "graph-security | incident-active | | {'status':'redirected','redirectIncidentId':null} | redirected",
        "graph-security | alert-raised | | {'status':'resolved','comments':[{'comment':'duplicate of 3'}]} | duplicate of 3",
        "graph-security | alert-raised | | {'status':'resolved','customTags':['Merged']} | Merged",
        "graph-security | alert-raised | | {'status':'dismissed','classification':null,'determination':null} | dismissed",
        "defender | alert-raised | /properties | {'status':'Dismissed','statusReason':'Duplicate'} | Duplicate",
        "defender | alert-raised | /properties | {'status':'Resolved','comment':'a duplicate of 2'} | a duplicate of 2",
        "defender | alert-raised | /properties | {'status':'Dismissed'} | Dismissed",
        "security-hub | finding-of-control | | {'Workflow':{'Status':'RESOLVED'},'Note':{'Text':'superseded by 4'}} | superseded by 4",
        "security-hub | finding-of-control | | {'Workflow':{'Status':'SUPPRESSED'},'Note':{'Text':'It may.'}} | SUPPRESSED: It may.",
        "security-hub | finding-of-control | | {'Workflow':{'Status':'DUPLICATE'}} | DUPLICATE",
        "ocsf | incident-closed | | {'verdict_id':10,'status_detail':null} | Duplicate",
        "ocsf | incident-closed | | {'status_detail':'Merged into incident 9'} | Merged into incident 9",
        "ocsf | detection-created | | {'status_id':99,'status':'Duplicate'} | Duplicate",
        "ocsf | detection-created | | {'status_id':3,'status':null,'status_code':null} | Suppressed",
        "github | dependabot-alert-created | /alert | {'state':'fixed','dismissed_comment':'Superseded by #9'} | fixed: Superseded by #9",
        "github | dependabot-alert-created | /alert | {'state':'superseded'} | superseded",
        "github | dependabot-alert-created | /alert | {'state':'auto_dismissed'} | auto_dismissed",
        "service-health | issue-restored | | {'status':'merged'} | merged",
        "service-health | issue-restored | | {'posts':[{'description':{'content':'It was merged into MO99.'}}]} | It was merged into MO99.",
        "cloud-apps | alert-was-false | | {'resolutionStatusValue':2,'comment':'is a duplicate'} | is a duplicate",
        "azure-monitor | service-health-fired-as-resolved | /data/alertContext/properties | {'stage':'Merged'} | Merged",
        "secure-score | action-with-accepted-risk | /controlStateUpdates/0 | {'state':'ThirdParty','comment':'Duplicate of Mfa'} | ThirdParty: Duplicate of Mfa"
      })
  void it_is_not_applicable_for_that_reason(
      String source, String payload, String place, String fields, String reason) {
    Recommendation read = read(source, payload, place, fields);
    assertThat(read.state()).isEqualTo(RecommendationState.NOT_APPLICABLE);
    assertThat(read.stateReason()).isEqualTo(reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "sentinel | incident-closed | /properties | {'classificationComment':'The fix was merged into main'}",
        "graph-security | alert-raised | | {'status':'resolved','comments':[{'comment':'not a duplicate'}]}",
        "security-hub | finding-of-control | | {'Workflow':{'Status':'RESOLVED'},'Note':{'Text':'done'}}",
        "github | dependabot-alert-created | /alert | {'state':'fixed'}",
        "service-health | issue-restored | | {'feature':'merged'}"
      })
  void what_was_mended_stays_healthy(String source, String payload, String place, String fields) {
    assertThat(read(source, payload, place, fields).state()).isEqualTo(RecommendationState.HEALTHY);
  }
}
