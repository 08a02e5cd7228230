package dev.ropeway.routes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.builder.AdviceWith;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/**
 * Route files in a Camel context of their own, without the application: what they call by name is
 * bound by the test, and a mock stands for whom they talk to.
 */
public final class RoutesUnderTest implements AutoCloseable {

  private static final Path SHIPPED = Path.of("src/main/resources/routes");
  private static final Pattern EXAMPLE =
      Pattern.compile("```yaml\n# (\\S+)\\.camel\\.yaml\n(.*?)```", Pattern.DOTALL);

  private final DefaultCamelContext camel = new DefaultCamelContext();

  /** A bean that routes call by this name. */
  public RoutesUnderTest with(String name, Object bean) {
    camel.getRegistry().bind(name, bean);
    return this;
  }

  /** A shipped route file, by its name without ending. */
  public RoutesUnderTest shipped(String name) throws Exception {
    return load(name, Files.readString(SHIPPED.resolve(name + ".camel.yaml")));
  }

  /** The example of docs/routes.md that has this file name. */
  public RoutesUnderTest example(String name) throws Exception {
    Matcher example = EXAMPLE.matcher(Files.readString(Path.of("docs/routes.md")));
    while (example.find()) {
      if (example.group(1).equals(name)) {
        return load(name, example.group(2));
      }
    }
    throw new IOException("docs/routes.md has no example " + name);
  }

  private RoutesUnderTest load(String name, String yaml) throws Exception {
    PluginHelper.getRoutesLoader(camel)
        .loadRoutes(ResourceHelper.fromString(name + ".camel.yaml", yaml));
    return this;
  }

  /** A mock of this name at an address, such as {@code direct:call-servicenow}. */
  public MockEndpoint mockAt(String address, String name) throws Exception {
    camel.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from(address).to("mock:" + name);
          }
        });
    return camel.getEndpoint("mock:" + name, MockEndpoint.class);
  }

  /** A mock in the place of one step. */
  public MockEndpoint mockInPlaceOf(String route, String step) throws Exception {
    AdviceWith.adviceWith(
        camel, route, advice -> advice.weaveById(step).replace().to("mock:" + step));
    return camel.getEndpoint("mock:" + step, MockEndpoint.class);
  }

  public RoutesUnderTest property(String name, String value) {
    camel.getPropertiesComponent().addInitialProperty(name, value);
    return this;
  }

  /** Sends a body with variables to an address; what comes back has both as the route left them. */
  public Exchange send(String address, Object body, Map<String, Object> variables) {
    camel.start();
    Exchange exchange = new DefaultExchange(camel, ExchangePattern.InOut);
    exchange.getMessage().setBody(body);
    variables.forEach(exchange::setVariable);
    Exchange back = camel.createProducerTemplate().send(address, exchange);
    if (back.getException() != null) {
      throw new AssertionError("the route failed", back.getException());
    }
    return back;
  }

  @Override
  public void close() {
    camel.stop();
  }
}
