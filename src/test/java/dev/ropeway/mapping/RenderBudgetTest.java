package dev.ropeway.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ropeway.assignment.AssignmentSpec;
import dev.ropeway.assignment.Claim;
import dev.ropeway.mapping.MappingDocument.Mode;
import dev.ropeway.mapping.RenderBudget.TooMuchException;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.tickettype.Shipped;
import dev.ropeway.tickettype.TicketTypeDefinition;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every rendering ends: by what it does, and by the clock where that was not thought of. */
class RenderBudgetTest {

  private final AtomicLong nanos = new AtomicLong();

  /** One look at it, and time is up. */
  private final RenderBudget late =
      RenderBudget.ofRecord(() -> nanos.getAndAdd(RenderBudget.LONGEST.toNanos() + 1));

  @ParameterizedTest
  @MethodSource("dev.ropeway.tickettype.Shipped#all")
  void the_longest_texts_are_a_fraction_of_what_a_record_may_take(TicketTypeDefinition type) {
    RenderBudget work = RenderBudget.ofRecord();
    Mapping.draft(claim(type), work);

    work.does(RenderBudget.MOST_OF_RECORD / 2);
  }

  @ParameterizedTest
  @MethodSource("dev.ropeway.tickettype.Shipped#all")
  void the_default_names_the_field_that_takes_too_much(TicketTypeDefinition type) {
    RenderBudget work = RenderBudget.ofRecord();
    work.does(RenderBudget.MOST_OF_RECORD - 150_000);

    assertThatThrownBy(() -> Mapping.draft(claim(type), work))
        .isInstanceOf(UnmappableException.class)
        .isNotInstanceOf(UnmappableException.TooSlow.class)
        .hasMessageStartingWith(
            type.table() + ".description cannot be rendered: the template does too much");
  }

