package dev.ropeway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Images hold what was named, run as nobody in particular and need no shell. */
class DockerfilesTest {

  private static final Pattern PINNED = Pattern.compile("[\\w./-]+:[\\w.-]+@sha256:[0-9a-f]{64}");

  /** A Dockerfile's instructions in order, continued lines joined. */
  private record Instruction(String word, String arguments) {}

  private static List<Instruction> read(String name) throws IOException {
    String text =
        Files.readString(Path.of("src/main/docker", name))
            .replaceAll("(?m)^#.*\n", "")
            .replaceAll("\\\\\n\\s*", " ");
    return text.lines()
        .filter(line -> !line.isBlank())
        .map(line -> line.split("\\s+", 2))
        .map(parts -> new Instruction(parts[0], parts[1]))
        .toList();
  }

  /** What the image that is run is made by: the last stage. */
  private static List<Instruction> last(List<Instruction> file) {
    int from = file.stream().map(Instruction::word).toList().lastIndexOf("FROM");
    return file.subList(from, file.size());
  }

  private static String one(List<Instruction> stage, String word) {
    List<Instruction> found = stage.stream().filter(one -> one.word().equals(word)).toList();
    assertThat(found).as(word).hasSize(1);
    return found.get(0).arguments();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Dockerfile.jvm", "Dockerfile.native"})
  void base_images_are_pinned_by_tag_and_digest(String name) throws IOException {
    List<String> stages = new ArrayList<>();
    for (Instruction one : read(name)) {
      if (one.word().equals("FROM")) {
        String[] words = one.arguments().split("\\s+");
        assertThat(words[0])
            .satisfiesAnyOf(
                image -> assertThat(image).matches(PINNED),
                image -> assertThat(stages).contains(image));
        stages.add(words[words.length - 1]);
      }
    }
    assertThat(stages).isNotEmpty();
  }

  @Test
  void tests_and_benchmarks_start_it_as_the_image_does() throws IOException {
    String options = one(read("Dockerfile.jvm"), "ENV").split("\"")[1];

    assertThat(Path.of("pom.xml"))
        .content()
        .contains("<ropeway.java-options>" + options + "</ropeway.java-options>");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Dockerfile.jvm", "Dockerfile.native"})
  void it_runs_as_the_user_of_the_manifests_without_a_shell(String name) throws IOException {
    List<Instruction> stage = last(read(name));
    var pod = Manifests.read(Files.readString(Path.of("k8s/base/deployment.yaml")));
    var deployment = pod.one(io.fabric8.kubernetes.api.model.apps.Deployment.class, "ropeway");
    var security = deployment.getSpec().getTemplate().getSpec().getSecurityContext();

    assertThat(one(stage, "USER"))
        .isEqualTo(security.getRunAsUser() + ":" + security.getRunAsGroup());
    assertThat(new ObjectMapper().readValue(one(stage, "ENTRYPOINT"), String[].class))
        .isNotEmpty()
        .doesNotContain("sh", "/bin/sh", "bash");
    assertThat(stage).noneMatch(instruction -> instruction.word().equals("RUN"));
    assertThat(one(stage, "WORKDIR"))
        .isEqualTo(
            deployment.getSpec().getTemplate().getSpec().getContainers().get(0).getWorkingDir());
  }

  @ParameterizedTest
  @ValueSource(strings = {"Dockerfile.jvm", "Dockerfile.native"})
  void it_exposes_the_ports_of_the_application(String name) throws IOException {
    Properties shipped = new Properties();
    try (Reader reader =
        Files.newBufferedReader(Path.of("src/main/resources/application.properties"))) {
      shipped.load(reader);
    }

    assertThat(Arrays.asList(one(last(read(name)), "EXPOSE").split("\\s+")))
        .containsExactly(
            shipped.getProperty("quarkus.http.port", "8080"),
            shipped.getProperty("quarkus.management.port"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Dockerfile.jvm", "Dockerfile.native"})
  void what_it_copies_is_made_by_the_build(String name) throws IOException {
    assertThat(read(name).stream().filter(one -> one.word().equals("COPY")))
        .isNotEmpty()
        .allSatisfy(
            one ->
                assertThat(one.arguments())
                    .matches(
                        "--from=(training|libraries) .*"
                            + "|(--chmod=555 )?target/(quarkus-app/|ropeway-\\*-runner) /ropeway/.*"));
  }
}
