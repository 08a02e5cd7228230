package dev.ropeway.mapping;

import dev.ropeway.assignment.Claim;
import dev.ropeway.enrichment.WrittenNames;
import dev.ropeway.enrichment.WrittenNames.Written;
import dev.ropeway.integration.Integration;
import dev.ropeway.integration.Integrations;
import dev.ropeway.mapping.MappingDocument.Ending;
import dev.ropeway.mapping.MappingDocument.Mode;
import dev.ropeway.mapping.MappingDocument.States;
import dev.ropeway.mapping.Templates.FaultyTemplateException;
import dev.ropeway.servicenow.TicketState;
import dev.ropeway.store.FollowedTable;
import dev.ropeway.store.StoreReady;
import dev.ropeway.store.StoreUnavailableException;
import dev.ropeway.tickettype.TicketType;
import dev.ropeway.tickettype.TicketTypeDefinition;
import dev.ropeway.tickettype.TicketTypes;
import dev.ropeway.tickettype.TicketTypesChanged;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jboss.logging.Logger;

/**
 * The mappings there are, by integration and kind of ticket; where none was stored, {@link Mapping}
 * words the tickets. Every replica follows a change within seconds.
 */
@ApplicationScoped
public class Mappings {

  private static final Logger LOG = Logger.getLogger(Mappings.class);

  private final MappingRows rows;
  private final MappingFiles files;
  private final Integrations integrations;
  private final TicketTypes types;
  private final WrittenNames names;
  private final GroupLinks links;
  private final Clock clock;
  private final FollowedTable table;
  private volatile Known known;

  private record Key(String integration, TicketType type) {}

  /**
   * A version, ready to word records.
   *
   * @param compiled null where the default words them, or nothing can
   * @param fault why nothing can: an older Ropeway stored what this one does not understand
   */
  private record InUse(StoredMapping stored, CompiledMapping compiled, String fault) {

    static InUse of(StoredMapping stored, TicketTypes types) {
      MappingDocument document = stored.document();
      if (!document.isCustomized()) {
        return new InUse(stored, null, null);
      }
      try {
        TicketTypeDefinition type = types.of(stored.ticketType());
        return new InUse(stored, new CompiledMapping(document, type, stored.lengths()), null);
      } catch (FaultyTemplateException | IllegalArgumentException e) {
        return new InUse(stored, null, e.getMessage());
      }
    }

    TicketFields draft(Claim claim, Map<String, Object> integration) {
      // A shadow has work of its own: it must not change what is sent.
      RenderBudget work = RenderBudget.ofRecord();
      if (fault != null) {
        throw new UnmappableException(
            "version %d of the mapping cannot be used: %s".formatted(stored.version(), fault));
      }
      return compiled == null
          ? Mapping.draft(claim, integration, work)
          : compiled.draft(claim, integration, work);
    }
  }

  private record Known(Map<Key, InUse> sent, Map<Key, InUse> shadows) {}

  Mappings(
      MappingRows rows,
      MappingFiles files,
      Integrations integrations,
      TicketTypes types,
      WrittenNames names,
      GroupLinks links,
      Clock clock) {
    this.rows = rows;
    this.files = files;
    this.integrations = integrations;
    this.types = types;
    this.names = names;
    this.links = links;
    this.clock = clock;
    table = rows.followed(this::takeOver);
  }

  void start(@Observes @Priority(StoreReady.TAKE_OVER) StoreReady ready) {
    table.start();
  }

  /** What was compiled for a kind of ticket is compiled anew. */
  void follow(@Observes TicketTypesChanged event) {
    if (known != null) {
      table.changed();
    }
  }

  void stop(@Observes ShutdownEvent event) {
    table.stop();
  }

  private void takeOver() {
    Map<Key, InUse> sent = new HashMap<>();
    Map<Key, InUse> shadows = new HashMap<>();
    for (StoredMapping stored : rows.inUse()) {
      take(stored, sent, shadows);
    }
    files.all().forEach(file -> take(file, sent, shadows));
    known = new Known(Map.copyOf(sent), Map.copyOf(shadows));
  }

  private void take(StoredMapping stored, Map<Key, InUse> sent, Map<Key, InUse> shadows) {
    Key key = new Key(stored.integration(), stored.ticketType());
    (stored.document().shadow() ? shadows : sent).put(key, InUse.of(stored, types));
  }

  /** The file that has this mapping, and is the place to change it; null for none. */
  public String fileOf(String integration, TicketTypeDefinition type) {
    return files.fileOf(integration, type.name());
  }

  private Known known() {
    Known now = known;
    if (now == null) {
      throw new StoreUnavailableException(
          "the mappings have not been read from the database yet", null);
    }
    return now;
  }

  /**
   * The record that an assignment is to be.
   *
   * @throws UnmappableException naming the field that cannot be worded
   */
  public TicketFields draft(Claim unlinked) {
    Claim claim = links.linked(unlinked);
    Key key = new Key(claim.integration(), claim.ticketType().name());
    Known now = known();
    TicketFields draft = draft(claim, now.sent().get(key));
    InUse shadow = now.shadows().get(key);
    if (shadow != null) {
      compare(claim, draft, shadow);
    }
    return draft;
  }

  /** What a template sees of an assignment: maps by the names that mappings use. */
  public Map<String, Object> names(Claim claim) {
    return Model.of(
        links.linked(claim),
        Model.integration(integrations.named(claim.integration())),
        TicketFields.NONE);
  }

  private TicketFields draft(Claim claim, InUse mapping) {
    Map<String, Object> integration = Model.integration(integrations.named(claim.integration()));
    return mapping == null
        ? Mapping.draft(claim, integration, RenderBudget.ofRecord())
        : mapping.draft(claim, integration);
  }

