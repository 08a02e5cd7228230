package dev.ropeway.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ropeway.correlation.Outcome;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

class AnswersTest {

  private static final Outcome WRONG = rejected(new Outcome.Error("/id", "is missing"));
  private static final Outcome ANOTHERS = rejected(new Outcome.Error("/id", "is another's", true));

  private static Outcome rejected(Outcome.Error error) {
    return new Outcome("id", Outcome.Kind.REJECTED, null, error);
  }

  private static int refusal(Outcome... outcomes) {
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
}
