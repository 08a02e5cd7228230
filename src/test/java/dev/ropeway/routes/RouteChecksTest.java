package dev.ropeway.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteConfigurationBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteChecksTest {

  private final CamelContext camel = new DefaultCamelContext();

  /** A bean of routes. */
  public static class Desk {
    public String list() {
      return "";
    }

    public boolean isOpen() {
      return true;
    }
  }

  @BeforeEach
  void know() {
    camel.getRegistry().bind("desk", new Desk());
    camel.getPropertiesComponent().addInitialProperty("there", "desk");
  }

  @AfterEach
  void stop() {
    camel.stop();
  }

  private LoadedFile load(String file, String text) throws Exception {
    RouteConfigurationBuilder builder =
        (RouteConfigurationBuilder)
            PluginHelper.getRoutesLoader(camel)
                .findRoutesBuilders(ResourceHelper.fromString("file:/" + file, text))
                .iterator()
                .next();
    camel.addRoutesConfigurations(builder);
    camel.addRoutes(builder);
    return RouteLoading.understood(file, text, builder);
  }

  private List<String> complaints(String... texts) throws Exception {
    List<LoadedFile> files = new ArrayList<>();
    for (String text : texts) {
      files.add(load("%s.camel.yaml".formatted((char) ('a' + files.size())), text));
    }
    return RouteChecks.complaints(files, new CamelReach(camel)).stream()
        .map(RouteFault::toString)
        .toList();
  }

  private static String route(String id, String steps) {
    return "- route:\n    id: %s\n    from:\n      uri: direct:%s\n      steps:\n        %s\n"
        .formatted(id, id, steps);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "to                   | - to: direct:nowhere                              | to in line 6 | no route starts from direct:nowhere",
        "to, in braces        | - to: { uri: direct:nowhere }                     | to in line 6 | no route starts from direct:nowhere",
        "to, by its id        | - to: { id: ask, uri: 'direct:nowhere?block=true' } | ask        | no route starts from direct:nowhere",
        "toD                  | - toD: direct:nowhere                             | toD in line 6 | no route starts from direct:nowhere",
        "wireTap              | - wireTap: { id: ask, uri: direct:nowhere }       | ask          | no route starts from direct:nowhere",
        "enrich               | - enrich: { id: ask, constant: direct:nowhere }   | ask          | no route starts from direct:nowhere",
        "pollEnrich           | - pollEnrich: { id: ask, simple: direct:nowhere } | ask          | no route starts from direct:nowhere",
        "recipientList        | - recipientList: { id: ask, constant: 'direct:a,direct:nowhere' } | ask | no route starts from direct:nowhere",
        "routingSlip          | - routingSlip: { id: ask, constant: 'direct:a,direct:nowhere' } | ask | no route starts from direct:nowhere",
        "below a choice       | - choice: { when: [ { simple: '${body}', steps: [ { to: { id: ask, uri: direct:nowhere } } ] } ] } | ask | no route starts from direct:nowhere",
        "below a catch        | - doTry: { steps: [ { stop: {} } ], doCatch: [ { exception: [ java.lang.Exception ], steps: [ { to: { id: ask, uri: direct:nowhere } } ] } ] } | ask | no route starts from direct:nowhere",
        "a bean               | - bean: { id: ask, ref: nobody, method: list }    | ask          | the bean nobody does not exist",
        "a bean's address     | - to: { id: ask, uri: 'bean:nobody?method=list' } | ask          | the bean nobody does not exist",
        "a bean of a method   | - filter: { id: ask, method: { ref: nobody }, steps: [ { stop: {} } ] } | ask | the bean nobody does not exist",
        "a method             | - bean: { id: ask, ref: desk, method: lost }      | ask          | the bean desk has no method lost",
        "one with arguments   | - bean: { id: ask, ref: '{{there}}', method: 'lost(${body}, 1)' } | ask | the bean desk has no method lost",
        "one of an expression | - setBody: { id: ask, method: { ref: desk, method: lost } } | ask | the bean desk has no method lost",
        "one of an address    | - to: { id: ask, uri: 'bean:desk?method=lost' }   | ask          | the bean desk has no method lost",
        "one that groups      | - aggregate: { id: ask, correlationExpression: { method: { ref: desk, method: lost } }, steps: [ { stop: {} } ] } | ask | the bean desk has no method lost",
        "a component          | - to: { id: ask, uri: nosuch:x }                  | ask          | the component nosuch does not exist",
        "one made with a text | - toD: { id: ask, uri: 'nosuch:${body}' }         | ask          | the component nosuch does not exist",
        "an option            | - to: { id: ask, uri: 'direct:a?nosuch=1' }       | ask          | Unknown parameters=[{nosuch=1}]",
        "a property           | - setBody: { id: ask, constant: 'x{{no.such}}' }  | ask          | the property {{no.such}} has no value",
        "one without an id    | - setBody: { constant: '{{no.such}}' }            | setBody in line 6 | the property {{no.such}} has no value",
      })
  void a_name_that_nobody_has_is_told_with_its_step(
      String what, String step, String where, String why) throws Exception {
    assertThat(complaints(route("a", step)))
        .singleElement()
        .asString()
        .startsWith("a.camel.yaml, route a, step %s: ".formatted(where))
        .endsWith(why);
  }

  @Test
  void what_a_route_begins_with_is_looked_at_too() throws Exception {
    assertThat(complaints("- route: { id: a, from: { id: take, uri: nosuch:x, steps: [] } }"))
        .containsExactly("a.camel.yaml, route a, step take: the component nosuch does not exist");
  }

  @Test
  void so_are_failures_dead_letters_and_rest() throws Exception {
    assertThat(
            complaints(
                """
                - routeConfiguration:
                    id: failures
                    onException:
                      - onException:
                          exception: [ java.lang.Exception ]
                          handled: { method: { ref: desk, method: lost } }
                          steps: [ { to: { id: ask, uri: direct:nowhere } } ]
                """,
                """
                - route:
                    id: b
                    errorHandler: { deadLetterChannel: { deadLetterUri: direct:nobody } }
                    from: { uri: direct:b, steps: [ { stop: {} } ] }
                """,
                """
                - rest:
                    path: /x
                    get: [ { id: read, to: direct:unread } ]
                """))
        .hasSize(4)
        .anyMatch(text -> text.contains("a.camel.yaml, route failures, step ask: no route starts"))
        .anyMatch(text -> text.contains("a.camel.yaml, route failures, step onException"))
        .anyMatch(text -> text.contains("b.camel.yaml, route b") && text.endsWith("direct:nobody"))
        .anyMatch(text -> text.contains("c.camel.yaml") && text.endsWith("direct:unread"));
  }

  @Test
  void a_template_is_checked_as_far_as_it_is_written_down() throws Exception {
    assertThat(
            complaints(
                """
                - routeTemplate:
                    id: poll
                    parameters: [ { name: integration } ]
                    from:
                      uri: direct:poll-{{integration}}
                      steps:
                        - setBody: { id: put, constant: "{{integration}} {{no.such}}" }
                        - to: { id: hand-on, uri: "direct:read-{{integration}}" }
                        - bean: { id: ask, ref: desk, method: lost }
                """,
                route("b", "- to: { id: poll-one, uri: direct:poll-acme }")))
        .containsExactly(
            "a.camel.yaml, route poll, step put: the property {{no.such}} has no value",
            "a.camel.yaml, route poll, step ask: the bean desk has no method lost");
  }

  @Test
  void an_id_that_is_used_twice_is_told_of_the_later_file() throws Exception {
    assertThat(
            complaints(
                route("a", "- stop: { id: one }"),
                route("b", "- stop: { id: one }"),
                route("a", "- stop: { id: two }")))
        .containsExactly(
            "b.camel.yaml, route b, step one: the id one is already used by a.camel.yaml, route a",
            "c.camel.yaml, route a: the id a is already used by a.camel.yaml, route a");
  }

  @Test
  void what_is_there_passes_and_so_does_what_only_a_message_knows() throws Exception {
    assertThat(
            complaints(
                route(
                    "a",
                    """
                    - to: direct:b
                            - to: { uri: "direct:b?timeout=1000" }
                            - toD: "direct:read-${header.source}"
                            - recipientList: { simple: "direct:${body},direct:b" }
                            - bean: { ref: desk, method: "list()" }
                            - bean: { ref: desk, method: "${body}" }
                            - bean: { ref: desk }
                            - bean: { beanType: java.lang.String, method: length }
                            - to: "bean:{{there}}?method=list"
                            - filter: { method: { ref: desk, method: isOpen }, steps: [ { stop: {} } ] }
                            - setBody: { constant: "{{there}} {{?no.such}} {{no.such:or this}}" }
                            - to: { uri: direct:nowhere, disabled: true, description: "{{no.such}}" }
                    """),
                route("b", "- stop: {}")))
        .isEmpty();
  }
}
