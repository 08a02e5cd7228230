package dev.ropeway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ropeway.packaged.Floors;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What we build and test with is not older than what is mended; ArtifactIT asks what is shipped.
 */
class FloorsTest {

  @Test
  void no_library_is_below_its_floor() throws Exception {
    List<Floors.Library> libraries =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .map(Path::of)
            .flatMap(Floors.Library::inRepository)
            .toList();

    assertThat(Floors.ofPom().missedBy(libraries)).isEmpty();
  }

  @Test
  void what_is_older_is_named() throws Exception {
    List<Floors.Library> libraries =
        Floors.Library.packaged(Path.of("lib/main/org.postgresql.postgresql-42.7.9.jar")).toList();

    assertThat(Floors.ofPom().missedBy(libraries))
        .anyMatch(missed -> missed.startsWith("org.postgresql.postgresql 42.7.9 is below 42.7."))
        .contains("org.jsoup:jsoup is not there");
  }
}
