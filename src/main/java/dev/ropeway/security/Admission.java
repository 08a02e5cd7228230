package dev.ropeway.security;

import dev.ropeway.api.Bodies;
import dev.ropeway.api.Problem;
import dev.ropeway.security.Operations.Operation;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.impl.RoutingContextInternal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.DataFormatException;

/**
 * Lets a request go on, once it is known who sends it, when there is memory for it: for its body,
 * of which at most what its operation reads is taken, inflated where it comes compressed, and
 * within a time; for what reading makes of it; and for the answer to who only reads. What a request
 * holds is given back when its route has ended. Nobody else reads bodies.
 */
@ApplicationScoped
class Admission {

  /** After authentication (-200) and authorization (-100), before every route. */
  private static final int ORDER = -50;

  private static final Set<String> READS = Set.of("GET", "HEAD");

  /** Bytes of a page's request, which has no body. */
  private static final long PAGE = 16 * 1024;

  /**
   * Bytes of bodies that are small: those of strangers, which never take the room of those whom we
   * know, and those of who only reads.
   */
  private static final long SMALL_ONES = 1024 * 1024;

  /** How much of the heap: for bodies as they came, and for what reading them makes. */
  private static final int ARRIVED_SHARE = 16;

  private static final int READING_SHARE = 4;

  /** How much of it answers may take, and what a page of the longest texts takes. */
  private static final int ANSWERS_SHARE = 6;

  private static final long ANSWER = 8 * 1024 * 1024;

  /** How long a receiver may take for its answer once the route has it. */
  private static final long ANSWER_MILLIS = 30_000;

  /** Answers that have no end that is known, and what a receiver takes of them in that time. */
  private static final Set<String> STREAMS = Set.of("application/x-ndjson", "text/csv");

  private static final long STREAMED = 64 * 1024;

  /** A sender that goes away may leave work behind in a queue that no route has begun. */
  private static final long ABANDONED_MILLIS = 60_000;

  /** How long the rest of a refused body is thrown away, so that its sender sees the answer. */
  private static final long LINGER_MILLIS = 2000;

  private final Operations operations;
  private final AccessRules access;
  private final Vertx vertx;
  private final long maxBodySize;
  private final long timeoutMillis;
  private final MemoryBudget known;
  private final MemoryBudget strangers;
  private final MemoryBudget answers;
  private final Map<HttpServerRequest, MemoryHold> underWay = new ConcurrentHashMap<>();

  Admission(Operations operations, AccessRules access, ApiSettings settings, Vertx vertx) {
    this.operations = operations;
    this.access = access;
    this.vertx = vertx;
    maxBodySize = settings.maxBodySize().asLongValue();
    timeoutMillis = settings.bodyTimeout().toMillis();
    long heap = Runtime.getRuntime().maxMemory();
    long arrived =
        settings.maxBodiesInFlight().map(size -> size.asLongValue()).orElse(heap / ARRIVED_SHARE);
    known =
        new MemoryBudget(
            Math.max(arrived, maxBodySize + BodyInflater.MEMORY), heap / READING_SHARE);
    strangers = new MemoryBudget(SMALL_ONES, Bodies.heap(SMALL_ONES));
    answers = new MemoryBudget(SMALL_ONES, heap / ANSWERS_SHARE);
  }

  void open(@Observes Router router) {
    router.route().order(ORDER).handler(this::read);
  }

  /** A route begins with that request: what it holds is its own until {@link #routeEnds}. */
  void routeBegins(HttpServerRequest request) {
    MemoryHold held = underWay.get(request);
    if (held != null) {
      held.routeBegins();
    }
  }

  void routeEnds(HttpServerRequest request) {
    MemoryHold held = underWay.remove(request);
    if (held != null) {
      held.release();
    }
  }

  /** Whether nothing is held: for tests. */
  boolean isIdle() {
    return underWay.isEmpty() && known.isIdle() && strangers.isIdle() && answers.isIdle();
  }

  /** How many bodies are at their routes: for tests. */
  long inRoutes() {
    return underWay.values().stream().filter(MemoryHold::isInRoute).count();
  }

