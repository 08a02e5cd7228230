package dev.ropeway.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.ropeway.api.Bodies;
import dev.ropeway.api.Callers;
import dev.ropeway.api.Contract;
import dev.ropeway.api.Problem;
import dev.ropeway.api.Problem.FieldError;
import dev.ropeway.api.ProblemException;
import dev.ropeway.assignment.Page;
import dev.ropeway.integration.Integration;
import dev.ropeway.integration.Integrations;
import dev.ropeway.mapping.Dictionaries;
import dev.ropeway.mapping.Dictionaries.HiddenDictionaryException;
import dev.ropeway.mapping.Dictionary;
import dev.ropeway.mapping.MappingDocument;
import dev.ropeway.mapping.MappingFault;
import dev.ropeway.mapping.Mappings;
import dev.ropeway.mapping.Preview;
import dev.ropeway.mapping.SavedTemplate;
import dev.ropeway.mapping.SavedTemplates;
import dev.ropeway.mapping.StoredMapping;
import dev.ropeway.mapping.UnmappableException;
import dev.ropeway.servicenow.Fault;
import dev.ropeway.servicenow.Table;
import dev.ropeway.store.Json;
import dev.ropeway.store.JsonFlaw;
import dev.ropeway.tickettype.TicketType;
import dev.ropeway.tickettype.TicketTypeDefinition;
import dev.ropeway.tickettype.TicketTypes;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.apache.camel.Headers;

/** The steps of the routes by which engineers word tickets. */
@ApplicationScoped
@Named("mappingResource")
@RegisterForReflection // routes call it by name
public class MappingResource {

  private static final int SHOWN = 100;

  private final Mappings mappings;
  private final Dictionaries dictionaries;
  private final SavedTemplates templates;
  private final Integrations integrations;
  private final TicketTypes types;
  private final PreviewRequests previews;
  private final Contract contract = new Contract("Mapping");

  MappingResource(
      Mappings mappings,
      Dictionaries dictionaries,
      SavedTemplates templates,
      Integrations integrations,
      TicketTypes types,
      PreviewRequests previews) {
    this.mappings = mappings;
    this.dictionaries = dictionaries;
    this.templates = templates;
    this.integrations = integrations;
    this.types = types;
    this.previews = previews;
  }

  /** The version that tickets are worded by, or the one that is asked for. */
  public MappingView show(
      @Header("name") String name,
      @Header("ticketType") String ticketType,
      @Header("version") String version) {
    TicketTypeDefinition type = place(name, ticketType);
    StoredMapping shown =
        version == null ? mappings.current(name, type) : stored(name, type, version);
    return view(shown, false);
  }

  private MappingView view(StoredMapping stored, boolean ask) {
    return MappingView.of(
        stored,
        isActive(stored),
        mappings.defaults(types.of(stored.ticketType())),
        mappings.unknownNames(stored, ask));
  }

  private boolean isActive(StoredMapping stored) {
    return mappings.current(stored.integration(), types.of(stored.ticketType())).version()
        == stored.version();
  }

  private StoredMapping stored(String name, TicketTypeDefinition type, String version) {
    return mappings.versions(name, type).stream()
        .filter(one -> String.valueOf(one.version()).equals(version))
        .findFirst()
        .orElseThrow(
            () -> ProblemException.notFound("this mapping has no version \"" + version + "\""));
  }

  public Page<MappingView.Version> versions(
      @Header("name") String name, @Header("ticketType") String ticketType) {
    TicketTypeDefinition type = place(name, ticketType);
    return new Page<>(
        mappings.versions(name, type).stream()
            .map(one -> MappingView.Version.of(one, isActive(one)))
            .toList(),
        null);
  }

  public Dictionary fields(
      @Header("name") String name,
      @Header("ticketType") String ticketType,
      @Header("refresh") String refresh) {
    TicketTypeDefinition type = place(name, ticketType);
    return dictionary(name, type, Query.isTrue("refresh", refresh), "try again later");
  }

  /** Stores a version that the instance will take as it is, or one that is wanted all the same. */
  public MappingView put(
      @Header("name") String name,
      @Header("ticketType") String ticketType,
      @Header("force") String force,
      @Body byte[] body,
      @Headers Map<String, Object> headers) {
    TicketTypeDefinition type = place(name, ticketType);
    String file = mappings.fileOf(name, type);
    if (file != null) {
      throw ProblemException.conflict(
          "this mapping comes from the file " + file + " in ropeway.mappings.dir: change it there");
    }
    MappingDocument document = document(Bodies.cleaned(Bodies.document(body)), "");
    List<MappingFault> faults = mappings.complaints(document, type);
    boolean forced = Query.isTrue("force", force);
    Dictionary dictionary = null;
    List<MappingFault> complaints = List.of();
    try {
      dictionary = dictionary(name, type, false, "store the mapping later, or with ?force=true");
      complaints = complaints(name, type, document, dictionary);
    } catch (ProblemException e) {
      if (!forced && faults.isEmpty()) {
        throw e;
      }
      complaints = List.of(new MappingFault("", e.problem().detail()));
    }
    if (!faults.isEmpty()) {
      // All at once: who mends these should not meet the next ones afterwards.
      refuse(Stream.concat(faults.stream(), complaints.stream()).toList(), "");
    }
    if (!forced) {
      refuse(complaints, "; ?force=true stores it anyway");
    }
    StoredMapping stored = mappings.put(name, type, document, dictionary, Callers.name(headers));
    return view(stored, true)
        .with(complaints.stream().map(MappingFault::detail).limit(SHOWN).toList());
  }

