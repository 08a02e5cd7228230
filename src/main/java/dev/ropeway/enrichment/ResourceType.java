package dev.ropeway.enrichment;

import dev.ropeway.integration.Cmdb;
import dev.ropeway.servicenow.CmdbClass;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What kind of resource a cloud's id names, and the class that such a configuration item has. */
final class ResourceType {

  /**
   * Classes of ServiceNow's CMDB for what clouds call it; where an instance does not have one,
   * {@code cmdb_ci} takes its place.
   */
  private static final Map<String, CmdbClass> CLASSES =
      Stream.of(
              "microsoft.compute/virtualmachines cmdb_ci_vm_instance",
              "microsoft.compute/virtualmachinescalesets/virtualmachines cmdb_ci_vm_instance",
              "microsoft.classiccompute/virtualmachines cmdb_ci_vm_instance",
              "microsoft.hybridcompute/machines cmdb_ci_server",
              "microsoft.compute/disks cmdb_ci_storage_volume",
              "microsoft.storage/storageaccounts cmdb_ci_cloud_storage_account",
              "microsoft.sql/servers/databases cmdb_ci_cloud_database",
              "microsoft.sql/servers cmdb_ci_cloud_database",
              "microsoft.dbforpostgresql/flexibleservers cmdb_ci_cloud_database",
              "microsoft.dbformysql/flexibleservers cmdb_ci_cloud_database",
              "microsoft.documentdb/databaseaccounts cmdb_ci_cloud_database",
              "microsoft.containerservice/managedclusters cmdb_ci_kubernetes_cluster",
              "microsoft.network/virtualnetworks cmdb_ci_network",
              "microsoft.network/virtualnetworks/subnets cmdb_ci_cloud_subnet",
              "microsoft.network/networksecuritygroups cmdb_ci_compute_security_group",
              "microsoft.network/loadbalancers cmdb_ci_cloud_load_balancer",
              "microsoft.network/networkinterfaces cmdb_ci_nic",
              "microsoft.resources/subscriptions cmdb_ci_cloud_service_account",
              "microsoft.resources/subscriptions/resourcegroups cmdb_ci_resource_group",
              "ec2/instance cmdb_ci_vm_instance",
              "ec2/volume cmdb_ci_storage_volume",
              "ec2/vpc cmdb_ci_network",
              "ec2/subnet cmdb_ci_cloud_subnet",
              "ec2/security-group cmdb_ci_compute_security_group",
              "elasticloadbalancing/loadbalancer cmdb_ci_cloud_load_balancer",
              "rds/db cmdb_ci_cloud_database",
              "eks/cluster cmdb_ci_kubernetes_cluster",
              "lambda/function cmdb_ci_cloud_function",
              "s3 cmdb_ci_cloud_object_storage",
              "awsec2instance cmdb_ci_vm_instance",
              "awss3bucket cmdb_ci_cloud_object_storage",
              "awsrdsdbinstance cmdb_ci_cloud_database",
              "awslambdafunction cmdb_ci_cloud_function",
              "awsekscluster cmdb_ci_kubernetes_cluster",
              "awsaccount cmdb_ci_cloud_service_account",
              "compute.googleapis.com/instance cmdb_ci_vm_instance",
              "compute.googleapis.com/disk cmdb_ci_storage_volume",
              "compute.googleapis.com/network cmdb_ci_network",
              "container.googleapis.com/cluster cmdb_ci_kubernetes_cluster",
              "sqladmin.googleapis.com/instance cmdb_ci_cloud_database",
              "storage.googleapis.com/bucket cmdb_ci_cloud_object_storage")
          .map(row -> row.split(" "))
          .collect(Collectors.toUnmodifiableMap(row -> row[0], row -> new CmdbClass(row[1])));

  private ResourceType() {}

  /**
   * The type that an id spells out, in lower case: of Azure {@code microsoft.web/sites}, of AWS
   * {@code ec2/instance}, of Google Cloud {@code compute.googleapis.com/instance}; else empty.
   */
  static String of(String id) {
    String lower = id.strip().toLowerCase(Locale.ROOT);
    if (lower.startsWith("arn:")) {
      return ofAws(lower);
    }
    return lower.startsWith("//") ? ofGoogle(lower) : ofAzure(lower);
  }

  private static String ofAzure(String id) {
    int provider = id.lastIndexOf("/providers/");
    if (provider >= 0) {
      String[] parts = id.substring(provider + "/providers/".length()).split("/");
      StringBuilder type = new StringBuilder(parts[0]);
      for (int i = 1; i < parts.length; i += 2) {
        type.append('/').append(parts[i]);
      }
      return parts.length < 2 ? "" : type.toString();
    }
    if (!id.startsWith("/subscriptions/")) {
      return "";
    }
    return id.contains("/resourcegroups/")
        ? "microsoft.resources/subscriptions/resourcegroups"
        : "microsoft.resources/subscriptions";
  }

  /** {@code arn:partition:service:region:account:type/id}, with a colon or no type at all. */
  private static String ofAws(String arn) {
    String[] parts = arn.split(":", 6);
    if (parts.length < 6) {
      return "";
    }
    String[] resource = parts[5].split("[/:]");
    return resource.length < 2 || parts[2].equals("s3") ? parts[2] : parts[2] + "/" + resource[0];
  }

  private static String ofGoogle(String name) {
    String[] parts = name.substring(2).split("/");
    if (parts.length < 3) {
      return "";
    }
    return parts[0] + "/" + Arrays.asList(parts).get(parts.length - 2).replaceAll("s$", "");
  }

  /** The class of an item of that type: as set, as known, or {@code cmdb_ci}. */
  static CmdbClass itemClass(String type, Cmdb cmdb) {
    CmdbClass set = cmdb.classes().get(type);
    return set == null ? CLASSES.getOrDefault(type, CmdbClass.ANY) : set;
  }
}
