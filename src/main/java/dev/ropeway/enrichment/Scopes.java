package dev.ropeway.enrichment;

import dev.ropeway.correlation.Candidate;
import dev.ropeway.integration.Integration;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.recommendation.Recommendation.Resource;
import dev.ropeway.store.InvalidSettingException;
import dev.ropeway.store.Json;
import dev.ropeway.store.Text;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Body;

/**
 * Where a recommendation's resource lies: in the paths it names, and in what configuration adds.
 */
@ApplicationScoped
@Named("scopes")
@RegisterForReflection // routes call it by name
public class Scopes {

  /** As many as openapi.yaml takes of a sender. */
  private static final int MAX_INHERITED = 10;

  private static final String INHERITED = "inheritedTags";

  /** Longest paths first: the nearest place comes first. */
  private final List<Place> places;

  /**
   * A place that configuration names.
   *
   * @param above paths of what it belongs to, with how many steps up they are
   */
  private record Place(String path, Map<String, String> tags, Map<String, Integer> above) {}

  public Scopes(ScopeSettings settings) {
    Map<String, ScopeSettings.Scope> byName = settings.byName();
    places =
        byName.entrySet().stream()
            .map(
                entry -> {
                  Map<String, Integer> above = new LinkedHashMap<>();
                  climb(entry.getKey(), byName, Set.of(entry.getKey()), 1, above);
                  return new Place(entry.getValue().path(), entry.getValue().tags(), above);
                })
            .sorted(Comparator.comparingInt((Place place) -> -place.path().length()))
            .toList();
  }

  private static void climb(
      String name,
      Map<String, ScopeSettings.Scope> byName,
      Set<String> below,
      int steps,
      Map<String, Integer> above) {
    for (String parent : byName.get(name).under().orElse(Set.of())) {
      String known = nameOf(parent, byName);
      if (known == null) {
        above.merge(parent, steps, Math::max);
        continue;
      }
      if (below.contains(known)) {
        throw new InvalidSettingException(
            "ropeway.scopes." + name + ".under", "leads back to " + known);
      }
      above.merge(byName.get(known).path(), steps, Math::max);
      Set<String> further = new LinkedHashSet<>(below);
      further.add(known);
      climb(known, byName, further, steps + 1, above);
    }
  }

  /** Parents can be told by the name or by the path of another place. */
  private static String nameOf(String parent, Map<String, ScopeSettings.Scope> byName) {
    if (byName.containsKey(parent)) {
      return parent;
    }
    return byName.entrySet().stream()
        .filter(entry -> entry.getValue().path().equalsIgnoreCase(parent))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(null);
  }

  /** The same proposals, with inherited tags where the event brought none. */
  public List<Candidate> enrich(List<Candidate> candidates) {
    return places.isEmpty() ? candidates : candidates.stream().map(this::enriched).toList();
  }

  /**
   * The same recommendation, as a map of the contract's names, with inherited tags where it has
   * none.
   */
  public Map<String, Object> addInheritedTags(@Body Map<String, Object> recommendation) {
    Object told = recommendation.get(INHERITED);
    if (places.isEmpty() || told instanceof List<?> tags && !tags.isEmpty()) {
      return recommendation;
    }
    Resource resource = Json.MAPPER.convertValue(recommendation.get("resource"), Resource.class);
    List<Map<String, String>> inherited =
        inheritedTags(Recommendation.of("", "").resource(resource).build());
    if (!inherited.isEmpty()) {
      recommendation.put(INHERITED, inherited);
    }
    return recommendation;
  }

  private Candidate enriched(Candidate candidate) {
    if (candidate.isRejected() || !candidate.recommendation().inheritedTags().isEmpty()) {
      return candidate;
    }
    List<Map<String, String>> inherited = inheritedTags(candidate.recommendation());
    return inherited.isEmpty()
        ? candidate
        : candidate.telling(candidate.recommendation().but().inheritedTags(inherited).build());
  }