  private void read(RoutingContext context) {
    HttpServerRequest request = context.request();
    String verb = request.method().name();
    String path = context.normalizedPath();
    long limit = limit(verb, path);
    long declared = declared(request);
    boolean hasBody = declared > 0 || mayFollow(request);
    boolean open = access.isOpen(verb, path);
    boolean reads = READS.contains(verb) && !open;
    if (!hasBody && !reads) {
      context.next();
      return;
    }
    ContentCoding coding = ContentCoding.of(request).orElse(null);
    MemoryBudget budget = open ? strangers : reads ? answers : known;
    if (hasBody && coding == null) {
      refuse(context, Refusal.OTHERWISE_ENCODED);
    } else if (declared > limit) {
      refuse(context, Refusal.TOO_LARGE);
    } else if (!budget.fits(declared)) {
      refuse(context, Refusal.NO_ROOM);
    } else {
      new Arrival(context, budget, limit, hasBody ? coding.inflater() : null)
          .begin(hasBody, reads ? ANSWER : 0);
    }
  }

  /** Whether a body may come of which no length is declared. */
  private static boolean mayFollow(HttpServerRequest request) {
    return request.version() == HttpVersion.HTTP_2
        ? !request.isEnded()
        : request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
  }

  /** Why a body is not read. */
  private enum Refusal {
    TOO_LARGE,
    TOO_SLOW,
    NO_ROOM,
    OTHERWISE_ENCODED,
    NOT_INFLATED;

    void tell(RoutingContext context) {
      switch (this) {
        case TOO_LARGE -> Refusals.refuse(context, 413);
        case TOO_SLOW -> Refusals.refuse(context, 408);
        case OTHERWISE_ENCODED -> {
          context.response().putHeader("Accept-Encoding", ContentCoding.TAKEN);
          Refusals.answer(
              context,
              Problem.of(
                  415,
                  "send the body with one of these content encodings: " + ContentCoding.TAKEN));
        }
        case NOT_INFLATED ->
            Refusals.answer(
                context,
                Problem.of(400, "the body is incomplete or does not match its Content-Encoding"));
        case NO_ROOM ->
            Refusals.later(
                context,
                503,
                "the bodies of other requests use all the memory that bodies may take; send the"
                    + " request again shortly");
      }
    }
  }

  private long limit(String verb, String path) {
    if (AccessRules.isBesideApi(path)) {
      return READS.contains(verb) ? PAGE : maxBodySize;
    }
    Long limit = operations.find(verb, path).map(Operation::maxBody).orElse(null);
    return limit == null ? maxBodySize : Math.min(limit, maxBodySize);
  }

  /** The declared length; 0 where none is declared. */
  private static long declared(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    try {
      return length == null ? 0 : Long.parseLong(length);
    } catch (NumberFormatException e) {
      return Long.MAX_VALUE;
    }
  }

  /** One request on its way in; all of it happens on the request's own event loop. */
  private final class Arrival {
    private final RoutingContext context;
    private final HttpServerRequest request;
    private final Context loop = vertx.getOrCreateContext();
    private final MemoryBudget budget;
    private final MemoryHold held;
    private final long limit;
    private final Buffer body = Buffer.buffer();
    private final Runnable go = this::go;
    private final BodyInflater inflater;
    private long came;
    private long taken;
    private long weight;
    private long timer;
    private boolean whole;
    private boolean over;

    /**
     * @param inflater null for a body that is as it comes
     */
    Arrival(RoutingContext context, MemoryBudget budget, long limit, BodyInflater inflater) {
      this.context = context;
      this.request = context.request();
      this.budget = budget;
      this.held = new MemoryHold(budget);
      this.limit = limit;
      this.inflater = inflater;
    }

    /**
     * @param answer what the answer may need; 0 where the body is what needs memory
     */
    void begin(boolean hasBody, long answer) {
      weight = answer;
      // Whoever comes later finds that the body was read.
      ((RoutingContextInternal) context).visitHandler(RoutingContextInternal.BODY_HANDLER);
      underWay.put(request, held);
      timer =
          vertx.setTimer(timeoutMillis, late -> end(whole ? Refusal.NO_ROOM : Refusal.TOO_SLOW));
      // Where the connection ends with the answer, nobody is told of the end of anything but its
      // body.
      context.addBodyEndHandler(body -> answered(true));
      context.addEndHandler(
          end -> {
            if (end.failed()) {
              answered(false);
            }
          });
      request.exceptionHandler(broken -> end(null));
      if (!hasBody) {
        whole();
        return;
      }
      request.handler(this::take);
      request.endHandler(end -> whole());
      if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
        context.response().writeContinue();
      }
      request.resume();
    }

