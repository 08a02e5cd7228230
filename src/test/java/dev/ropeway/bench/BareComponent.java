package dev.ropeway.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ropeway.packaged.TestProcess;
import dev.ropeway.servicenow.Ticketing;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.servicenow.ServiceNowConstants;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.cxf.BusFactory;
import org.apache.cxf.transport.http.HTTPConduitConfigurer;
import org.apache.cxf.transports.http.configuration.HTTPClientPolicy;

/**
 * The yardstick of delivery: Camel's component creating the same incident from many threads,
 * nothing else.
 */
public final class BareComponent {

  private BareComponent() {}

  /** In its own process with the heap that Ropeway has; it makes as many tickets as it is told. */
  static TestProcess start(URI instance, int threads) {
    return TestProcess.start(BareComponent.class, instance.toString(), String.valueOf(threads));
  }

  /** Seconds that it took for so many tickets. */
  static double create(TestProcess process, int count) {
    return Double.parseDouble(process.tell(String.valueOf(count)));
  }

  public static void main(String[] arguments) throws Exception {
    HTTPConduitConfigurer http11 =
        (name, address, conduit) -> {
          HTTPClientPolicy policy = new HTTPClientPolicy();
          policy.setVersion("1.1");
          conduit.setClient(policy);
        };
    BusFactory.getDefaultBus().setExtension(http11, HTTPConduitConfigurer.class);
    String endpoint =
        "servicenow:bare?apiUrl=" + arguments[0] + "/api&userName=ropeway&password=ropeway";
    int threads = Integer.parseInt(arguments[1]);
    try (DefaultCamelContext camel = new DefaultCamelContext()) {
      camel.start();
      ProducerTemplate template = camel.createProducerTemplate();
      TestProcess.serve(
          line -> {
            long begin = System.nanoTime();
            create(template, endpoint, threads, Integer.parseInt(line));
            return String.valueOf((System.nanoTime() - begin) / 1e9);
          });
    }
  }

  private static void create(ProducerTemplate template, String endpoint, int threads, int count)
      throws InterruptedException {
    ExecutorService workers = Executors.newFixedThreadPool(threads);
    for (int i = 0; i < count; i++) {
      workers.execute(() -> template.requestBodyAndHeaders(endpoint, incident(), headers()));
    }
    workers.shutdown();
    if (!workers.awaitTermination(10, TimeUnit.MINUTES)) {
      throw new IllegalStateException("the bare component did not finish");
    }
  }

  private static Map<String, Object> incident() {
    Map<String, Object> incident = new HashMap<>();
    incident.put("short_description", "[High] Storage account should use private link – acct");
    incident.put(
        "description",
        """
        Private links keep the traffic of a storage account inside the virtual network.

        How to fix it:
        Open the account, choose Networking and add a private endpoint.

        Resource: acct (/subscriptions/0b9c/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/acct)
        Severity: High
        Category: Data
        Source: microsoft
        Portal: https://portal.example.com/recommendations/1""");
    incident.put("impact", "1");
    incident.put("urgency", "2");
    incident.put("correlation_id", UUID.randomUUID().toString());
    incident.put("correlation_display", "Bare");
    return incident;
  }

  private static Map<String, Object> headers() {
    Map<String, Object> headers = new HashMap<>();
    headers.put(ServiceNowConstants.RESOURCE, "table");
    headers.put(ServiceNowConstants.ACTION, "create");
    headers.put(ServiceNowConstants.PARAM_TABLE_NAME, "incident");
    headers.put(ServiceNowConstants.RESPONSE_MODEL, JsonNode.class.getName());
    headers.put(ServiceNowConstants.SYSPARM_EXCLUDE_REFERENCE_LINK, true);
    headers.put(
        ServiceNowConstants.SYSPARM_FIELDS,
        String.join(",", Ticketing.FIELDS)
            + ",short_description,description,impact,urgency,due_date");
    return headers;
  }
}
