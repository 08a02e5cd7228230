package dev.ropeway.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ropeway.correlation.IntakeOutcome;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

class AnswersTest {

  private static final IntakeOutcome WRONG = rejected(new IntakeOutcome.Error("/id", "is missing"));
  private static final IntakeOutcome ANOTHERS =
      rejected(new IntakeOutcome.Error("/id", "is another's", true));

  private static IntakeOutcome rejected(IntakeOutcome.Error error) {
    return new IntakeOutcome("id", IntakeOutcome.Kind.REJECTED, null, error);
  }

  private static int refusal(IntakeOutcome... outcomes) {
    Exchange exchange = new DefaultExchange(new DefaultCamelContext());
    exchange.getMessage().setBody(List.of(outcomes));
    return catchThrowableOfType(ProblemException.class, () -> new Answers().accepted(exchange))
        .problem()
        .status();
  }

  @Test
  void a_single_item_about_a_finding_of_another_is_a_conflict() {
    assertThat(refusal(ANOTHERS)).isEqualTo(409);
    assertThat(refusal(WRONG)).isEqualTo(400);
    assertThat(refusal(ANOTHERS, ANOTHERS)).isEqualTo(400);
  }

  private static Message ok(Object body) {
    Exchange exchange = new DefaultExchange(new DefaultCamelContext());
    exchange.getMessage().setBody(body);
    new Answers().ok(exchange);
    return exchange.getMessage();
  }

  @Test
  void what_a_step_gives_is_answered_as_JSON() {
    Message answer = ok(new IntakeOutcome.Error("/id", "is missing"));
    assertThat(answer.getBody(String.class))
        .isEqualTo("{\"pointer\":\"/id\",\"detail\":\"is missing\"}");
    assertThat(answer.getHeader("Content-Type")).isEqualTo("application/json");
    assertThat(ok(List.of("é")).getBody(byte[].class))
        .isEqualTo("[\"é\"]".getBytes(StandardCharsets.UTF_8));
  }

  /** Mounted routes may marshal first, or set a text. */
  @Test
  void what_a_route_wrote_itself_is_answered_as_it_is() {
    byte[] written = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);
    assertThat(ok(written).getBody()).isSameAs(written);
    assertThat(ok("{\"a\":1}").getBody()).isEqualTo("{\"a\":1}");
    assertThat(ok(new ByteArrayInputStream(written)).getBody(byte[].class)).isEqualTo(written);
  }
}