  /** Names columns and no contents: those are for the preview. */
  private void compare(Claim claim, TicketFields draft, InUse shadow) {
    String found;
    try {
      TicketFields other = draft(claim, shadow);
      TreeSet<String> columns = new TreeSet<>(differing(draft.managed(), other.managed()));
      columns.addAll(differing(draft.onCreate(), other.onCreate()));
      columns.addAll(differing(draft.references(), other.references()));
      found = columns.isEmpty() ? "the same" : "other: " + String.join(", ", columns);
    } catch (UnmappableException e) {
      found = e.getMessage();
    }
    LOG.infof(
        "assignment %s · shadow mapping %d of %s/%s · %s",
        claim.id(),
        shadow.stored().version(),
        claim.integration(),
        claim.ticketType().name(),
        found);
  }

  private static TreeSet<String> differing(Map<String, ?> one, Map<String, ?> other) {
    TreeSet<String> differing = new TreeSet<>(one.keySet());
    differing.addAll(other.keySet());
    differing.removeIf(column -> Objects.equals(one.get(column), other.get(column)));
    return differing;
  }

  /** What is written at a turn of the ticket: the standard, and over it what the mapping says. */
  public Map<String, String> ending(Claim claim, Ending ending, Map<String, String> standard) {
    Map<String, String> fields = new LinkedHashMap<>(standard);
    fields.putAll(
        current(claim.integration(), claim.ticketType())
            .document()
            .endings()
            .getOrDefault(ending, Map.of()));
    return fields;
  }

  /** What a state of a ticket means on that instance. */
  public TicketState meaning(String integration, TicketTypeDefinition type, TicketState byLabel) {
    States said = current(integration, type).document().statesSaid();
    return byLabel.meaning(said.over(), said.onHold());
  }

  /** The version that tickets are worded by; version 0 where none was stored. */
  public StoredMapping current(String integration, TicketTypeDefinition type) {
    InUse sent = known().sent().get(new Key(integration, type.name()));
    return sent == null ? unstored(integration, type) : sent.stored();
  }

  private StoredMapping unstored(String integration, TicketTypeDefinition type) {
    boolean customized =
        integrations
            .settings(integration)
            .filter(settings -> settings.fieldMode().equals(Mode.CUSTOMIZED.word()))
            .isPresent();
    MappingDocument document =
        customized
            ? new MappingDocument(
                Mode.CUSTOMIZED, false, DefaultFields.of(type), null, null, null, null)
            : MappingDocument.DEFAULT;
    return new StoredMapping(integration, type.name(), 0, document, Map.of(), null, null);
  }

  /** Every version, newest first. */
  public List<StoredMapping> versions(String integration, TicketTypeDefinition type) {
    return rows.versions(integration, type.name());
  }

  /** What default mappings write, as fields of a customized one. */
  public Map<String, FieldMapping> defaults(TicketTypeDefinition type) {
    return DefaultFields.of(type);
  }

  /** What keeps a mapping from being used at all. */
  public List<MappingFault> complaints(MappingDocument document, TicketTypeDefinition type) {
    return MappingCheck.complaints(document, type);
  }

  /**
   * What the instance would ignore, cut or refuse.
   *
   * @param template from which tickets start; null for none
   */
  public List<MappingFault> complaints(
      MappingDocument document,
      TicketTypeDefinition type,
      Dictionary dictionary,
      SavedTemplate template) {
    return DictionaryCheck.complaints(document, type, dictionary, template);
  }

  /** What the instance would ignore or refuse of the default mapping. */
  public List<MappingFault> defaultComplaints(TicketTypeDefinition type, Dictionary dictionary) {
    return complaints(
        new MappingDocument(Mode.CUSTOMIZED, false, DefaultFields.of(type), null, null, null, null),
        type,
        dictionary,
        null);
  }

  /**
   * The users and groups that a version names and its instance does not have.
   *
   * @param ask whether the instance is asked, and not only what it said before is told
   */
  public List<String> unknownNames(StoredMapping mapping, boolean ask) {
    Integration integration = integrations.named(mapping.integration());
    List<Written> written = MappedNames.of(mapping.document());
    return ask ? names.asked(integration, written) : names.known(integration, written);
  }

  /**
   * Stores a version of a mapping that there are no complaints of.
   *
   * @param dictionary null when the instance did not tell how long its columns are
   */
  public StoredMapping put(
      String integration,
      TicketTypeDefinition type,
      MappingDocument document,
      Dictionary dictionary,
      String who) {
    Map<String, Integer> lengths = new LinkedHashMap<>();
    if (dictionary != null) {
      lengths.putAll(dictionary.lengths());
      lengths.keySet().retainAll(document.fields().keySet());
    }
    StoredMapping stored =
        rows.add(
            new StoredMapping(
                integration, type.name(), 0, document, lengths, who, clock.instant()));
    table.changed();
    return stored;
  }

  /** The columns that every new record of a kind has, whatever its recommendation and terms are. */
  Set<String> alwaysWritten(String integration, TicketTypeDefinition type) {
    InUse sent = known().sent().get(new Key(integration, type.name()));
    try {
      return filled(
          draft(Sample.barest(integration, type), sent),
          current(integration, type).document().fields());
    } catch (UnmappableException e) {
      // Nothing is written at all then: deliveries park and say why.
      return Set.of();
    }
  }

  /** What a draft fills by no condition. */
  static Set<String> filled(TicketFields barest, Map<String, FieldMapping> fields) {
    Map<String, String> record = new HashMap<>(barest.managed());
    record.putAll(barest.onCreate());
    record.values().removeIf(String::isEmpty);
    fields.forEach(
        (column, mapping) -> {
          if (!mapping.when().isEmpty()) {
            record.remove(column);
          }
        });
    return record.keySet();
  }
}
