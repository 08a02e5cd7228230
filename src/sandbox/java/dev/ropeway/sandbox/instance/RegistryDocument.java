package dev.ropeway.sandbox.instance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Map;

/**
 * Clients, keys, certificates and system properties as one JSON document; writing merges, and null
 * takes an entry away.
 */
public final class RegistryDocument {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Instance instance;

  public RegistryDocument(Instance instance) {
    this.instance = instance;
  }

  public JsonNode written() {
    ObjectNode document = MAPPER.createObjectNode();
    document.set("clients", MAPPER.valueToTree(instance.registry.clients()));
    document.set("apiKeys", MAPPER.valueToTree(instance.registry.apiKeys()));
    document.set("certificates", MAPPER.valueToTree(instance.registry.certificates()));
    ObjectNode properties = document.putObject("properties");
    instance
        .table("sys_properties")
        .rowsByAge()
        .forEach(row -> properties.put(row.get("name"), row.get("value")));
    return document;
  }

  public void merge(JsonNode document) throws IOException {
    for (Map.Entry<String, JsonNode> part : document.properties()) {
      for (Map.Entry<String, JsonNode> entry : part.getValue().properties()) {
        switch (part.getKey()) {
          case "clients" -> client(entry.getKey(), entry.getValue());
          case "apiKeys" -> user(instance.registry.apiKeys(), entry.getKey(), entry.getValue());
          case "certificates" ->
              user(
                  instance.registry.certificates(),
                  Registry.canonical(entry.getKey()),
                  entry.getValue());
          case "properties" -> instance.property(entry.getKey(), entry.getValue().asText());
          default -> throw new IllegalArgumentException("There is no part " + part.getKey());
        }
      }
    }
  }

  private static void user(Map<String, String> users, String key, JsonNode userName) {
    if (userName.isNull()) {
      users.remove(key);
    } else {
      users.put(key, userName.asText());
    }
  }

  private void client(String id, JsonNode fields) throws IOException {
    Map<String, OAuthClient> clients = instance.registry.clients();
    if (fields.isNull()) {
      clients.remove(id);
      return;
    }
    OAuthClient known = clients.get(id);
    OAuthClient client = known == null ? OAuthClient.withoutSecret() : known.copy();
    clients.put(id, MAPPER.readerForUpdating(client).readValue(fields));
  }
}
