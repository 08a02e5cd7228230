package dev.ropeway.attack;

import static dev.ropeway.attack.Damage.pick;

import dev.ropeway.packaged.PackagedApp;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What a request says about itself, true or not. */
final class Headers {

  private static final List<String> TYPES =
      List.of(
          "application/merge-patch+json",
          "application/cloudevents+json",
          "application/cloudevents-batch+json",
          "application/json; charset=utf-16",
          "application/json; charset=\"\\",
          "text/plain",
          "application/xml",
          "application/x-www-form-urlencoded",
          "multipart/form-data; boundary=x",
          "multipart/form-data",
          "*/*",
          "/",
          "application/" + "x".repeat(4_000) + "+json",
          "application/json" + ";a=b".repeat(1_500));

  private static final List<String> ODD =
      List.of(
          "Content-Encoding: gzip",
          "Content-Encoding: deflate, br",
          "Accept: application/xml",
          "Accept: " + "*/*,".repeat(1_500),
          "Accept-Language: " + "de,".repeat(2_000),
          "Accept-Encoding: gzip, br, x",
          "Idempotency-Key: " + "k".repeat(256),
          "Idempotency-Key: one",
          "Idempotency-Key: \u0001\u00ff",
          "WebHook-Request-Origin: https://x\u00e9",
          "ce-specversion: 1.0",
          "ce-specversion: 9",
          "ce-id: %00%zz",
          "X-Ropeway-Timestamp: 9223372036854775808",
          "X-Ropeway-Signature: !!!",
          "X-Hub-Signature-256: sha256=zz",
          "X-GitHub-Event: " + "e".repeat(3_000),
          "Authorization: Bearer a.b.c",
          "Authorization: Basic Og==",
          "Authorization: Basic \u00ff",
          "Authorization: " + "B".repeat(5_000),
          "Range: bytes=0-1",
          "If-None-Match: *",
          "Sec-Fetch-Site: same-site",
          "Origin: null",
          "traceparent: 00-" + "0".repeat(32) + "-" + "0".repeat(16) + "-01",
          "baggage: " + "a=b,".repeat(1_800),
          "X-Forwarded-For: \u0007' or 1=1",
          "Forwarded: for=\"[::1\";proto=gopher",
          "CamelHttpUri: http://127.0.0.1:1/",
          "CamelFileName: /etc/passwd",
          "Upgrade: h2c",
          "Cookie: " + "c=d; ".repeat(1_400),
          "X: " + "x".repeat(9_000),
          "status: parked");

  private final Random random;

  Headers(Random random) {
    this.random = random;
  }

  List<String> of(String verb, String path, byte[] body) {
    List<String> headers = new ArrayList<>();
    boolean hint = path.startsWith("/servicenow");
    if (hint && random.nextInt(4) > 0) {
      headers.add("Authorization: Bearer " + AttackedApplication.SECRET);
    }
    if (random.nextInt(50) > 0) {
      headers.add("X-API-Key: " + PackagedApp.KEY);
    }
    if (body.length > 0 && random.nextInt(40) > 0) {
      boolean honest = random.nextInt(12) > 0;
      headers.add("Content-Type: " + (honest ? type(verb) : pick(TYPES, random)));
    }
    if (body.length > 1 && body[0] == 0x1f && random.nextBoolean()) {
      headers.add("Content-Encoding: gzip");
    }
    for (int i = random.nextInt(4) == 0 ? 1 + random.nextInt(2) : 0; i > 0; i--) {
      headers.add(pick(ODD, random));
    }
    return headers;
  }

  private static String type(String verb) {
    return verb.equals("PATCH") ? "application/merge-patch+json" : "application/json";
  }
}
