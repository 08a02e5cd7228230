package dev.ropeway.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ropeway.assignment.AssignmentSpec;
import dev.ropeway.assignment.Claim;
import dev.ropeway.mapping.Templates.FaultyTemplateException;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.recommendation.Severity;
import dev.ropeway.recommendation.Vulnerability;
import dev.ropeway.tickettype.Shipped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Templates are data from people: they say what they may see, and they end. */
class TemplatesTest {

  private final Map<String, Object> model = model("The hut &amp; the <b>door</b>");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "[{recommendation.severity.upper}] {recommendation.title}      | [HIGH] Lock the hut",
        "{recommendation.severity.capital}                             | High",
        "{recommendation.category.or('none')}                          | none",
        "{recommendation.category ?: recommendation.source.or('x')}    | scanner",
        "{recommendation.resource.name.cut(3)}                         | hu…",
        "{recommendation.description.text}                             | The hut & the door",
        "{recommendation.occurredAt}                                   | 2026-03-15 10:00:00",
        "{recommendation.occurredAt.date('d MMM yyyy')}                | 15 Mar 2026",
        "{assignment.dueDate.date('yyyy')}                             | \"\"",
        "{recommendation.tags.env}-{recommendation.tags['cost center']}| prod-7",
        "{recommendation.tags.nobody-has-it}                           | \"\"",
        "{#if recommendation.category}a{#else}b{/if}                   | b",
        "{#if recommendation.severity == 'high'}a{/if}                 | a",
        "{#when recommendation.severity}{#is 'high'}1{#else}3{/when}     | 1",
        "{#for t in recommendation.tags}{t.key}={t.value};{/for}       | cost center=7;env=prod;",
        "{#each recommendation.configurationItems}{it},{/each}         | a,b,",
        "{#for i in recommendation.configurationItems}{i_count}{/for}  | 12",
        "{recommendation.configurationItems}                           | \"a, b\"",
        "{#let n=recommendation.title}{n.lower}{/let}                  | lock the hut",
        "{default.impact}{default.urgency}                             | 12",
        "{integration.name} {integration.environment}                  | sample production",
        "{recommendation.inheritedTags.size}                           | 1",
        "{recommendation.vulnerability.package} {recommendation.vulnerability.cves} | \"openssl CVE-1, CVE-2\"",
        "{recommendation.vulnerability.installedVersion}>{recommendation.vulnerability.fixedVersion} | 3.0.11>3.0.15",
        "{recommendation.vulnerability.score}{recommendation.vulnerability.exploited.or('?')} | 9.8?",
        "{#for c in recommendation.vulnerability.cves}{c};{/for}       | CVE-1;CVE-2;",
        "{recommendation.recommendationCategory.lower}                 | softwareupdate",
        "{ \"json\": 1 }                                               | { \"json\": 1 }"
      })
  void a_template_says_what_is_known(String template, String said) {
    assertThat(Templates.read(template, model).render(model, RenderBudget.ofRecord()))
        .isEqualTo(said);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{recommendation.getClass}",
        "{recommendation.class}",
        "{recommendation.title.class}",
        "{recommendation.title.getClass()}",
        "{recommendation.title.bytes}",
        "{recommendation.title.repeat(9)}",
        "{recommendation.tags.entrySet()}",
        "{recommendation.title.or(recommendation.title.getClass())}",
        "{#let x=recommendation.title}{x.class}{/let}",
        "{#let x=recommendation.title}{x.isEmpty}{/let}",
        "{#for t in recommendation.tags}{t.setValue('x')}{/for}",
        "{#for t in recommendation.tags}{t.getClass}{/for}",
        "{assignment.dueDate.epochSecond}",
        "{recommendation.occurredAt.epochSecond}",
        "{inject:foo}",
        "{cdi:agroalDataSource.connection}",
        "{config:quarkus.datasource.password}",
        "{config:property('quarkus.datasource.password')}",
        "{data:recommendation.title}",
        "{str:builder}",
        "{msg:hello}",
        "{@java.lang.Runtime runtime}{runtime}",
        "{#include console/layout /}",
        "{#include console/layout}{/include}",
        "{#insert}{/insert}",
        "{#eval '{1}' /}",
        "{#fragment id=f}x{/fragment}",
        "{#cached}x{/cached}",
        "{#with recommendation}{title}{/with}",
        "{java.lang.System.exit(1)}",
        "{System.getenv}"
      })
  void a_template_cannot_reach_java_the_application_or_a_file(String template) {
    assertThatThrownBy(() -> Templates.read(template, model).render(model, RenderBudget.ofRecord()))
        .isInstanceOf(FaultyTemplateException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{recommendation.tilte}                   | line 1, column 1: the name tilte does not exist there",
        "a{recommendation.resource.naem}          | line 1, column 2: the name naem does not exist there",
        "{recommendation.title.shout}             | line 1, column 1: the name shout does not exist there; the methods are capital, cut, date, line, lower, or, text, upper",
        "{recommendation.title.shout()}           | line 1, column 1: the method shout does not exist",
        "{recommendation.title.cut}               | the name cut does not exist there",
        "{recommendation.title.cut()}             | cut takes 1",
        "{recommendation.title.cut('a')}          | cut takes a number",
        "{recommendation.occurredAt.date('bad')}  | is not a date pattern",
        "{recommendation.title.date('yyyy')}      | date is for dates",
        "{#if recommendation.title}x              | {#if} has no closing {/if}",
        "{recommendation.title                    | {recommendation.title has no closing }",
        "{!  x                                    | {! has no closing !}",
        "{/if}                                    | {/if} does not close a section",
        "{#unless x}y{/unless}                    | the section {#unless} does not exist; use #if, #for, #let or #when",
        "{#for x in recommendation.title}y{/for}  | #for needs a list, and recommendation.title is not a list",
        "{titel}                                  | line 1, column 1: the name titel does not exist; the names are assignment, default, integration, recommendation",
        "{{ recommendation.title }}               | character 1: write a name in one pair of braces without blanks",
        "a {{recomendation.title}}                | character 3: write a name in one pair of braces without blanks",
        "{ recommendation.title }                 | character 1: write a name in one pair of braces without blanks",
        "{{ recommendation.title                  | character 1: write a name in one pair of braces without blanks"
      })
  void a_mistake_is_named_with_its_place(String template, String said) {
    assertThatThrownBy(() -> Templates.read(template, model).render(model, RenderBudget.ofRecord()))
        .isInstanceOf(FaultyTemplateException.class)
        .hasMessageContaining(said);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\\{recommendation.title}  | {recommendation.title}",
        "\\{\\{ x }}                | {{ x }}",
        "a { b } c, d              | a { b } c, d",
        "{\"a\": 1}                | {\"a\": 1}"
      })
  void a_brace_can_be_text(String template, String text) {
    assertThat(Templates.read(template, model).render(model, RenderBudget.ofRecord()))
        .isEqualTo(text);
  }

  @Test
  void a_mistake_in_a_branch_that_is_not_taken_is_seen_too() {
    assertThatThrownBy(
            () -> Templates.read("{#if recommendation.category}{recommendation.x}{/if}", model))
        .hasMessageContaining("the name x does not exist");
  }

  @Test
  void a_line_further_down_is_counted() {
    assertThatThrownBy(() -> Templates.read("one\ntwo {recommendation.x}", model))
        .hasMessageContaining("line 2, column 5");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{#for i in 2147483647}x{/for}",
        "{#for i in 2147483647}{/for}",
        "{#for i in 90000000}x{/for}",
        "{#let n=2147483647}{#for i in n}x{/for}{/let}",
        "{#for i in 60000}{#for j in 60000}x{/for}{/for}",
        "{#for a in 999999}{recommendation.description.upper.lower.text}{/for}",
        "{#each 2147483647}{#if it_index}{it}{/if}{/each}"
      })
  void a_template_that_does_not_end_is_stopped(String template) {
    org.junit.jupiter.api.Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () ->
            assertThatThrownBy(
                    () -> Templates.read(template, model).render(model, RenderBudget.ofRecord()))
                .isInstanceOf(FaultyTemplateException.class)
                .hasMessageContaining("does too much"));
  }

  @Test
  void a_huge_output_is_cut_off() {
    Map<String, Object> long100k = model("x".repeat(100_000));
    String template = "{#for i in 1000}{recommendation.description}{/for}";

    assertThat(Templates.read(template, long100k).render(long100k, RenderBudget.ofRecord()))
        .hasSize(BoundedTemplate.LONGEST_TEXT);
  }

  @ParameterizedTest
  @ValueSource(ints = {5_000, 100_000})
  void a_template_too_long_or_too_deep_is_refused(int times) {
    for (String part :
        List.of("{#if recommendation.title}", "{recommendation.title.or(", "(", "[")) {
      assertThatThrownBy(() -> Templates.read(part.repeat(times / part.length()), model))
          .isInstanceOf(FaultyTemplateException.class);
    }
  }

  @Test
  void what_a_finding_says_is_text_and_no_template() {
    Map<String, Object> tricky = model("{recommendation.title} {inject:foo}");

    assertThat(
            Templates.read("{recommendation.description}", tricky)
                .render(tricky, RenderBudget.ofRecord()))
        .isEqualTo("{recommendation.title} {inject:foo}");
  }

  private static Map<String, Object> model(String description) {
    Recommendation finding =
        Recommendation.of("finding-1", "Lock the hut")
            .description(description)
            .severity(Severity.HIGH)
            .source("scanner")
            .resource(new Recommendation.Resource("/huts/7", "hut-7", null, null))
            .configurationItems(List.of("a", "b"))
            .recommendationCategory("SoftwareUpdate")
            .vulnerability(
                new Vulnerability(
                    List.of("CVE-1", "CVE-2"), "openssl", "3.0.11", "3.0.15", 9.8, null))
            .tags(Map.of("env", "prod", "cost center", "7"))
            .inheritedTags(List.of(Map.of("env", "prod")))
            .occurredAt(Instant.parse("2026-03-15T10:00:00Z"))
            .build();
    Claim claim =
        Sample.claim(
            new UUID(0, 1), "sample", finding, Shipped.INCIDENT, AssignmentSpec.NONE, null);
    return Model.of(claim, Sample.INTEGRATION);
  }
}
