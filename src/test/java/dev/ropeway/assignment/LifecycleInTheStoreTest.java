package dev.ropeway.assignment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ropeway.assignment.Lifecycle.Event;
import dev.ropeway.assignment.Lifecycle.Guard;
import dev.ropeway.assignment.Lifecycle.Transition;
import dev.ropeway.assignment.LivedLife.Place;
import dev.ropeway.assignment.LivedLife.Situation;
import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.store.StoreUnavailableException;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** What the statements really do to a row is what the table says, from wherever it is. */
@RopewayTest
class LifecycleInTheStoreTest {

  @Inject LivedLife life;

  @BeforeEach
  void begin() {
    await("the store")
        .ignoreException(StoreUnavailableException.class)
        .untilAsserted(() -> life.forget());
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"ASSIGNED", "ORDERED", "FOLLOWED"})
  void every_event_makes_of_every_status_and_goal_what_the_table_says(Event event) {
    Map<Situation, Place> said = new LinkedHashMap<>();
    Map<Situation, Place> done = new LinkedHashMap<>();
    situations(event)
        .forEach(
            situation -> {
              said.put(situation, said(event, situation));
              done.put(situation, life.after(event, situation));
            });

    assertThat(said).hasSizeGreaterThanOrEqualTo(20);
    assertThat(done).containsExactlyEntriesOf(said);
  }

  /** All places, and all that the event's guards ask for, held or not. */
  private static List<Situation> situations(Event event) {
    Set<Guard> guards =
        events(event).stream()
            .flatMap(Lifecycle::rows)
            .map(Transition::guard)
            .collect(Collectors.toSet());
    boolean back = guards.contains(Guard.BACK_MEANWHILE);
    List<Situation> situations = new ArrayList<>();
    for (Place place : places()) {
      for (boolean ticket : either(back || guards.contains(Guard.NO_TICKET), event != Event.MADE)) {
        for (boolean wish : either(guards.contains(Guard.CANCEL_WISHED), false)) {
          for (boolean others : either(guards.contains(Guard.NO_OTHER_LIVE), false)) {
            for (boolean newer : either(guards.contains(Guard.REOPENED_NOW), false)) {
              for (boolean ours : either(back, true)) {
                situations.add(new Situation(place, ticket, wish, others, newer, ours));
              }
            }
          }
        }
      }
    }
    return situations.stream().filter(Situation::isPossible).toList();
  }

  private static List<Place> places() {
    return Arrays.stream(Status.values())
        .flatMap(
            status ->
                Arrays.stream(DesiredState.values())
                    .map(desiredState -> new Place(status, desiredState)))
        .toList();
  }

  private static List<Boolean> either(boolean asked, boolean otherwise) {
    return asked ? List.of(true, false) : List.of(otherwise);
  }

  /** A ticket that is over is as the claim's revision wants it, too. */
  private static List<Event> events(Event event) {
    return event == Event.ENDED ? List.of(Event.ENDED, Event.SHOWN) : List.of(event);
  }

  private static Place said(Event told, Situation situation) {
    Place place = situation.place();
    for (Event event : events(told)) {
      Optional<Transition> row =
          Lifecycle.next(situation.place().status(), event, situation::holds);
      if (row.isPresent()) {
        place =
            new Place(row.get().to(place.status()), row.get().desiredState(place.desiredState()));
      }
    }
    return place;
  }

  @Test
  void it_begins_as_the_table_says() {
    Place ended = new Place(Status.OPEN, DesiredState.REOPENED);

    assertThat(life.ordered()).isEqualTo(begins(Event.ORDERED));
    assertThat(life.follower(new Situation(ended, true, false, false, false, false)))
        .isEqualTo(begins(Event.FOLLOWED));
    Place closed = new Place(Status.CLOSED, DesiredState.REOPENED);
    assertThat(life.follower(new Situation(closed, true, false, true, false, false))).isNull();
  }

  private static Place begins(Event event) {
    Transition row = Lifecycle.rows(event).findFirst().orElseThrow();
    return new Place(row.to(), row.desiredState());
  }
}
