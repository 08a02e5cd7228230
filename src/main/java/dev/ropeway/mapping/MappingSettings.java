package dev.ropeway.mapping;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** Where operators keep mappings as files. */
@ConfigMapping(prefix = "ropeway.mappings")
public interface MappingSettings {

  /** A folder of files {@code <integration>.<ticket type>.yaml}. */
  Optional<String> dir();
}
