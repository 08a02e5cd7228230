package dev.ropeway.mapping;

import dev.ropeway.mapping.MappingFile.FlawedException;
import dev.ropeway.store.InvalidSettingException;
import dev.ropeway.tickettype.TicketType;
import dev.ropeway.tickettype.TicketTypeDefinition;
import dev.ropeway.tickettype.TicketTypes;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Mappings that come as files, beside those that are stored over REST: {@code <integration>.<ticket
 * type>.yaml}. A file wins, and is changed where it comes from.
 */
@ApplicationScoped
class MappingFiles {

  private static final String KEY = "ropeway.mappings.dir";
  private static final String SUFFIX = ".yaml";

  private final List<StoredMapping> all;

  /**
   * @throws InvalidSettingException naming the file that cannot be used
   */
  MappingFiles(MappingSettings settings, TicketTypes types) {
    all = settings.dir().map(dir -> read(Path.of(dir), types)).orElse(List.of());
  }

  /** A file that cannot be used stops the start. */
  void check(@Observes StartupEvent event) {
    // Reading them is the check.
  }

  /** The mappings of the files; who stored them is the name of the file. */
  List<StoredMapping> all() {
    return all;
  }

  /** The file that has the mapping of a kind of ticket; null for none. */
  String fileOf(String integration, TicketType type) {
    return all.stream()
        .filter(one -> one.integration().equals(integration) && one.ticketType().equals(type))
        .map(StoredMapping::who)
        .findFirst()
        .orElse(null);
  }

  private static List<StoredMapping> read(Path dir, TicketTypes types) {
    if (!Files.isDirectory(dir)) {
      throw new InvalidSettingException(KEY, "is not a folder: " + dir);
    }
    List<StoredMapping> read = new ArrayList<>();
    try (Stream<Path> files = Files.list(dir)) {
      // A ConfigMap has folders of its own beside the files.
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        if (!file.getFileName().toString().startsWith(".")) {
          read.add(mapping(file, types));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return List.copyOf(read);
  }

  private static StoredMapping mapping(Path file, TicketTypes types) {
    String name = file.getFileName().toString();
    int dot = name.lastIndexOf('.', name.length() - SUFFIX.length() - 1);
    if (!name.endsWith(SUFFIX) || dot < 1) {
      throw flawed(name, "must be called <integration>.<ticket type>.yaml");
    }
    try {
      TicketTypeDefinition type =
          type(name, name.substring(dot + 1, name.length() - SUFFIX.length()), types);
      MappingDocument document = MappingFile.read(file);
      List<MappingFault> complaints = MappingCheck.complaints(document, type);
      if (!complaints.isEmpty()) {
        MappingFault first = complaints.get(0);
        throw flawed(name, first.pointer() + " " + first.detail());
      }
      return new StoredMapping(
          name.substring(0, dot), type.name(), 0, document, Map.of(), name, null);
    } catch (FlawedException | IllegalArgumentException e) {
      throw flawed(name, e.getMessage());
    }
  }

  private static TicketTypeDefinition type(String file, String word, TicketTypes types) {
    try {
      return types.of(TicketType.of(word));
    } catch (IllegalArgumentException e) {
      throw flawed(file, "the ticket type in its name " + e.getMessage());
    }
  }

  private static InvalidSettingException flawed(String file, String why) {
    return new InvalidSettingException(KEY, file + ": " + why);
  }
}
