package dev.ropeway.routes;

import java.util.List;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.model.rest.RestDefinition;

/**
 * What Camel understood of a route file.
 *
 * @param file its path, or its name where it is shipped
 * @param text as it was read
 */
record LoadedFile(
    String file,
    String text,
    List<RouteDefinition> routes,
    List<RouteTemplateDefinition> templates,
    List<RouteConfigurationDefinition> configurations,
    List<RestDefinition> rests) {}
