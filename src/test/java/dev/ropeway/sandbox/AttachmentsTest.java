package dev.ropeway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AttachmentsTest extends SandboxFixture {
  private static final String API = "/api/now/attachment";
  private static final String SHA256_OF_BRACES =
      "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a";

  private static HttpCaller.Reply attaches(String ticket, String name) {
    return attaches(wire, ticket, name);
  }

  private static HttpCaller.Reply attaches(HttpCaller who, String ticket, String name) {
    return who.post(
        API + "/file?table_name=incident&table_sys_id=" + ticket + "&file_name=" + name, "{}");
  }

  @Test
  void a_file_is_described_and_its_record_does_not_move() {
    String ticket = incident("Printer");
    HttpCaller.Reply reply = attaches(ticket, "a%20%28b%29.json");

    assertThat(reply.status()).isEqualTo(201);
    assertThat(reply.field("file_name")).isEqualTo("a (b).json");
    assertThat(reply.field("hash")).isEqualTo(SHA256_OF_BRACES);
    assertThat(reply.field("size_bytes")).isEqualTo("2");
    assertThat(reply.field("content_type")).startsWith("application/json");
    assertThat(reply.field("download_link")).endsWith(API + "/" + reply.field("sys_id") + "/file");
    assertThat(wire.get(API + "/" + reply.field("sys_id")).field("hash"))
        .isEqualTo(SHA256_OF_BRACES);
    assertThat(wire.get(API + "?sysparm_query=table_sys_id=" + ticket).column("file_name"))
        .containsExactly("a (b).json");
    assertThat(wire.query("sys_attachment", "table_sys_id=" + ticket).column("size_bytes"))
        .containsExactly("2");
    assertThat(sandbox.row("incident", ticket)).containsEntry("sys_mod_count", "0");
  }

  @Test
  void an_attachment_can_be_deleted() {
    String id = attaches(incident("Printer"), "a.json").field("sys_id");

    assertThat(wire.delete(API + "/" + id).status()).isEqualTo(204);
    assertThat(wire.delete(API + "/" + id).status()).isEqualTo(404);
    assertThat(sandbox.rows("sys_attachment")).isEmpty();
  }

  @Test
  void who_may_not_write_the_record_attaches_nothing() {
    String ticket = incident("Printer");
    assertThat(attaches("0".repeat(32), "a.json").status()).isEqualTo(404);
    assertThat(wire.post(API + "/file?table_name=incident&file_name=a", "{}").status())
        .isEqualTo(400);
    sandbox.faults().hideTables(Set.of("sys_attachment"));
    assertThat(attaches(ticket, "a.json").status()).isEqualTo(403);
  }

  @Test
  void kinds_and_sizes_can_be_refused_and_bytes_be_changed() {
    String ticket = incident("Printer");
    sandbox.faults().attachmentExtensions(Set.of("pdf"));
    assertThat(attaches(ticket, "a.json").detail()).contains("json");
    sandbox.faults().attachmentExtensions(Set.of());
    sandbox.faults().maxAttachmentBytes(1);
    assertThat(attaches(ticket, "a.json").status()).isEqualTo(413);
    sandbox.faults().maxAttachmentBytes(0);
    sandbox.faults().corruptUploads(1);
    assertThat(attaches(ticket, "a.json").field("hash")).isNotEqualTo(SHA256_OF_BRACES);
    assertThat(attaches(ticket, "a.json").field("hash")).isEqualTo(SHA256_OF_BRACES);
    assertThat(sandbox.rows("sys_attachment")).hasSize(2);
  }

  @Test
  void a_person_attaches_and_deletes() {
    String ticket = incident("Printer");
    String id =
        sandbox.insert(
            "sys_attachment",
            Map.of("table_name", "incident", "table_sys_id", ticket, "file_name", "a.png"));
    assertThat(wire.query("sys_attachment", "table_sys_id=" + ticket).column("file_name"))
        .containsExactly("a.png");
    sandbox.delete("sys_attachment", id);
    assertThat(wire.query("sys_attachment", "table_sys_id=" + ticket).result()).isEmpty();
  }
}
