package dev.ropeway.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebLinkTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://portal.azure.com/#view/recommendation/1",
        "HTTP://example.com",
        "https://acme.service-now.com/nav_to.do?uri=incident.do?sys_id=42"
      })
  void a_web_address_may_be_followed(String address) {
    assertThat(WebLink.of(address).href()).isEqualTo(address);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\tscript:alert(1)",
        " javascript:alert(1)",
        "javascript://example.com/%0aalert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "file:///etc/passwd",
        "//example.com/",
        "/relative",
        "https:",
        "https:example.com",
        "https://user:password@example.com/",
        "https://example.com/a b",
        "see https://example.com/"
      })
  void anything_else_is_only_a_text(String address) {
    assertThat(WebLink.of(address).href()).isNull();
    assertThat(WebLink.of(address).text()).isEqualTo(address);
  }

  @Test
  void no_address_is_no_link() {
    assertThat(WebLink.of(null)).isNull();
    assertThat(WebLink.of(" ")).isNull();
  }
}
