package io.ghekeeper.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.appliance.RepositoryCheck;
import io.ghekeeper.appliance.RestoredFacts;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.journal.RestoreEvent.Checked;
import io.ghekeeper.journal.Run;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CheckTest {
    @Test
    void allThatIsAsItShouldBeIsGood() {
        assertThat(results(Planned.restored())).containsExactly("status GOOD", "version GOOD", "uuid GOOD");
    }

    @Test
    void eachThatIsOtherwiseIsBadAndSaysBoth() {
        assertThat(RestoreChecks.of(new Planned().plan(), Planned.restored(true, "3.12.0", "another", "failed", 9L)))
                .allMatch(check -> check.result() == Checked.CheckOutcome.BAD)
                .extracting(Checked::words)
                .satisfiesExactly(
                        words -> assertThat(words).endsWith("is failed instead of complete"),
                        words -> assertThat(words).endsWith("is 3.12.0 instead of 3.11.0"),
                        words -> assertThat(words).endsWith("is another instead of " + Planned.UUID));
    }

    @Test
    void whatTheTargetDoesNotSayIsUnknownAndNeverGood() {
        assertThat(results(Planned.restored(true, null, null, null, null)))
                .containsExactly("status UNKNOWN", "version UNKNOWN", "uuid UNKNOWN");
    }

    @Test
    void spellingIsNoDifference() {
        assertThat(results(Planned.restored(
                        true, "v3.11.0", Planned.UUID.toUpperCase(java.util.Locale.ROOT), "complete\n", 11L)))
                .allMatch(result -> result.endsWith(" GOOD"));
    }

    @Test
    void aClusterKeepsItsOwnUuids() {
        assertThat(RestoreChecks.of(new Planned().holds("cluster.conf").plan(), Planned.restored()))
                .extracting(Checked::what)
                .doesNotContain("uuid");
    }

    @Test
    void theDatabasesMustHaveHadTheirTurn() {
        Run none = new Planned().run(Run.Kind.DRILL);
        Run both = new Planned()
                .happened("step", Map.of("title", "MySQL database"))
                .happened("step", Map.of("title", "Redis database"))
                .run(Run.Kind.DRILL);

        assertThat(RestoreChecks.steps(none, Planned.engine()::step, true, true))
                .extracting(Checked::result)
                .containsOnly(Checked.CheckOutcome.BAD);
        assertThat(RestoreChecks.steps(both, Planned.engine()::step, true, false))
                .extracting(Checked::result)
                .containsExactly(Checked.CheckOutcome.GOOD, Checked.CheckOutcome.GOOD);
        assertThat(RestoreChecks.steps(both, Planned.engine()::step, false, false))
                .extracting(Checked::what)
                .containsExactly("Redis");
        assertThat(RestoreChecks.steps(both, Planned.engine()::step, true, true).get(2))
                .as("MSSQL is no MySQL")
                .isEqualTo(new Checked("MSSQL", Checked.CheckOutcome.BAD, "the engine never came to its step"));
    }

    /** The title is what the tool calls it today; older records have nothing else. */
    @Test
    void aStepIsKnownByWhatItDoesWhateverItsTitle() {
        Run run = new Planned()
                .happened("step", Map.of("title", "Datenbank", "id", "mysql"))
                .happened("step", Map.of("title", "Redis database, the MySQL-free way"))
                .happened("step", Map.of("title", "MSSQL databases", "id", "mssql"))
                .run(Run.Kind.RESTORE);
        Run other = new Planned()
                .happened("step", Map.of("title", "pages about MySQL and Redis", "id", "pages"))
                .happened("step", Map.of("title", "notes on Redis"))
                .run(Run.Kind.RESTORE);

        assertThat(RestoreChecks.steps(run, Planned.engine()::step, true, true))
                .extracting(Checked::result)
                .containsOnly(Checked.CheckOutcome.GOOD);
        assertThat(RestoreChecks.steps(other, Planned.engine()::step, true, false))
                .extracting(Checked::result)
                .containsOnly(Checked.CheckOutcome.BAD);
    }

    @Test
    void oneBrokenRepositoryIsBadAndAllSoundOnesAreGood() {
        assertThat(fsck(RepositoryCheck.RepositoryState.SOUND, RepositoryCheck.RepositoryState.SOUND)
                        .result())
                .isEqualTo(Checked.CheckOutcome.GOOD);
        Checked broken = fsck(RepositoryCheck.RepositoryState.SOUND, RepositoryCheck.RepositoryState.BROKEN);
        assertThat(broken.result()).isEqualTo(Checked.CheckOutcome.BAD);
        assertThat(broken.words()).isEqualTo("1 of 2 repositories are broken, first a.git: missing blob");
    }

    @Test
    void repositoriesThatWereNotLookedThroughAreUnknown() {
        assertThat(fsck(RepositoryCheck.RepositoryState.SOUND, RepositoryCheck.RepositoryState.UNFINISHED)
                        .result())
                .isEqualTo(Checked.CheckOutcome.UNKNOWN);
        assertThat(fsck(RepositoryCheck.RepositoryState.UNCHECKED).result()).isEqualTo(Checked.CheckOutcome.UNKNOWN);
        assertThat(fsck().result()).isEqualTo(Checked.CheckOutcome.UNKNOWN);
        assertThat(RestoreChecks.repositories(5, () -> {
                    throw new Failure(FailureKind.CONNECTION_LOST, "it broke", "Look.");
                }))
                .singleElement()
                .extracting(Checked::result)
                .isEqualTo(Checked.CheckOutcome.UNKNOWN);
        assertThat(RestoreChecks.repositories(0, () -> {
                    throw new AssertionError("no sample was asked for");
                }))
                .isEmpty();
    }

    private static Checked fsck(RepositoryCheck.RepositoryState... outcomes) {
        List<RepositoryCheck> looked = Stream.of(outcomes)
                .map(outcome -> new RepositoryCheck("a.git", outcome, "missing blob"))
                .toList();
        return RestoreChecks.repositories(5, () -> looked).get(0);
    }

    private static List<String> results(RestoredFacts seen) {
        return RestoreChecks.of(new Planned().plan(), seen).stream()
                .map(check -> check.what() + " " + check.result())
                .toList();
    }
}
