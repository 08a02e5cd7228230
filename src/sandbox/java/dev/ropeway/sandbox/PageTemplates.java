package dev.ropeway.sandbox;

import io.quarkus.qute.Engine;
import io.quarkus.qute.HtmlEscaper;
import io.quarkus.qute.Template;
import io.quarkus.qute.Variant;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The HTML templates; ticket text is foreign text, so everything printed is escaped. */
final class PageTemplates {
  private static final String HTML = "text/html";

  private static final List<String> PAGES = List.of("list", "record", "login", "consent", "notice");

  private final Map<String, Template> pages = new HashMap<>();

  PageTemplates() {
    // A bare engine does not escape: the mapper and the variant of each template are what does.
    Engine engine =
        Engine.builder().addDefaults().addResultMapper(new HtmlEscaper(List.of(HTML))).build();
    engine.putTemplate("layout", parsed(engine, "layout"));
    PAGES.forEach(name -> pages.put(name, parsed(engine, name)));
  }

  String page(String name, Map<String, Object> data) {
    return pages.get(name).render(data);
  }

  private static Template parsed(Engine engine, String name) {
    String path = "/sandbox/" + name + ".html";
    try (InputStream in = PageTemplates.class.getResourceAsStream(path)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return engine.parse(text, Variant.forContentType(HTML), name);
    } catch (IOException e) {
      throw new UncheckedIOException("The bundled " + path + " cannot be read", e);
    }
  }
}
