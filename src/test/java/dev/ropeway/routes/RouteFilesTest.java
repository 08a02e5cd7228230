package dev.ropeway.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ropeway.routes.RouteFiles.RouteFile;
import dev.ropeway.store.InvalidSettingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteFilesTest {

  @TempDir Path dir;

  private static List<RouteFile> chosen(String dir) {
    return new RouteFiles(() -> Optional.ofNullable(dir)).chosen();
  }

  @Test
  void every_shipped_file_is_named() throws IOException {
    Path folder = Path.of("src/main/resources/routes");
    try (Stream<Path> files = Files.walk(folder).filter(Files::isRegularFile)) {
      assertThat(files.map(file -> folder.relativize(file).toString().replace(".camel.yaml", "")))
          .containsExactlyInAnyOrderElementsOf(RouteFiles.SHIPPED);
    }
  }

  @Test
  void a_mounted_file_replaces_the_shipped_one_of_its_name_and_others_are_added()
      throws IOException {
    Files.createFile(dir.resolve("sync-tickets.camel.yaml"));
    Files.createFile(dir.resolve("tell-the-team.camel.yaml"));
    Files.createFile(dir.resolve("notes.txt"));

    assertThat(chosen(dir.toString()))
        .extracting(RouteFile::uri)
        .hasSize(RouteFiles.SHIPPED.size() + 1)
        .contains(
            "file:" + dir.resolve("sync-tickets.camel.yaml"),
            "file:" + dir.resolve("tell-the-team.camel.yaml"),
            "classpath:routes/deliver-assignment.camel.yaml")
        .doesNotContain("classpath:routes/sync-tickets.camel.yaml");
  }

  @Test
  void a_folder_that_is_not_there_stops_the_start() {
    assertThatThrownBy(() -> chosen(dir.resolve("nowhere").toString()))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("ropeway.routes.dir");
  }

  @ParameterizedTest
  @CsvSource({
    "mine.yaml, mine.camel.yaml",
    "mine.yml, mine.camel.yaml",
    "mine.camel.yml, mine.camel.yaml",
    "mine.camel.YAML, mine.camel.yaml",
    "mine.camel.yaml,",
    "mine.yaml.old,",
    "notes.txt,"
  })
  void a_file_that_looks_like_routes_is_told_what_it_should_be_called(String name, String proper) {
    assertThat(RouteFiles.properName(name)).isEqualTo(Optional.ofNullable(proper));
  }
}
