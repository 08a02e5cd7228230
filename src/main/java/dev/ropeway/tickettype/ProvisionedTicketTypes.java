package dev.ropeway.tickettype;

import dev.ropeway.store.InvalidSettingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** The kinds of ticket that configuration and mounted files add to those that come with Ropeway. */
final class ProvisionedTicketTypes {

  private static final String KEY = "ropeway.ticket-type-files.dir";
  private static final String SUFFIX = ".yaml";
  private static final int MAX_BYTES = 100_000;

  private ProvisionedTicketTypes() {}

  /**
   * Each with where it comes from.
   *
   * @throws InvalidSettingException naming the setting or the file that is wrong
   */
  static Map<TicketType, Known> read(TicketTypeSettings settings, TicketTypeFolder folder) {
    Map<TicketType, Known> all = new LinkedHashMap<>();
    settings
        .byName()
        .forEach(
            (name, one) ->
                add(all, new TicketTypeReader(name, one).definition(), "the configuration"));
    folder.dir().ifPresent(dir -> files(Path.of(dir), all));
    return all;
  }

  private static void add(Map<TicketType, Known> all, TicketTypeDefinition type, String origin) {
    if (all.putIfAbsent(type.name(), new Known(type, origin)) != null) {
      throw new InvalidSettingException(
          TicketTypeReader.PREFIX + type.name(), "is also in " + KEY + "; keep one of the two");
    }
  }

  private static void files(Path dir, Map<TicketType, Known> all) {
    if (!Files.isDirectory(dir)) {
      throw new InvalidSettingException(KEY, "is not a folder: " + dir);
    }
    try (Stream<Path> files = Files.list(dir)) {
      // A ConfigMap has folders of its own beside the files.
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        String name = file.getFileName().toString();
        if (!name.startsWith(".")) {
          add(all, type(file, name), "the file " + name);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static TicketTypeDefinition type(Path file, String name) throws IOException {
    if (!name.endsWith(SUFFIX)) {
      throw flawed(name, "must be called <ticket type>.yaml");
    }
    if (Files.size(file) > MAX_BYTES) {
      throw flawed(name, "is larger than " + MAX_BYTES + " bytes");
    }
    try {
      return TicketTypeDocument.of(Files.readAllBytes(file))
          .read(name.substring(0, name.length() - SUFFIX.length()));
    } catch (InvalidSettingException e) {
      throw flawed(name, TicketTypeDocument.pointer(e.key()) + " " + e.complaint());
    } catch (IllegalArgumentException e) {
      throw flawed(name, e.getMessage());
    }
  }

  private static InvalidSettingException flawed(String file, String why) {
    return new InvalidSettingException(KEY, file + ": " + why);
  }
}
