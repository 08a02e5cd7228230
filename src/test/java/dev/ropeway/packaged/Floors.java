package dev.ropeway.packaged;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;

/** Which libraries may not be older than what pom.xml says of them (docs/decisions/0028). */
public final class Floors {

  /** Each library, and the property of pom.xml that says how old it may be. */
  private static final Map<String, String> FLOORS =
      Map.ofEntries(
          Map.entry("com.aayushatharva.brotli4j:.+", "brotli.version"),
          Map.entry("org.apache.cxf:.+", "cxf.version"),
          Map.entry("com.fasterxml.jackson.+:jackson-(?!annotations).+", "jackson.version"),
          Map.entry(
              "com.fasterxml.jackson.core:jackson-annotations", "jackson-annotations.version"),
          Map.entry("org.jsoup:jsoup", "jsoup.version"),
          Map.entry("org.apache.kafka:.+", "kafka.version"),
          Map.entry("(at.yawk|org).lz4:lz4-java", "lz4.version"),
          Map.entry("io.netty:netty-(?!tcnative).+", "netty.version"),
          Map.entry("org.postgresql:postgresql", "postgresql.version"),
          Map.entry("io.vertx:vertx-(core|uri-template)", "vertx.version"),
          Map.entry("io.vertx:vertx-(auth|bridge|web)-?.*", "vertx-web.version"),
          Map.entry("io.vertx:vertx-(codegen|grpc)-?.*", "vertx-grpc.version"),
          Map.entry("com.github.luben:zstd-jni", "zstd.version"));

  private static final Pattern PACKAGED = Pattern.compile("(.+?)-(\\d.*)\\.jar");
  private static final Pattern NUMBER = Pattern.compile("\\d+");

  private final Document pom;

  private Floors(Document pom) {
    this.pom = pom;
  }

  /**
   * A library.
   *
   * @param name its group and artifact, joined by a dot
   */
  public record Library(String name, String version) {

    /** As Quarkus names the files of an application: {@code group.artifact-version.jar}. */
    public static Stream<Library> packaged(Path file) {
      Matcher name = PACKAGED.matcher(file.getFileName().toString());
      return name.matches() ? Stream.of(new Library(name.group(1), name.group(2))) : Stream.empty();
    }

    /** As Maven's repository keeps it: {@code group/artifact/version/artifact-version.jar}. */
    public static Stream<Library> inRepository(Path file) {
      if (!file.toString().endsWith(".jar") || file.getNameCount() < 4) {
        return Stream.empty();
      }
      Path version = file.getParent();
      String name =
          version
              .getParent()
              .toString()
              .replace(File.separatorChar, '.')
              .replaceFirst("^.*\\.repository\\.", "");
      return Stream.of(new Library(name, version.getFileName().toString()));
    }

    private boolean is(String library) {
      return name.matches("(.*\\.)?" + library.replace(":", "\\."));
    }
  }

  public static Floors ofPom() throws Exception {
    return new Floors(
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(Path.of("pom.xml").toFile()));
  }

  /**
   * What is older than it may be, and what is not there at all: a floor of nothing holds nothing.
   */
  public List<String> missedBy(List<Library> libraries) {
    return FLOORS.entrySet().stream()
        .flatMap(entry -> missedBy(libraries, entry.getKey(), floor(entry.getValue())))
        .sorted()
        .toList();
  }

  private static Stream<String> missedBy(List<Library> libraries, String library, String floor) {
    List<Library> found = libraries.stream().filter(one -> one.is(library)).toList();
    return found.isEmpty()
        ? Stream.of(library + " is not there")
        : found.stream()
            .filter(one -> Arrays.compare(numbers(one.version()), numbers(floor)) < 0)
            .map(one -> one.name() + " " + one.version() + " is below " + floor);
  }

  private String floor(String property) {
    return pom.getElementsByTagName(property).item(0).getTextContent();
  }

  private static int[] numbers(String version) {
    return NUMBER.matcher(version).results().mapToInt(it -> Integer.parseInt(it.group())).toArray();
  }
}
