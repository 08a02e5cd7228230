package dev.ropeway.intake;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ropeway.correlation.Candidate;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the events of one source. Pure, and never throws on foreign input: what it does not
 * understand becomes a rejected proposal with a JSON pointer.
 */
public interface EventReader {

  /** The {@code {source}} of {@code POST /events/{source}}. */
  String source();

  /** The {@code source} that its recommendations have; none where what it unwraps names its own. */
  default Set<String> senders() {
    return Set.of(source());
  }

  /** Reads one item of a request: a recommendation for each that it tells of, never none. */
  List<Candidate> read(JsonNode item);

  /** Reads a whole request; sources that are more than items of JSON read it their own way. */
  default Reading read(Post post) {
    return Reading.of(post.candidates(this::read));
  }

  /** Whether a request is of a media type that the source sends; others are a 415. */
  default boolean takes(Post post) {
    return post.isJson();
  }

  /** What a request must hold to be believed to come from the source; empty when nothing. */
  default Optional<Proof> proof() {
    return Optional.empty();
  }

  /** Whether events of this CloudEvents or Event Grid type carry an item of this source. */
  default boolean carries(String type) {
    return false;
  }

  /**
   * Whether events of this type are items of this source with their envelope: what they carry does
   * not say enough.
   */
  default boolean owns(String type) {
    return false;
  }
}
