package dev.ropeway.sandbox.faults;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The ways a sandbox can be told to fail; the first one that fires wins, in this order. */
public enum FaultKind {
  /**
   * 403 with a short page before anything else is looked at, the token endpoint included: an IP
   * address that is not let in. What such an answer really looks like is not established.
   */
  IP_FILTERED(Reach.EVERY_CALL),
  /** Every path answers 200 with the hibernation page, the token endpoint included. */
  HIBERNATING(Reach.EVERY_CALL),
  /** 503 with the HTML of an upgrade, the token endpoint included. */
  MAINTENANCE(Reach.EVERY_CALL),
  /** 502 with the HTML of the load balancer. */
  BAD_GATEWAY(Reach.EVERY_CALL),
  /** 200 with the HTML of a single-sign-on login. */
  LOGIN_PAGE(Reach.API),
  /** 302 to the login. */
  REDIRECT(Reach.API),
  /** The connection is closed at once and nothing written. */
  DROP(Reach.API),
  /** No answer at all and nothing written. */
  TIMEOUT(Reach.EVERY_CALL),
  /** 401 whatever the credentials. */
  UNAUTHORIZED(Reach.API),
  /** 429 of a rate rule with Retry-After and the X-RateLimit headers. */
  RATE_LIMITED(Reach.API),
  /** 429 of the semaphore queue: no Retry-After, no X-RateLimit headers. */
  BUSY(Reach.API),
  /** 202: the queue of calls with one login cookie dropped the request, nothing was executed. */
  ACCEPTED_NOT_EXECUTED(Reach.API),
  /** 500 with the NullPointerException form; nothing written. */
  SERVER_ERROR(Reach.API),
  /** 403: a table is closed to the application scope of the caller. */
  CROSS_SCOPE(Reach.API),
  /** 403 of a data policy; nothing written. */
  DATA_POLICY(Reach.WRITES),
  /** 403 of a business rule; nothing written. */
  BUSINESS_RULE(Reach.WRITES),
  /** 403 of the create ACL; nothing written. */
  INSERT_DENIED(Reach.CREATES),
  /** The row is written, then the connection is closed without an answer. */
  COMMIT_THEN_DROP(Reach.WRITES),
  /** The row is written, then 500 is answered. */
  COMMIT_THEN_ERROR(Reach.WRITES),
  /**
   * The connection is closed at once; the row appears later, stamped with the time of the request.
   */
  COMMIT_LATE(Reach.WRITES),
  /** The row is written, the JSON answer is cut in the middle. */
  COMMIT_THEN_BROKEN_JSON(Reach.WRITES),
  /** The row is written, the answer is 403 because the result may not be read. */
  FORBIDDEN_AFTER_CREATE(Reach.CREATES),
  /** The row is written, the answer is 200 with no body. */
  EMPTY_ANSWER(Reach.API),
  /** The JSON answer is cut in the middle; a write is not executed. */
  BROKEN_JSON(Reach.API),
  /** 200 with the rows so far and an error object beside them. */
  PARTIAL_RESULT(Reach.LISTS),
  /** Every second row of a page is an empty object. */
  EMPTY_ROWS(Reach.LISTS),
  /** An extra wait of {@code delayMs} on top of the latency; the request is then done normally. */
  SLOW(Reach.API);

  enum Reach {
    EVERY_CALL,
    API,
    WRITES,
    CREATES,
    LISTS
  }

  private final Reach reach;

  FaultKind(Reach reach) {
    this.reach = reach;
  }

  @JsonValue
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  @JsonCreator
  public static FaultKind of(String key) {
    return valueOf(key.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  boolean reaches(String method, boolean list) {
    boolean write = !method.equals("GET") && !method.equals("HEAD");
    return switch (reach) {
      case EVERY_CALL, API -> true;
      case WRITES -> write;
      case CREATES -> method.equals("POST");
      case LISTS -> list;
    };
  }

  /** Whether a rule that names no table also hits the token endpoint and the consent page. */
  boolean reachesPages() {
    return reach == Reach.EVERY_CALL;
  }
}
