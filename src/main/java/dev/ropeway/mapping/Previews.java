package dev.ropeway.mapping;

import dev.ropeway.assignment.Assignment;
import dev.ropeway.assignment.AssignmentSpec;
import dev.ropeway.assignment.Claim;
import dev.ropeway.assignment.Ticket;
import dev.ropeway.enrichment.Reference;
import dev.ropeway.integration.Integration;
import dev.ropeway.integration.Integrations;
import dev.ropeway.mapping.CompiledMapping.Wording;
import dev.ropeway.mapping.FieldMapping.Kind;
import dev.ropeway.mapping.FieldMapping.On;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.servicenow.Fault;
import dev.ropeway.servicenow.References;
import dev.ropeway.servicenow.Table;
import dev.ropeway.servicenow.TableAnswer;
import dev.ropeway.servicenow.TableCall;
import dev.ropeway.servicenow.TableRecord;
import dev.ropeway.tickettype.TicketTypeDefinition;
import dev.ropeway.tickettype.TicketTypes;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.jboss.logging.Logger;

/** Shows what a mapping would write, with the code that writes it. */
@ApplicationScoped
public class Previews {

  private static final Logger LOG = Logger.getLogger(Previews.class);
  private static final UUID NO_ASSIGNMENT = new UUID(0, 0);

  private final Integrations integrations;
  private final TicketTypes types;
  private final References references;
  private final SavedTemplates templates;
  private final GroupLinks links;
  private final ProducerTemplate camel;
  private final Clock clock;

  Previews(
      Integrations integrations,
      TicketTypes types,
      References references,
      SavedTemplates templates,
      GroupLinks links,
      ProducerTemplate camel,
      Clock clock) {
    this.integrations = integrations;
    this.types = types;
    this.references = references;
    this.templates = templates;
    this.links = links;
    this.camel = camel;
    this.clock = clock;
  }

  /** Of a recommendation that is not assigned. */
  public Preview of(StoredMapping mapping, Recommendation recommendation, AssignmentSpec spec) {
    AssignmentSpec due = spec.dueFrom(clock.instant());
    Claim claim =
        Sample.claim(
            NO_ASSIGNMENT,
            mapping.integration(),
            recommendation,
            types.of(mapping.ticketType()),
            due,
            due.dueDate());
    return preview(mapping, claim, null);
  }

  /** Of an assignment, compared with its ticket as it is now. */
  public Preview of(StoredMapping mapping, Assignment assignment) {
    Claim claim =
        Sample.claim(
            assignment.id(),
            mapping.integration(),
            assignment.recommendation(),
            types.of(mapping.ticketType()),
            assignment.spec(),
            assignment.spec().dueDate());
    return preview(mapping, links.linked(claim), assignment.ticket());
  }

  private Preview preview(StoredMapping mapping, Claim claim, Ticket ticket) {
    Integration integration = integrations.named(mapping.integration());
    TicketTypeDefinition type = claim.ticketType();
    UUID id = claim.id().equals(NO_ASSIGNMENT) ? null : claim.id();
    String recommendation = claim.recommendation().id();
    TicketFields draft;
    Map<String, Wording> wordings;
    Map<String, Object> home = Model.integration(integration);
    try {
      if (mapping.document().isCustomized()) {
        CompiledMapping compiled = new CompiledMapping(mapping.document(), type, mapping.lengths());
        draft = started(mapping, type, integration, compiled.draft(claim, home));
        wordings = compiled.wordings(claim, home);
      } else {
        draft =
            started(
                mapping, type, integration, Mapping.draft(claim, home, RenderBudget.ofRecord()));
        wordings = Map.of();
      }
    } catch (UnmappableException e) {
      return new Preview(id, recommendation, type.table(), e.getMessage(), null, null, List.of());
    }
    TableRecord shown = null;
    String unread = null;
    if (ticket != null) {
      try {
        shown = read(mapping.integration(), type, ticket.sysId(), draft);
      } catch (RuntimeException e) {
        unread = Fault.of(e).said();
      }
    }
    return new Preview(
        id,
        recommendation,
        type.table(),
        null,
        ticket,
        unread,
        columns(mapping.integration(), draft, wordings, shown));
  }

  /** An instance that does not tell its templates keeps nobody from a preview. */
  private TicketFields started(
      StoredMapping mapping,
      TicketTypeDefinition type,
      Integration integration,
      TicketFields draft) {
    String template = mapping.document().template();
    Table table = Table.of(type);
    if (template == null) {
      return draft;
    }
    if (!templates.has(integration, table, template)) {
      try {
        templates.read(integration, table);
      } catch (CamelExecutionException e) {
        LOG.debugf(e, "the saved templates of %s cannot be read", integration.name());
        return draft;
      }
    }
    return mapping.document().startingFrom(templates.named(integration, table, template), draft);
  }

  private TableRecord read(
      String integration, TicketTypeDefinition type, String sysId, TicketFields draft) {
    List<String> columns = new ArrayList<>(List.of("sys_id"));
    columns.addAll(draft.managed().keySet());
    columns.addAll(draft.onCreate().keySet());
    columns.addAll(draft.references().keySet());
    TableCall call = TableCall.one(integration, Table.of(type), sysId, columns);
    return camel.requestBody("direct:call-servicenow", call, TableAnswer.class).row();
  }

  private List<Preview.Column> columns(
      String integration, TicketFields draft, Map<String, Wording> wordings, TableRecord shown) {
    List<Preview.Column> columns = new ArrayList<>();
    draft
        .managed()
        .forEach((name, text) -> columns.add(column(name, text, On.ALWAYS, wordings, null, shown)));
    draft
        .onCreate()
        .forEach((name, text) -> columns.add(column(name, text, On.CREATE, wordings, null, shown)));
    draft
        .references()
        .forEach(
            (name, who) ->
                columns.add(
                    column(
                        name, who.text(), On.CREATE, wordings, refersTo(integration, who), shown)));
    return columns;
  }

  private static Preview.Column column(
      String name,
      String text,
      On on,
      Map<String, Wording> wordings,
      Preview.RefersTo refersTo,
      TableRecord shown) {
    Wording wording = wordings.get(name);
    boolean cut = wording != null && wording.isCut();
    String there = shown == null ? null : shown.get(name);
    String wanted = refersTo == null ? text : refersTo.sysId();
    return new Preview.Column(
        name,
        text,
        on,
        cut ? wording.length() : text.length(),
        wording == null || wording.maxLength() == BoundedTemplate.LONGEST_TEXT
            ? null
            : wording.maxLength(),
        cut ? true : null,
        refersTo,
        there,
        there == null || wanted == null ? null : !there.equals(wanted));
  }

  /** Only what is known without asking: a preview must not cost a call for each name. */
  private Preview.RefersTo refersTo(String integration, Reference who) {
    Kind kind = who.kind() == Reference.Kind.USER ? Kind.USER : Kind.GROUP;
    Table table = kind == Kind.USER ? Table.SYS_USER : Table.SYS_USER_GROUP;
    return new Preview.RefersTo(
        kind, references.find(new References.Name(integration, table, who.text())).orElse(null));
  }
}
