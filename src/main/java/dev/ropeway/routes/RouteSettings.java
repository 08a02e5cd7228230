package dev.ropeway.routes;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** Where operators keep routes of their own. */
@ConfigMapping(prefix = "ropeway.routes")
public interface RouteSettings {

  /** A folder whose files replace shipped ones of the same name or add to them. */
  Optional<String> dir();
}
