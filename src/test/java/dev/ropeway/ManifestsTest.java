package dev.ropeway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonMappingException;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressServiceBackend;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What would be applied to a cluster is what Kubernetes and Ropeway understand. Where there is no
 * kubectl the files are checked as they are written, and what needs rendering is skipped.
 */
class ManifestsTest {

  private static final Path BASE = Path.of("k8s/base");
  private static final Path DEV = Path.of("k8s/overlays/dev");
  private static final Path PROD = Path.of("k8s/overlays/prod");

  private static final String A_SECRET = "a-value-of-the-tests";
  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{(\\w+)}");
  private static final Pattern SECRET_KEY =
      Pattern.compile(
          "(?i).*(password|secrets?|token|credential|api-key)([._-].*)?|.*[._]key(\\..*)?");

  private static final Map<Path, Manifests> RENDERED = new ConcurrentHashMap<>();

  private static Manifests manifests(Path kustomization) throws IOException {
    return Manifests.canBeRendered() ? rendered(kustomization) : Manifests.written(kustomization);
  }

  private static Manifests rendered(Path kustomization) {
    assumeTrue(Manifests.canBeRendered(), "there is no kubectl to render with");
    return RENDERED.computeIfAbsent(kustomization, Manifests::rendered);
  }

  @Test
  void the_base_is_complete() throws IOException {
    Manifests base = manifests(BASE);

    assertThat(base.all(Deployment.class)).hasSize(1);
    assertThat(base.all(PodDisruptionBudget.class)).hasSize(1);
    assertThat(base.all(HorizontalPodAutoscaler.class)).hasSize(1);
    assertThat(base.all(NetworkPolicy.class)).hasSize(1);
    assertThat(base.all(ServiceMonitor.class)).hasSize(1);
    assertThat(base.all(PrometheusRule.class)).hasSize(1);
  }

  @Test
  void a_field_that_Kubernetes_does_not_know_is_noticed() {
    assertThatThrownBy(
            () ->
                Manifests.read(
                    """
                    apiVersion: v1
                    kind: Service
                    metadata: { name: x }
                    spec: { ports: [ { name: http, prot: 80 } ] }
                    """))
        .isInstanceOf(JsonMappingException.class)
        .hasMessageContaining("prot");
  }

  @Test
  void dev_is_one_replica_with_a_PostgreSQL_and_nothing_that_needs_an_operator() {
    Manifests dev = rendered(DEV);

    assertThat(dev.one(Deployment.class, "ropeway").getSpec().getReplicas()).isEqualTo(1);
    assertThat(dev.one(StatefulSet.class, "postgres").getSpec().getReplicas()).isEqualTo(1);
    assertThat(dev.objects())
        .noneMatch(object -> object.getApiVersion().startsWith("monitoring."))
        .noneMatch(PodDisruptionBudget.class::isInstance)
        .noneMatch(HorizontalPodAutoscaler.class::isInstance);
  }

  @Test
  void prod_is_three_replicas_without_a_PostgreSQL() {
    Manifests prod = rendered(PROD);

    assertThat(prod.one(HorizontalPodAutoscaler.class, "ropeway").getSpec().getMinReplicas())
        .isEqualTo(3);
    assertThat(prod.one(Deployment.class, "ropeway").getSpec().getReplicas()).isNull();
    assertThat(prod.all(StatefulSet.class)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"dev", "prod"})
  void everything_of_an_overlay_is_in_its_namespace(String overlay) {
    assertThat(rendered(Path.of("k8s/overlays", overlay)).objects())
        .isNotEmpty()
        .allSatisfy(object -> assertThat(object.getMetadata().getNamespace()).isEqualTo("ropeway"));
  }

  @Test
  void the_native_component_only_asks_for_less() throws IOException {
    Path overlay = Files.createDirectories(Path.of("target/k8s-native"));
    Files.writeString(
        overlay.resolve("kustomization.yaml"),
        "resources: [../../k8s/overlays/prod]\ncomponents: [../../k8s/components/native]\n");

    Container jvm = ropeway(rendered(PROD));
    Container small = new ContainerBuilder(ropeway(rendered(overlay))).build();

    assertThat(bytes(small.getResources().getRequests()))
        .isLessThan(bytes(jvm.getResources().getRequests()));
    assertThat(bytes(small.getResources().getLimits()))
        .isLessThan(bytes(jvm.getResources().getLimits()));
    small.setResources(jvm.getResources());
    assertThat(small).isEqualTo(jvm);
  }

