package dev.ropeway.sandbox;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ropeway.sandbox.faults.FaultKind;
import dev.ropeway.sandbox.faults.FaultRule;
import dev.ropeway.sandbox.instance.Answer;
import dev.ropeway.sandbox.instance.RateLimits;
import dev.ropeway.sandbox.table.ErrorAnswer;
import dev.ropeway.sandbox.table.RateRule;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.LinkedHashMap;

/** What a caller sees of each fault. */
final class FaultResponses {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String CHECK_LOGS =
      "Check logs for error trace or enable glide.rest.debug property to verify REST request"
          + " processing";
  private static final String CUT_CREATE =
      "{\"result\":{\"parent\":\"\",\"made_sla\":\"true\",\"caused_by\":\"\",\"watch_li";

  private FaultResponses() {}

  /** The answer given instead of doing what was asked; null when it is to be done. */
  static Answer instead(FaultKind fault, FaultRule rule, ApiRequest request, Instant now) {
    if (fault == null) {
      return null;
    }
    String table = request == null ? "" : request.table();
    return switch (fault) {
      case IP_FILTERED -> Answer.html(403, HtmlPages.IP_FILTERED);
      case HIBERNATING -> Answer.html(200, HtmlPages.HIBERNATING);
      case MAINTENANCE -> Answer.html(503, HtmlPages.MAINTENANCE);
      case BAD_GATEWAY -> Answer.html(502, HtmlPages.BAD_GATEWAY);
      case LOGIN_PAGE -> Answer.html(200, HtmlPages.LOGIN);
      case REDIRECT -> Answer.empty(302).header("Location", "/login.do");
      case UNAUTHORIZED -> Answer.of(ErrorAnswer.unauthenticated());
      case RATE_LIMITED -> rateLimited(rule, now);
      case BUSY -> busy();
      case ACCEPTED_NOT_EXECUTED -> Answer.empty(202);
      case SERVER_ERROR -> serverError(new NullPointerException("transform_map=null"));
      case DATA_POLICY -> Answer.of(ErrorAnswer.dataPolicy("Resolution code, Resolution notes"));
      case CROSS_SCOPE -> crossScope(table);
      case BUSINESS_RULE -> Answer.of(ErrorAnswer.businessRule(table, "Abort changes on group"));
      case INSERT_DENIED ->
          Answer.error(
              403, "Operation Failed", "ACL Exception Insert Failed due to security constraints");
      case BROKEN_JSON ->
          request == null || request.isRead()
              ? null
              : new Answer(
                  request.method().equals("POST") ? request.created() : 200,
                  Answer.JSON,
                  Buffer.buffer(CUT_CREATE),
                  new LinkedHashMap<>());
      default -> null;
    };
  }

  /**
   * Quoted from one application's manual; another one has "due to" for "because of". Status and
   * envelope are not established.
   */
  private static Answer crossScope(String table) {
    return Answer.error(
        403,
        "Operation Failed",
        "Read operation against '%s' from scope 'x_mioms_m365ticket' has been refused because of the"
                .formatted(table)
            + " table's cross-scope access policy");
  }

  /** What is left of a good answer. */
  static Answer spoil(FaultKind fault, Answer answer) {
    return switch (fault) {
      case COMMIT_THEN_ERROR -> serverError(new NullPointerException("transform_map=null"));
      case COMMIT_THEN_BROKEN_JSON, BROKEN_JSON -> cut(answer);
      case FORBIDDEN_AFTER_CREATE -> Answer.of(ErrorAnswer.unreadableResult());
      case EMPTY_ANSWER -> Answer.empty(200).header("Content-Length", "0");
      case PARTIAL_RESULT -> partial(answer);
      case EMPTY_ROWS -> emptyRows(answer);
      default -> answer;
    };
  }

  private static Answer rateLimited(FaultRule rule, Instant now) {
    Instant reset = now.plusSeconds(rule.retryAfter() == null ? 1 : rule.retryAfter());
    RateLimits.Verdict verdict = new RateLimits.Verdict(RateRule.perHour(100), false, now, reset);
    Answer answer = verdict.refusal();
    verdict.headers().forEach(answer::header);
    return answer;
  }

  /** The semaphore's 429 has no headers about rates; its full body is not established. */
  static Answer busy() {
    return Answer.error(429, "Too Many Requests", null);
  }

  static Answer serverError(RuntimeException cause) {
    return Answer.error(500, cause.toString(), cause.toString() + " " + CHECK_LOGS);
  }

  private static Answer cut(Answer answer) {
    Buffer body = answer.body();
    return body == null ? answer : answer.withBody(body.slice(0, body.length() * 2 / 3));
  }

  /** The quota's form: rows, then an error, in one object under status 200. */
  private static Answer partial(Answer answer) {
    Buffer body = answer.body();
    String error =
        ",\"error\":{\"detail\":\"No such column "
            + CHECK_LOGS
            + "\",\"message\":\"Transaction cancelled: maximum execution time"
            + " exceeded\"},\"status\":\"failure\"}";
    return answer.withBody(
        Buffer.buffer().appendBuffer(body, 0, body.length() - 1).appendString(error));
  }

  private static Answer emptyRows(Answer answer) {
    try {
      ObjectNode root = (ObjectNode) MAPPER.readTree(answer.body().getBytes());
      ArrayNode rows = root.withArray("result");
      for (int i = 1; i < rows.size(); i += 2) {
        rows.set(i, MAPPER.createObjectNode());
      }
      return answer.withBody(Buffer.buffer(MAPPER.writeValueAsBytes(root)));
    } catch (IOException e) {
      throw new UncheckedIOException("Our own answer is not JSON", e);
    }
  }
}