    private void take(Buffer part) {
      came += part.length();
      if (over) {
        return;
      }
      if (came > limit) {
        end(Refusal.TOO_LARGE);
      } else if (inflater == null) {
        keep(part.getBytes(), part.length());
      } else if (came == part.length() && !held.add(BodyInflater.MEMORY)) {
        end(Refusal.NO_ROOM);
      } else {
        inflate(part);
      }
    }

    private void inflate(Buffer part) {
      try {
        inflater.feed(part.getBytes(), this::keep);
      } catch (DataFormatException e) {
        end(Refusal.NOT_INFLATED);
      }
    }

    /**
     * Takes bytes of the body itself; false, and the request is refused, where they are too many.
     */
    private boolean keep(byte[] bytes, int length) {
      if (body.length() + length > limit) {
        end(Refusal.TOO_LARGE);
      } else if (!held.add(length)) {
        end(Refusal.NO_ROOM);
      } else {
        body.appendBytes(bytes, 0, length);
      }
      return !over;
    }

    private void whole() {
      whole = true;
      if (!over && inflater != null) {
        inflater.end();
        if (!inflater.isComplete()) {
          end(Refusal.NOT_INFLATED);
        }
      }
      if (!over) {
        weight = Math.max(weight, Bodies.heap(body.length()));
        budget.read(weight, go);
      }
    }

    /** There is memory to read it: on whichever thread has just ended. */
    private void go() {
      held.reading(weight);
      loop.runOnContext(
          turn -> {
            if (over) {
              held.release();
              return;
            }
            over = true;
            vertx.cancelTimer(timer);
            ((RoutingContextInternal) context).setBody(body);
            context.addHeadersEndHandler(head -> hurry());
            context.next();
          });
    }

    /** Who does not take an answer keeps its memory from others. */
    private void hurry() {
      timer =
          vertx.setPeriodic(
              ANSWER_MILLIS,
              late -> {
                long before = taken;
                taken = request.response().bytesWritten();
                if (!isStreamed() || taken - before < STREAMED) {
                  hangUp(request);
                }
              });
    }

    /** Whether the answer is written as it is read, however long that is, and holds only a part. */
    private boolean isStreamed() {
      String type = request.response().headers().get(HttpHeaders.CONTENT_TYPE);
      return type != null && STREAMS.stream().anyMatch(type::startsWith);
    }

    /** It is not read after all. */
    private void end(Refusal why) {
      if (over) {
        return;
      }
      over = true;
      vertx.cancelTimer(timer);
      if (inflater != null) {
        inflater.end();
      }
      budget.cancel(go);
      forget();
      if (why != null) {
        refuse(context, why);
      }
    }

    /** The answer is written, or its receiver went away, when a route may still be at it. */
    private void answered(boolean written) {
      vertx.cancelTimer(timer);
      boolean begun = over;
      end(null);
      if (written && !held.isInRoute()) {
        forget();
      } else if (!written && begun && !held.isInRoute()) {
        vertx.setTimer(
            ABANDONED_MILLIS,
            later -> {
              if (!held.isInRoute()) {
                forget();
              }
            });
      }
    }

    private void forget() {
      underWay.remove(request, held);
      held.release();
    }
  }

  /** Answers, and throws away for a moment what is still coming. */
  private void refuse(RoutingContext context, Refusal why) {
    HttpServerRequest request = context.request();
    why.tell(context);
    request.handler(rest -> {});
    request.resume();
    vertx.setTimer(
        LINGER_MILLIS,
        later -> {
          if (!request.isEnded()) {
            hangUp(request);
          }
        });
  }

  private static void hangUp(HttpServerRequest request) {
    if (request.version() == HttpVersion.HTTP_2) {
      request.response().reset();
    } else {
      request.connection().close();
    }
  }
}
