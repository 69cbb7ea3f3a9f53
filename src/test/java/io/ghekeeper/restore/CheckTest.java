package io.ghekeeper.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.appliance.RepositoryCheck;
import io.ghekeeper.appliance.RestoredFacts;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.journal.Events;
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
        assertThat(Check.of(new Planned().plan(), Planned.restored(true, "3.12.0", "another", "failed", 9L)))
                .allMatch(check -> check.result() == Check.Result.BAD)
                .extracting(Check::words)
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
        assertThat(Check.of(new Planned().holds("cluster.conf").plan(), Planned.restored()))
                .extracting(Check::what)
                .doesNotContain("uuid");
    }

    @Test
    void theDatabasesMustHaveHadTheirTurn() {
        Run none = new Planned().run(Run.Kind.DRILL);
        Run both = new Planned()
                .happened(Events.STEP, Map.of("title", "MySQL database"))
                .happened(Events.STEP, Map.of("title", "Redis database"))
                .run(Run.Kind.DRILL);

        assertThat(Check.steps(none, true, true)).extracting(Check::result).containsOnly(Check.Result.BAD);
        assertThat(Check.steps(both, true, false))
                .extracting(Check::result)
                .containsExactly(Check.Result.GOOD, Check.Result.GOOD);
        assertThat(Check.steps(both, false, false)).extracting(Check::what).containsExactly("Redis");
        assertThat(Check.steps(both, true, true).get(2))
                .as("MSSQL is no MySQL")
                .isEqualTo(new Check("MSSQL", Check.Result.BAD, "backup-utils never came to its step"));
    }

    /** The title is what the tool calls it today; older records have nothing else. */
    @Test
    void aStepIsKnownByWhatItDoesWhateverItsTitle() {
        Run run = new Planned()
                .happened(Events.STEP, Map.of("title", "Datenbank", "id", "mysql"))
                .happened(Events.STEP, Map.of("title", "Redis database, the MySQL-free way"))
                .happened(Events.STEP, Map.of("title", "MSSQL databases", "id", "mssql"))
                .run(Run.Kind.RESTORE);
        Run other = new Planned()
                .happened(Events.STEP, Map.of("title", "pages about MySQL and Redis", "id", "pages"))
                .happened(Events.STEP, Map.of("title", "notes on Redis"))
                .run(Run.Kind.RESTORE);

        assertThat(Check.steps(run, true, true)).extracting(Check::result).containsOnly(Check.Result.GOOD);
        assertThat(Check.steps(other, true, false)).extracting(Check::result).containsOnly(Check.Result.BAD);
    }

    @Test
    void oneBrokenRepositoryIsBadAndAllSoundOnesAreGood() {
        assertThat(fsck(RepositoryCheck.Outcome.SOUND, RepositoryCheck.Outcome.SOUND)
                        .result())
                .isEqualTo(Check.Result.GOOD);
        Check broken = fsck(RepositoryCheck.Outcome.SOUND, RepositoryCheck.Outcome.BROKEN);
        assertThat(broken.result()).isEqualTo(Check.Result.BAD);
        assertThat(broken.words()).isEqualTo("1 of 2 repositories are broken, first a.git: missing blob");
    }

    @Test
    void repositoriesThatWereNotLookedThroughAreUnknown() {
        assertThat(fsck(RepositoryCheck.Outcome.SOUND, RepositoryCheck.Outcome.UNFINISHED)
                        .result())
                .isEqualTo(Check.Result.UNKNOWN);
        assertThat(fsck(RepositoryCheck.Outcome.UNCHECKED).result()).isEqualTo(Check.Result.UNKNOWN);
        assertThat(fsck().result()).isEqualTo(Check.Result.UNKNOWN);
        assertThat(Check.repositories(5, () -> {
                    throw new Failure(FailureKind.CONNECTION_LOST, "it broke", "Look.");
                }))
                .singleElement()
                .extracting(Check::result)
                .isEqualTo(Check.Result.UNKNOWN);
        assertThat(Check.repositories(0, () -> {
                    throw new AssertionError("nobody asked for a sample");
                }))
                .isEmpty();
    }

    private static Check fsck(RepositoryCheck.Outcome... outcomes) {
        List<RepositoryCheck> looked = Stream.of(outcomes)
                .map(outcome -> new RepositoryCheck("a.git", outcome, "missing blob"))
                .toList();
        return Check.repositories(5, () -> looked).get(0);
    }

    private static List<String> results(RestoredFacts seen) {
        return Check.of(new Planned().plan(), seen).stream()
                .map(check -> check.what() + " " + check.result())
                .toList();
    }
}
