package dev.ropeway.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ropeway.api.ContractAnswers.Answer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What scenarios are held to sees what it is there for. */
class ContractAnswersTest {

  private static final String JSON = "application/json";
  private static final String PROBLEM = "application/problem+json";
  private static final String ENTRY =
      "{'at':'2026-01-02T03:04:05Z','who':'ropeway','what':'created','detail':null}";
  private static final String FINDING =
      "{'id':'x','kind':'alert','title':'t','severity':'high','state':'unhealthy','tags':{}}";
  private static final String ASSIGNMENT =
      """
      {'id':'6f1b1a52-1c1e-4e0c-9a52-0f1b6a1c2d3e','status':'open','recommendation':%s,'integration':'snow',
       'ticketType':'incident','rule':null,'affectsScore':true,'closeReason':null,'ticket':null,'failure':null,
       'createdAt':'2026-01-02T03:04:05.678901Z','updatedAt':'2026-01-02T03:04:05Z','assignedTo':'carla',
       'timeline':[%s]}
      """
          .formatted(FINDING, ENTRY);

  private final ContractAnswers answers = new ContractAnswers();

  private Optional<String> flaw(String verb, String path, int status, String type, String body) {
    byte[] bytes = body.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    return answers.flaw(verb, "/api/v1" + path, new Answer(status, type, bytes));
  }

  private Optional<String> flaw(String assignment) {
    return flaw("GET", "/assignments/1", 200, JSON, assignment);
  }

  @Test
  void an_answer_that_is_as_the_contract_says_has_none() {
    assertThat(flaw(ASSIGNMENT)).isEmpty();
    assertThat(flaw("GET", "/assignments", 200, JSON, "{'items':[],'next':null}")).isEmpty();
    assertThat(flaw("DELETE", "/rules/x", 204, null, "")).isEmpty();
    assertThat(flaw("POST", "/assignments/retry", 200, JSON + ";charset=utf-8", "{'retried':1}"))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'status':'open'      | 'status':'ajar'                        | status",
        "'status':'open',     | ''                                     | status",
        "'ticket':null        | 'ticket':{}                            | table",
        "'rule':null          | 'rule':7                               | rule",
        "'integration':'snow' | 'integration':null                     | integration",
        "'rule':null          | 'rule':null,'secret':1                 | secret",
        "'kind':'alert'       | 'kind':'alert','secret':1              | secret",
        "'who':'ropeway'      | 'who':'ropeway','secret':1             | secret",
        "'closeReason':null   | 'closeReason':null,'notify':{'owner':true,'manager':null,'secret':1} | secret",
        "'tags':{}            | 'tags':{'env':1}                       | tags",
        "05Z'                 | 05'                                    | createdAt"
      },
      quoteCharacter = '`')
  void what_the_contract_does_not_say_is_one(String said, String instead, String named) {
    String other = instead.equals("''") ? "" : instead;
    assertThat(ASSIGNMENT).contains(said);
    assertThat(flaw(ASSIGNMENT.replace(said, other)).orElseThrow()).contains(named);
  }

  @Test
  void so_is_a_status_a_type_and_a_body_that_it_does_not_name() {
    assertThat(flaw("GET", "/assignments/1", 201, JSON, ASSIGNMENT)).isPresent();
    assertThat(flaw("GET", "/assignments/1", 200, "text/plain", ASSIGNMENT)).isPresent();
    assertThat(flaw("GET", "/assignments/1", 200, null, "")).isPresent();
    assertThat(flaw("GET", "/assignments/1", 200, JSON, "")).isPresent();
    assertThat(flaw("DELETE", "/rules/x", 204, JSON, "{}")).isPresent();
    assertThat(flaw("GET", "/nothing", 200, JSON, "{}")).isPresent();
  }

  @Test
  void a_refusal_is_a_problem_wherever_it_comes_from() {
    String problem = "{'type':'about:blank','title':'Conflict','status':409,'detail':'no'%s}";
    assertThat(flaw("GET", "/assignments/1", 409, PROBLEM, problem.formatted(""))).isEmpty();
    assertThat(flaw("JUNK", "/nothing", 409, PROBLEM, problem.formatted(""))).isEmpty();
    assertThat(flaw("JUNK", "/nothing", 409, JSON, problem.formatted(""))).isPresent();
    assertThat(flaw("JUNK", "/nothing", 409, null, "")).isPresent();
    assertThat(flaw("GET", "/rules", 409, PROBLEM, problem.formatted(",'trace':'x'"))).isPresent();
  }

  @Test
  void one_of_several_shapes_is_closed_too() {
    String unusable = "{'name':'r','origin':'rest','problem':'no such integration'%s}";
    assertThat(flaw("GET", "/rules/r", 200, JSON, unusable.formatted(""))).isEmpty();
    assertThat(flaw("GET", "/rules/r", 200, JSON, unusable.formatted(",'secret':1"))).isPresent();
  }
}
