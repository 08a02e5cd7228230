package dev.ropeway.store;

import java.time.Duration;
import java.util.Optional;

/**
 * Works at what the store keeps to be done in the background, part by part. A part that is under
 * way is finished when the replica ends; another replica goes on with the next.
 *
 * @param <R> a run that this replica holds
 */
public final class BackgroundRuns<R> {

  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  private final Work<R> work;
  private final PeriodicTask periodicTask;

  /** What there is to do, and how it is done. */
  public interface Work<R> {

    /** Takes a run that nobody is at work on. */
    Optional<R> claim();

    /** Does a part of it; the run as it is then, or empty when this replica holds it no more. */
    Optional<R> part(R run);

    /** Lets another replica go on at once. */
    void giveBack(R run);

    /** Ends a run that failed for a reason that nobody foresaw. */
    void fail(R run, RuntimeException why);
  }

  public BackgroundRuns(String name, Work<R> work) {
    this.work = work;
    periodicTask = new PeriodicTask(name, LOOK_EVERY, this::look);
  }

  /** Looks for runs from now on. */
  public void begin() {
    periodicTask.begin();
  }

  /** Begins no further part. */
  public void end() {
    periodicTask.end();
  }

  private void look() {
    Optional<R> run = work.claim();
    while (run.isPresent()) {
      workAt(run.get());
      run = periodicTask.isOver() ? Optional.empty() : work.claim();
    }
  }

  /** Store troubles go up: the run goes on when its lease is over. */
  private void workAt(R claimed) {
    Optional<R> run = Optional.of(claimed);
    R last = claimed;
    try {
      while (run.isPresent() && !periodicTask.isOver()) {
        last = run.get();
        run = work.part(last);
      }
      run.ifPresent(work::giveBack);
    } catch (StoreUnavailableException | StoreBusyException e) {
      throw e;
    } catch (RuntimeException e) {
      work.fail(last, e);
    }
  }
}