  private List<Map<String, String>> inheritedTags(Recommendation recommendation) {
    Set<Place> nearestFirst = new LinkedHashSet<>();
    Map<String, Integer> above = new LinkedHashMap<>();
    for (Place place : places) {
      if (recommendation.liesUnder(place.path())) {
        nearestFirst.add(place);
        place.above().forEach((path, steps) -> above.merge(path, steps, Math::max));
      }
    }
    List<String> climbing = new ArrayList<>(above.keySet());
    climbing.sort(Comparator.comparing(above::get));
    for (String path : climbing) {
      places.stream()
          .filter(place -> place.path().equalsIgnoreCase(path))
          .forEach(nearestFirst::add);
    }
    return nearestFirst.stream()
        .map(Place::tags)
        .filter(tags -> !tags.isEmpty())
        .limit(MAX_INHERITED)
        .toList();
  }

  /**
   * Whether the recommendation's resource lies under a path, as it names it or as configuration
   * adds.
   */
  public boolean contain(String path, Recommendation recommendation) {
    return depth(path, recommendation).isPresent();
  }

  /**
   * Whether an integration is for the recommendation's resource: one without a scope is for all.
   */
  public boolean cover(Integration there, Recommendation recommendation) {
    return there.scope().isEmpty()
        || there.scope().stream().anyMatch(path -> contain(path, recommendation));
  }

  /**
   * How deep below everything a path lies on the way to the recommendation, less being broader
   * (B44); empty if the recommendation does not lie under it.
   */
  public OptionalInt depth(String path, Recommendation recommendation) {
    if (recommendation.liesUnder(path)) {
      return OptionalInt.of(segments(path));
    }
    return places.stream()
        .filter(place -> recommendation.liesUnder(place.path()))
        .flatMap(place -> place.above().entrySet().stream())
        .filter(above -> Recommendation.isUnder(above.getKey(), path))
        .mapToInt(above -> -above.getValue())
        .min();
  }

  /**
   * The same paths, and those of the places that configuration puts under one of them: what lies
   * under any of these is what they contain.
   */
  public Set<String> withPlacesBelow(Collection<String> paths) {
    return Stream.concat(
            paths.stream(),
            places.stream()
                .filter(
                    place ->
                        place.above().keySet().stream()
                            .anyMatch(
                                above ->
                                    paths.stream()
                                        .anyMatch(path -> Recommendation.isUnder(above, path))))
                .map(Place::path))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Whether something may lie both under one of some paths and under one of others. */
  public boolean overlap(Collection<String> some, Collection<String> others) {
    return anyUnder(some, others) || anyUnder(others, some);
  }

  private boolean anyUnder(Collection<String> paths, Collection<String> prefixes) {
    Set<String> above =
        prefixes.stream()
            .map(path -> Text.withoutEnding(path.toLowerCase(Locale.ROOT), '/'))
            .collect(Collectors.toSet());
    return paths.stream().flatMap(this::around).flatMap(Scopes::upwards).anyMatch(above::contains);
  }

  /** A path, and those that configuration puts it under. */
  private Stream<String> around(String path) {
    return Stream.concat(
        Stream.of(path),
        places.stream()
            .filter(place -> Recommendation.isUnder(path, place.path()))
            .flatMap(place -> place.above().keySet().stream()));
  }

  /** {@code /a/b}, {@code /a} and what is above them, in lower case. */
  private static Stream<String> upwards(String path) {
    String whole = Text.withoutEnding(path.toLowerCase(Locale.ROOT), '/');
    return Stream.iterate(
        whole,
        one -> one != null,
        one -> one.lastIndexOf('/') < 0 ? null : one.substring(0, one.lastIndexOf('/')));
  }

  private static int segments(String path) {
    return (int) List.of(path.split("/")).stream().filter(part -> !part.isEmpty()).count();
  }
}
