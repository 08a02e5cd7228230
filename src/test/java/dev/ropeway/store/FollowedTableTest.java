package dev.ropeway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ropeway.scenarios.RopewayTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@RopewayTest
class FollowedTableTest {

  @Inject Database database;

  private final List<Integer> taken = new CopyOnWriteArrayList<>();
  private FollowedTable table;

  @BeforeEach
  void begin() {
    await("the store")
        .ignoreException(StoreUnavailableException.class)
        .until(() -> run("create table if not exists followed (name text, version bigint)"));
    run("truncate followed");
    table = new FollowedTable("followed", "max(version)", database, this::take);
  }

  @AfterEach
  void end() {
    table.stop();
    run("drop table followed");
  }

  private boolean run(String sql) {
    return database.inTransaction(handle -> handle.execute(sql) >= 0);
  }

  private void take() {
    taken.add(
        database.inTransaction(
            handle ->
                handle.createQuery("select count(*) from followed").mapTo(Integer.class).one()));
  }

  @Test
  void what_is_there_is_taken_over_before_the_start_ends() {
    run("insert into followed values ('a', 1)");

    table.start();

    assertThat(taken).containsExactly(1);
  }

  @Test
  void a_change_of_another_replica_is_taken_over_once() {
    table.start();

    run("insert into followed values ('a', 1)");
    await().until(() -> taken.equals(List.of(0, 1)));
    run("update followed set version = 2");
    await().until(() -> taken.equals(List.of(0, 1, 1)));
    run("delete from followed");
    await().until(() -> taken.equals(List.of(0, 1, 1, 0)));
  }

  @Test
  void a_change_of_ones_own_is_taken_over_at_once() {
    table.start();
    run("insert into followed values ('a', 1)");

    table.changed();

    assertThat(taken.get(taken.size() - 1)).isEqualTo(1);
  }
}