  private List<MappingFault> complaints(
      String name, TicketTypeDefinition type, MappingDocument document, Dictionary dictionary) {
    if (document.template() == null) {
      return mappings.complaints(document, type, dictionary, null);
    }
    SavedTemplate template = null;
    List<MappingFault> complaints = new ArrayList<>();
    try {
      template = template(integrations.named(name), type, document.template());
    } catch (UnmappableException e) {
      complaints.add(new MappingFault("/template", e.getMessage()));
    }
    complaints.addAll(mappings.complaints(document, type, dictionary, template));
    return complaints;
  }

  /** One that is not cached may be new on the instance. */
  private SavedTemplate template(
      Integration integration, TicketTypeDefinition type, String template) {
    Table table = Table.of(type);
    if (!templates.has(integration, table, template)) {
      asked(
          integration.name(),
          "saved templates",
          "store the mapping later, or with ?force=true",
          () -> templates.read(integration, table));
    }
    return templates.named(integration, table, template);
  }

  private static void refuse(List<MappingFault> complaints, String wayOut) {
    if (!complaints.isEmpty()) {
      throw new ProblemException(
          Problem.of(
              422,
              "the mapping has %s: %s%s"
                  .formatted(
                      complaints.size() == 1
                          ? "an error"
                          : complaints.size() + " errors, the first",
                      complaints.get(0).detail(),
                      wayOut),
              complaints.stream()
                  .limit(SHOWN)
                  .map(one -> new FieldError(one.pointer(), one.detail()))
                  .toList()));
    }
  }

  /** What a mapping that may not be stored yet would write. */
  public Page<Preview> preview(
      @Header("name") String name, @Header("ticketType") String ticketType, @Body byte[] body) {
    TicketTypeDefinition type = place(name, ticketType);
    JsonNode request = previews.checked(body);
    StoredMapping mapping = mappings.current(name, type);
    if (request.has("mapping")) {
      MappingDocument document = document(request.get("mapping"), "/mapping");
      refuse(mappings.complaints(document, type), "");
      mapping = new StoredMapping(name, type.name(), 0, document, lengths(name, type), null, null);
    } else if (request.has("version")) {
      mapping = stored(name, type, request.get("version").asText());
    }
    return new Page<>(previews.of(request, mapping), null);
  }

  /** An instance that does not tell keeps nobody from a preview. */
  private Map<String, Integer> lengths(String name, TicketTypeDefinition type) {
    try {
      return dictionary(name, type, false, "").lengths();
    } catch (ProblemException e) {
      return Map.of();
    }
  }

  private Dictionary dictionary(
      String name, TicketTypeDefinition type, boolean anew, String wayOut) {
    Integration integration = integrations.named(name);
    if (!integration.enabled()) {
      throw ProblemException.conflict(
          "the fields cannot be read while " + name + " is disabled: " + wayOut);
    }
    return asked(name, "fields", wayOut, () -> dictionaries.of(integration, Table.of(type), anew));
  }

  private static <T> T asked(String name, String what, String wayOut, Supplier<T> question) {
    try {
      return question.get();
    } catch (HiddenDictionaryException e) {
      throw ProblemException.conflict(e.getMessage() + ": " + wayOut);
    } catch (RuntimeException e) {
      Fault fault = Fault.of(e);
      if (fault.kind() == Fault.Kind.OURS) {
        throw e;
      }
      throw new ProblemException(
          Problem.of(
              503,
              "the %s of %s cannot be read (%s): %s".formatted(what, name, fault.said(), wayOut)));
    }
  }

  private MappingDocument document(JsonNode json, String at) {
    contract.require(json, at);
    try {
      return Json.MAPPER.treeToValue(json, MappingDocument.class);
    } catch (JsonProcessingException e) {
      throw ProblemException.badField(at, JsonFlaw.of(e));
    }
  }

  private TicketTypeDefinition place(String name, String ticketType) {
    if (integrations.find(name).isEmpty()) {
      throw ProblemException.notFound("no integration is called \"" + name + "\"");
    }
    try {
      return types.of(TicketType.of(ticketType));
    } catch (IllegalArgumentException e) {
      throw ProblemException.notFound("the ticket type " + e.getMessage());
    }
  }
}
