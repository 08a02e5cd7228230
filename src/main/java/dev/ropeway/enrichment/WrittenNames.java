package dev.ropeway.enrichment;

import dev.ropeway.integration.Integration;
import dev.ropeway.servicenow.References;
import dev.ropeway.servicenow.References.Name;
import dev.ropeway.servicenow.References.Question;
import dev.ropeway.servicenow.References.UnresolvedException;
import dev.ropeway.servicenow.Table;
import dev.ropeway.servicenow.TableAnswer;
import dev.ropeway.servicenow.TableCall;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.ProducerTemplate;

/**
 * Says which users and groups of a rule or a mapping an instance does not have, as its tickets
 * would find them.
 */
@ApplicationScoped
public class WrittenNames {

  /** A person waits for the answer to a write, and an instance that is away must not keep it. */
  private static final Duration LIMIT = Duration.ofSeconds(3);

  /** A mapping can name thousands. */
  private static final int MOST = 20;

  private static final String LATE = "the instance did not answer within 3 seconds";

  private final References references;
  private final ProducerTemplate camel;

  /** A name and the field that holds it. */
  public record Written(String field, Reference reference) {}

  WrittenNames(References references, ProducerTemplate camel) {
    this.references = references;
    this.camel = camel;
  }

  /** What is wrong with names that were looked up before; makes no call. */
  public List<String> known(Integration integration, List<Written> written) {
    List<String> said = new ArrayList<>();
    for (Written one : written) {
      Name name = name(integration, one);
      String why = references.find(name).isPresent() ? null : references.unknown(name);
      if (why != null) {
        said.add(one.field() + ": " + why);
      }
    }
    return said;
  }

  /** The same after a look-up, which ends within three seconds; says what could not be checked. */
  public List<String> asked(Integration integration, List<Written> written) {
    long until = System.nanoTime() + LIMIT.toNanos();
    String barrier = integration.enabled() ? null : "the integration is disabled";
    List<String> said = new ArrayList<>();
    int asked = 0;
    for (Written one : written) {
      Name name = name(integration, one);
      if (references.find(name).isPresent()) {
        continue;
      }
      // Who was unknown may have been added in ServiceNow just now, to be named here.
      references.forget(name);
      if (barrier == null) {
        barrier =
            asked++ < MOST
                ? learn(integration, name, until)
                : "at most %d names are checked at once".formatted(MOST);
      }
      if (references.find(name).isEmpty()) {
        String why = references.unknown(name);
        said.add(
            one.field()
                + (why == null
                    ? ": \"%s\" could not be checked: %s".formatted(name.text(), barrier)
                    : ": " + why));
      }
    }
    return said;
  }

  private static Name name(Integration integration, Written written) {
    Reference who = written.reference();
    Table table = who.kind() == Reference.Kind.USER ? Table.SYS_USER : Table.SYS_USER_GROUP;
    return new Name(integration.name(), table, who.text().strip());
  }

  /** Asks until it is known who is meant; what keeps others from being asked too, or null. */
  private String learn(Integration integration, Name name, long until) {
    var people = integration.people();
    Question question = new Question(name, false, people.remembered(), people.unknownRemembered());
    while (question != null) {
      long left = until - System.nanoTime();
      if (left < TimeUnit.MILLISECONDS.toNanos(1)) {
        return LATE;
      }
      try {
        question = references.learn(question, ask(question.call(), left));
      } catch (UnresolvedException e) {
        return null; // It can never be looked up, and the references say why.
      } catch (TimeoutException e) {
        return LATE;
      } catch (ExecutionException e) {
        if (!question.whoever()) {
          return "the instance cannot be asked now";
        }
        references.giveUp(question);
        return null;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return "Ropeway stops";
      }
    }
    return null;
  }

  private TableAnswer ask(TableCall call, long nanos)
      throws ExecutionException, InterruptedException, TimeoutException {
    return camel
        .asyncRequestBody(
            "direct:call-servicenow", call.within(Duration.ofNanos(nanos)), TableAnswer.class)
        .get(nanos, TimeUnit.NANOSECONDS);
  }
}
