package dev.ropeway;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The objects of a kustomization, read as strictly as Kubernetes' own types allow. */
record Manifests(List<HasMetadata> objects) {

  private static final Map<String, Class<? extends HasMetadata>> KINDS =
      Stream.of(
              ConfigMap.class,
              Deployment.class,
              HorizontalPodAutoscaler.class,
              Ingress.class,
              NetworkPolicy.class,
              PodDisruptionBudget.class,
              PrometheusRule.class,
              Service.class,
              ServiceAccount.class,
              ServiceMonitor.class,
              StatefulSet.class)
          .collect(Collectors.toMap(HasMetadata::getKind, Function.identity()));

  private static final JsonMapper STRICT =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .annotationIntrospector(new NoOtherFields())
          .build();

  /** The models keep fields that they do not know; here these are mistakes. */
  private static final class NoOtherFields extends JacksonAnnotationIntrospector {
    private static final long serialVersionUID = 1;

    @Override
    public Boolean hasAnySetter(Annotated annotated) {
      return false;
    }
  }

  /** What {@code kubectl apply -k} would send. */
  static Manifests rendered(Path kustomization) {
    try {
      return read(kubectl("kustomize", kustomization.toString()));
    } catch (IOException e) {
      throw new AssertionError(kustomization + " is not what Kubernetes takes: " + e, e);
    }
  }

  private static String kubectl(String... arguments) throws IOException {
    Process kubectl =
        new ProcessBuilder(Stream.concat(Stream.of("kubectl"), Stream.of(arguments)).toList())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String output = new String(kubectl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (kubectl.waitFor() != 0) {
        throw new AssertionError("kubectl refused " + List.of(arguments));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
    return output;
  }

  /** Whether this machine can render. */
  static boolean canBeRendered() {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "kubectl")));
  }

  /** The objects that a kustomization and those under it name, as they stand in their files. */
  static Manifests written(Path kustomization) throws IOException {
    List<HasMetadata> objects = new ArrayList<>();
    JsonNode file = new YAMLMapper().readTree(kustomization.resolve("kustomization.yaml").toFile());
    for (JsonNode resource : file.path("resources")) {
      Path path = kustomization.resolve(resource.asText());
      objects.addAll(
          Files.isDirectory(path) ? written(path).objects : read(Files.readString(path)).objects);
    }
    return new Manifests(objects);
  }

  static Manifests read(String yaml) throws IOException {
    List<HasMetadata> objects = new ArrayList<>();
    for (JsonNode object :
        new YAMLMapper().readerFor(JsonNode.class).<JsonNode>readValues(yaml).readAll()) {
      objects.add(object(object));
    }
    return new Manifests(objects);
  }

  private static HasMetadata object(JsonNode json) throws IOException {
    Class<? extends HasMetadata> kind = KINDS.get(json.path("kind").asText());
    if (kind == null) {
      throw new AssertionError("nobody here knows a " + json.path("kind"));
    }
    if (!HasMetadata.getApiVersion(kind).equals(json.path("apiVersion").asText())) {
      throw new AssertionError(
          kind.getSimpleName() + " is not of version " + json.path("apiVersion"));
    }
    return STRICT.treeToValue(json, kind);
  }

  <T extends HasMetadata> List<T> all(Class<T> kind) {
    return objects.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  <T extends HasMetadata> T one(Class<T> kind, String name) {
    return all(kind).stream()
        .filter(object -> object.getMetadata().getName().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + kind.getSimpleName() + " " + name));
  }
}