  private static long bytes(Map<String, Quantity> resources) {
    return resources.get("memory").getNumericalAmount().longValue();
  }

  private static Container ropeway(Manifests manifests) {
    return container(manifests.one(Deployment.class, "ropeway").getSpec().getTemplate());
  }

  private static Container container(PodTemplateSpec template) {
    assertThat(template.getSpec().getContainers()).hasSize(1);
    return template.getSpec().getContainers().get(0);
  }

  private static Map<String, PodTemplateSpec> pods(Manifests manifests) {
    Map<String, PodTemplateSpec> pods = new HashMap<>();
    manifests
        .all(Deployment.class)
        .forEach(one -> pods.put(one.getMetadata().getName(), one.getSpec().getTemplate()));
    manifests
        .all(StatefulSet.class)
        .forEach(one -> pods.put(one.getMetadata().getName(), one.getSpec().getTemplate()));
    assertThat(pods).isNotEmpty();
    return pods;
  }

  @ParameterizedTest
  @ValueSource(strings = {"base", "overlays/dev", "overlays/prod"})
  void nothing_runs_as_root_or_writes_where_it_should_not(String folder) throws IOException {
    assertThat(pods(manifests(Path.of("k8s", folder))))
        .allSatisfy(
            (name, pod) -> {
              PodSpec spec = pod.getSpec();
              assertThat(spec.getAutomountServiceAccountToken()).as(name).isFalse();
              assertThat(spec.getSecurityContext().getRunAsNonRoot()).as(name).isTrue();
              assertThat(spec.getSecurityContext().getRunAsUser()).as(name).isPositive();
              assertThat(spec.getSecurityContext().getSeccompProfile().getType())
                  .isEqualTo("RuntimeDefault");
              assertThat(spec.getHostNetwork()).isNull();
              assertThat(spec.getVolumes()).allMatch(volume -> volume.getHostPath() == null);
              assertThat(spec.getInitContainers()).isEmpty();
              var security = container(pod).getSecurityContext();
              assertThat(security.getReadOnlyRootFilesystem()).as(name).isTrue();
              assertThat(security.getAllowPrivilegeEscalation()).as(name).isFalse();
              assertThat(security.getPrivileged()).as(name).isNull();
              assertThat(security.getRunAsUser()).as(name).isNull();
              assertThat(security.getCapabilities().getDrop()).containsExactly("ALL");
              assertThat(security.getCapabilities().getAdd()).isEmpty();
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"base", "overlays/dev", "overlays/prod"})
  void images_have_an_exact_tag_and_containers_their_requests(String folder) throws IOException {
    assertThat(pods(manifests(Path.of("k8s", folder))))
        .allSatisfy(
            (name, pod) -> {
              Container container = container(pod);
              assertThat(container.getImage()).matches("[^:@]+:\\d[\\w.-]*(@sha256:[0-9a-f]{64})?");
              assertThat(container.getResources().getRequests()).containsKeys("cpu", "memory");
              assertThat(container.getResources().getLimits()).containsKey("memory");
            });
  }

  @Test
  void ports_are_those_of_the_application() throws IOException {
    Properties shipped = properties(Path.of("src/main/resources/application.properties"));
    Properties example = new Properties();
    example.load(
        new java.io.StringReader(
            Files.readString(Path.of("application.properties.example"))
                .replaceAll("(?m)^#(?=quarkus\\.(http|management)\\.port=)", "")));
    Map<String, Integer> ports =
        ropeway(manifests(BASE)).getPorts().stream()
            .collect(Collectors.toMap(ContainerPort::getName, ContainerPort::getContainerPort));

    assertThat(ports)
        .isEqualTo(
            Map.of(
                "http", Integer.valueOf(example.getProperty("quarkus.http.port")),
                "management", Integer.valueOf(shipped.getProperty("quarkus.management.port"))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"base", "overlays/dev", "overlays/prod"})
  void selectors_mean_what_is_there(String folder) throws IOException {
    Manifests manifests = manifests(Path.of("k8s", folder));
    Map<String, PodTemplateSpec> pods = pods(manifests);

    for (Deployment one : manifests.all(Deployment.class)) {
      assertSelects(one.getSpec().getSelector(), one.getSpec().getTemplate());
    }
    for (StatefulSet one : manifests.all(StatefulSet.class)) {
      assertSelects(one.getSpec().getSelector(), one.getSpec().getTemplate());
      assertThat(manifests.one(Service.class, one.getSpec().getServiceName())).isNotNull();
    }
    for (PodDisruptionBudget one : manifests.all(PodDisruptionBudget.class)) {
      assertSelects(one.getSpec().getSelector(), pods.get(one.getMetadata().getName()));
    }
    for (NetworkPolicy one : manifests.all(NetworkPolicy.class)) {
      PodTemplateSpec pod = pods.get(one.getMetadata().getName());
      assertSelects(one.getSpec().getPodSelector(), pod);
      one.getSpec().getIngress().stream()
          .flatMap(rule -> rule.getPorts().stream())
          .forEach(port -> assertThat(portNames(pod)).contains(port.getPort().getStrVal()));
    }
    for (Service one : manifests.all(Service.class)) {
      PodTemplateSpec pod = pods.get(one.getMetadata().getName());
      assertThat(pod.getMetadata().getLabels()).containsAllEntriesOf(one.getSpec().getSelector());
      one.getSpec()
          .getPorts()
          .forEach(port -> assertThat(portNames(pod)).contains(port.getTargetPort().getStrVal()));
    }
    for (HorizontalPodAutoscaler one : manifests.all(HorizontalPodAutoscaler.class)) {
      assertThat(manifests.one(Deployment.class, one.getSpec().getScaleTargetRef().getName()))
          .isNotNull();
    }
    for (ServiceMonitor one : manifests.all(ServiceMonitor.class)) {
      Service service = manifests.one(Service.class, "ropeway");
      assertThat(service.getMetadata().getLabels())
          .containsAllEntriesOf(one.getSpec().getSelector().getMatchLabels());
      one.getSpec()
          .getEndpoints()
          .forEach(endpoint -> assertThat(servicePorts(service)).contains(endpoint.getPort()));
    }
    for (Ingress one : manifests.all(Ingress.class)) {
      IngressServiceBackend backend =
          one.getSpec().getRules().get(0).getHttp().getPaths().get(0).getBackend().getService();
      assertThat(servicePorts(manifests.one(Service.class, backend.getName())))
          .contains(backend.getPort().getName());
    }
  }

  private static void assertSelects(LabelSelector selector, PodTemplateSpec pod) {
    assertThat(selector.getMatchLabels()).isNotEmpty();
    assertThat(pod.getMetadata().getLabels()).containsAllEntriesOf(selector.getMatchLabels());
  }

  private static List<String> portNames(PodTemplateSpec pod) {
    return container(pod).getPorts().stream().map(ContainerPort::getName).toList();
  }

  private static List<String> servicePorts(Service service) {
    return service.getSpec().getPorts().stream().map(ServicePort::getName).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"dev", "prod"})
  void what_a_pod_refers_to_is_there_or_documented(String overlay) throws IOException {
    Manifests manifests = rendered(Path.of("k8s/overlays", overlay));
    List<String> configMaps =
        manifests.all(ConfigMap.class).stream().map(one -> one.getMetadata().getName()).toList();
    String documentation = Files.readString(Path.of("docs/kubernetes.md"));
    Set<String> secretKeys = secretKeys(Path.of("k8s/overlays", overlay));

    assertThat(pods(manifests))
        .allSatisfy(
            (name, pod) -> {
              assertThat(pod.getSpec().getVolumes())
                  .filteredOn(volume -> volume.getConfigMap() != null)
                  .allMatch(volume -> configMaps.contains(volume.getConfigMap().getName()));
              container(pod)
                  .getEnvFrom()
                  .forEach(
                      from ->
                          assertThat(documentation)
                              .contains("secret generic " + from.getSecretRef().getName()));
              container(pod).getEnv().stream()
                  .filter(variable -> variable.getValueFrom() != null)
                  .map(variable -> variable.getValueFrom().getSecretKeyRef())
                  .forEach(
                      secret -> {
                        assertThat(documentation).contains("secret generic " + secret.getName());
                        assertThat(secretKeys).contains(secret.getKey());
                      });
            });
    manifests
        .all(Ingress.class)
        .forEach(
            ingress ->
                ingress
                    .getSpec()
                    .getTls()
                    .forEach(tls -> assertThat(documentation).contains(tls.getSecretName())));
  }

  @ParameterizedTest
  @ValueSource(strings = {"base", "overlays/dev", "overlays/prod"})
  void no_secret_stands_in_a_manifest(String folder) throws IOException {
    assertThat(manifests(Path.of("k8s", folder)).objects())
        .noneMatch(object -> object.getKind().equals("Secret"));
    assertThat(pods(manifests(Path.of("k8s", folder))))
        .allSatisfy(
            (name, pod) ->
                assertThat(container(pod).getEnv())
                    .filteredOn(variable -> variable.getValue() != null)
                    .extracting(EnvVar::getName)
                    .noneMatch(variable -> variable.matches(".*(PASSWORD|SECRET|TOKEN|KEY).*")));
    properties(Path.of("k8s", folder, "config/application.properties"))
        .forEach(
            (key, value) -> {
              if (SECRET_KEY.matcher(key.toString()).matches()) {
                assertThat(value.toString()).as(key.toString()).matches(PLACEHOLDER);
              }
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"base", "overlays/dev", "overlays/prod"})
  void the_configuration_is_valid_and_knows_only_keys_that_there_are(String folder)
      throws IOException {
    Map<String, String> values = new HashMap<>();
    properties(Path.of("k8s", folder, "config/application.properties"))
        .forEach((key, value) -> values.put(key.toString(), value.toString()));
    String example = Files.readString(Path.of("application.properties.example"));

    assertThat(values.keySet().stream().filter(key -> !key.startsWith("ropeway.")))
        .isNotEmpty()
        .allSatisfy(
            key -> assertThat(example).containsPattern("(?m)^#?" + Pattern.quote(key) + "="));
    SmallRyeConfigBuilder builder =
        new SmallRyeConfigBuilder().addDiscoveredConverters().addDefaultInterceptors();
    ExampleConfigurationTest.SETTINGS.forEach(builder::withMapping);
    values.putAll(placeholders(values));
    // Throws on a key that no settings know.
    SmallRyeConfig config =
        builder.withSources(new PropertiesConfigSource(values, folder, 100)).build();
    assertThat(config.getValue("ropeway.api.keys.owner.key", String.class)).isEqualTo(A_SECRET);
  }

  private static Map<String, String> placeholders(Map<String, String> values) {
    return names(values.values().stream())
        .collect(Collectors.toMap(name -> name, name -> A_SECRET));
  }

  private static Stream<String> names(Stream<String> values) {
    return values
        .flatMap(
            value -> PLACEHOLDER.matcher(value).results().map((MatchResult one) -> one.group(1)))
        .distinct();
  }

  @Test
  void every_environment_variable_is_a_key() throws IOException {
    String example = Files.readString(Path.of("application.properties.example"));
    Set<String> known =
        Pattern.compile("(?m)^#?([a-z][\\w.\"-]*)=")
            .matcher(example)
            .results()
            .map(one -> one.group(1).toUpperCase(java.util.Locale.ROOT).replaceAll("\\W", "_"))
            .collect(Collectors.toSet());

    assertThat(ropeway(manifests(BASE)).getEnv())
        .isNotEmpty()
        .allSatisfy(variable -> assertThat(known).contains(variable.getName()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"dev", "prod"})
  void the_secret_to_fill_in_has_what_the_configuration_asks_for_and_nothing_else(String overlay)
      throws IOException {
    Path folder = Path.of("k8s/overlays", overlay);
    Properties config = properties(folder.resolve("config/application.properties"));

    assertThat(secretKeys(folder))
        .isEqualTo(
            names(config.values().stream().map(Object::toString))
                .collect(Collectors.toCollection(TreeSet::new)));
  }

  private static Set<String> secretKeys(Path overlay) throws IOException {
    return new TreeSet<>(properties(overlay.resolve("secret.env.example")).stringPropertyNames());
  }

  private static Properties properties(Path file) throws IOException {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    }
    return properties;
  }

  @ParameterizedTest
  @ValueSource(strings = {"base", "overlays/dev", "overlays/prod"})
  void volumes_are_mounted_where_the_program_looks(String folder) throws IOException {
    Container container = ropeway(manifests(Path.of("k8s", folder)));
    Map<String, String> mounts =
        container.getVolumeMounts().stream()
            .collect(Collectors.toMap(mount -> mount.getMountPath(), mount -> mount.getName()));

    assertThat(mounts)
        .containsEntry(container.getWorkingDir() + "/config", "config")
        .containsEntry(container.getEnv().get(0).getValue(), "routes");
  }
}