  @ParameterizedTest
  @MethodSource("dev.ropeway.tickettype.Shipped#all")
  void the_default_is_stopped_by_the_clock_too_and_says_what_to_do(TicketTypeDefinition type) {
    assertThatThrownBy(() -> Mapping.draft(claim(type), late))
        .isInstanceOf(UnmappableException.TooSlow.class)
        .hasMessageStartingWith(type.table() + ".description cannot be rendered: the record took")
        .hasMessageContaining("shorten the texts of the recommendation");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{recommendation.title}",
        "{recommendation.description.text}",
        "{#for i in 9}x{/for}",
        "{#if recommendation.title == 'x'}x{/if}",
        "{recommendation.tags.or('x')}"
      })
  void a_template_is_stopped_by_the_clock(String template) {
    Map<String, Object> model = Model.of(claim(Shipped.INCIDENT), Sample.INTEGRATION);
    BoundedTemplate read = Templates.read(template, model);

    assertThatThrownBy(() -> read.render(model, late))
        .isInstanceOf(RenderBudget.TooSlowException.class);
  }

  @Test
  void a_mapping_names_its_field_when_the_clock_stops_it() {
    RenderBudget work =
        RenderBudget.ofRecord(() -> nanos.getAndAdd(RenderBudget.LONGEST.toNanos() / 100));
    CompiledMapping mapping =
        mapping(
            IntStream.range(0, 100)
                .boxed()
                .collect(Collectors.toMap(i -> "u_" + i, i -> "{recommendation.title.upper}")));

    Claim barest = Sample.barest("sample", Shipped.INCIDENT);

    assertThatThrownBy(() -> mapping.draft(barest, Sample.INTEGRATION, work))
        .isInstanceOf(UnmappableException.TooSlow.class)
        .hasMessageMatching(
            "incident\\.u_\\d+ cannot be rendered: the record took more than 5 s.*");
  }

  @Test
  void all_templates_of_a_record_share_what_it_may_take() {
    String most = "{recommendation.description.upper.cut(1)}".repeat(9);
    CompiledMapping one = mapping(Map.of("u_1", most));
    CompiledMapping many =
        mapping(IntStream.range(0, 30).boxed().collect(Collectors.toMap(i -> "u_" + i, i -> most)));
    Claim claim = claim(Shipped.INCIDENT);

    assertThat(one.draft(claim, Sample.INTEGRATION).managed()).containsKey("u_1");
    assertThatThrownBy(() -> many.draft(claim, Sample.INTEGRATION))
        .isInstanceOf(UnmappableException.class)
        .hasMessageContaining("the template does too much");
  }

  @ParameterizedTest
  @MethodSource("walks")
  void whatever_walks_a_text_counts_it(String template) {
    Map<String, Object> model = Model.of(claim(Shipped.INCIDENT), Sample.INTEGRATION);
    BoundedTemplate read = Templates.read(template, model);
    RenderBudget work = RenderBudget.ofRecord();
    work.does(RenderBudget.MOST_OF_RECORD - 90_000);

    assertThatThrownBy(() -> read.render(model, work))
        .hasMessageContaining("the template does too much");
  }

  static Stream<Arguments> walks() {
    return Stream.concat(
            Stream.of("upper", "lower", "capital", "line", "text", "cut(3)", "or('x')")
                .map(method -> "{recommendation.description." + method + "}"),
            Stream.of(
                "{recommendation.tags.or('x')}",
                "{recommendation.tags.upper}",
                "{recommendation.configurationItems.or('x')}",
                "{recommendation.inheritedTags ?: 'x'}",
                "{#for i in 100}{#if recommendation.description == recommendation.remediation}x{/if}{/for}",
                "{#let d=recommendation.description}{#for i in 100}{#if d == d}x{/if}{/for}{/let}"))
        .map(Arguments::of);
  }

  @Test
  void a_date_pattern_that_a_finding_brings_is_no_stack_of_brackets() {
    Recommendation nested =
        Recommendation.of("f", "t")
            .description("[".repeat(100_000))
            .occurredAt(Instant.parse("2026-03-15T10:00:00Z"))
            .build();
    Map<String, Object> model =
        Model.of(
            Sample.claim(
                new UUID(0, 1), "sample", nested, Shipped.INCIDENT, AssignmentSpec.NONE, null),
            Sample.INTEGRATION);
    String template = "{recommendation.occurredAt.date(recommendation.description)}";

    assertThatThrownBy(() -> Templates.read(template, model).render(model, RenderBudget.ofRecord()))
        .hasMessageContaining("at most 100 characters");
  }

  @Test
  void what_a_sentence_repeats_of_a_finding_is_short() {
    Map<String, FieldMapping> fields = new LinkedHashMap<>();
    fields.put(
        "u_1",
        new FieldMapping("{recommendation.description}", null, null, null, "t", List.of(), null));
    CompiledMapping mapping =
        new CompiledMapping(
            new MappingDocument(
                Mode.CUSTOMIZED, false, fields, Map.of("t", Map.of("a", "b")), null, null, null),
            Shipped.INCIDENT,
            Map.of());

    assertThatThrownBy(() -> mapping.draft(claim(Shipped.INCIDENT), Sample.INTEGRATION))
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(300));
  }

  @Test
  void nothing_is_left_once_too_much_was_asked_for() {
    RenderBudget work = RenderBudget.ofRecord();

    assertThatThrownBy(() -> work.does(RenderBudget.MOST_OF_RECORD + 1))
        .isInstanceOf(TooMuchException.class);
    assertThatThrownBy(() -> work.does(-1)).isInstanceOf(TooMuchException.class);
  }

  private static CompiledMapping mapping(Map<String, String> templates) {
    Map<String, FieldMapping> fields = new LinkedHashMap<>();
    templates.forEach((name, template) -> fields.put(name, FieldMapping.template(template)));
    return new CompiledMapping(
        new MappingDocument(Mode.CUSTOMIZED, false, fields, null, null, null, null),
        Shipped.INCIDENT,
        Map.of());
  }

  /** As long as the contract lets it be. */
  private static Claim claim(TicketTypeDefinition type) {
    Map<String, String> tags =
        IntStream.range(0, 200)
            .boxed()
            .collect(Collectors.toMap(i -> "tag" + i, i -> "v".repeat(1000)));
    Recommendation finding =
        Recommendation.of("finding-1", "t".repeat(1000))
            .description("<td>".repeat(25_000))
            .remediation("<td>".repeat(24_999) + "<tr>")
            .url("https://x.org/" + "u".repeat(4000))
            .tags(tags)
            .inheritedTags(List.of(tags))
            .configurationItems(
                IntStream.range(0, 100).mapToObj(i -> i + "c".repeat(2000)).toList())
            .build();
    return Sample.claim(new UUID(0, 1), "sample", finding, type, AssignmentSpec.NONE, null);
  }
}
