package io.ghekeeper.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.appliance.RestoredContents;
import io.ghekeeper.journal.RestoreEvent.Checked;
import io.ghekeeper.snapshot.DatabasePlace;
import io.ghekeeper.snapshot.Inventory;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Fewer on the target than in the snapshot is bad, and what was not counted is unknown and never good. */
class ContentChecksTest {
    private static final List<String> ALL =
            List.of("repositories", "gists", "storage", "pages", "git-hooks", "audit-log");
    private static final Optional<Inventory> THREE_OF_EACH = Optional.of(new Inventory(
            1, 0, 1, 1, 1, 3, new Inventory.Contents(3, 3, 3, 3, 3), DatabasePlace.INTERNAL, 0, new TreeMap<>()));

    @Test
    void asMuchAsInTheSnapshotOrMoreIsGood() {
        assertThat(results(THREE_OF_EACH, Planned.contents(3L, 4L), Set.of()))
                .containsExactly(ALL.stream().map(name -> name + " GOOD").toArray(String[]::new));
    }

    @Test
    void fewerIsBadAndNamesBothNumbers() {
        List<Checked> checks =
                ContentChecks.of(new Planned().plan(), THREE_OF_EACH, Planned.contents(2L, 0L), Set.of());

        assertThat(checks).extracting(Checked::what).containsExactlyElementsOf(ALL);
        assertThat(checks).extracting(Checked::result).containsOnly(Checked.CheckOutcome.BAD);
        assertThat(checks.get(0).words()).isEqualTo("2 are there, and the snapshot has 3");
        assertThat(checks.get(2).words()).isEqualTo("0 are there, and the snapshot has 3");
    }

    @Test
    void whatCannotBeCountedOnEitherSideIsUnknown() {
        assertThat(results(THREE_OF_EACH, Planned.contents(null, null), Set.of()))
                .allMatch(result -> result.endsWith(" UNKNOWN"))
                .hasSize(ALL.size());
        assertThat(results(Optional.empty(), Planned.contents(9L, 9L), Set.of()))
                .allMatch(result -> result.endsWith(" UNKNOWN"))
                .hasSize(ALL.size());
    }

    @Test
    void whatTheSnapshotDoesNotHaveIsNotAskedFor() {
        Optional<Inventory> few = Optional.of(new Inventory(
                1, 0, 1, 1, 1, 0, new Inventory.Contents(0, 2, 0, 0, 0), DatabasePlace.INTERNAL, 0, new TreeMap<>()));

        assertThat(results(few, Planned.contents(0L, 2L), Set.of()))
                .containsExactly("repositories GOOD", "storage GOOD");
    }

    @Test
    void whatTheUserLeftOutIsNotMissed() {
        Set<String> out = Set.of("pages", "audit-log");
        Set<String> in = Set.of();

        assertThat(results(THREE_OF_EACH, Planned.contents(3L, 0L), out))
                .containsExactly("repositories GOOD", "gists BAD", "storage BAD", "git-hooks BAD");
        assertThat(results(THREE_OF_EACH, Planned.contents(3L, 0L), in)).contains("pages BAD", "audit-log BAD");
    }

    @Test
    void oneNodeOfAClusterShowsNothingOfTheOthers() {
        assertThat(ContentChecks.of(
                        new Planned().isCluster().plan(), THREE_OF_EACH, Planned.contents(1L, 1L), Set.of()))
                .extracting(Checked::result)
                .containsOnly(Checked.CheckOutcome.UNKNOWN);
    }

    @Test
    void anApplianceThatIsNotSetUpLoadsItsAuditLogLater() {
        assertThat(ContentChecks.of(new Planned().isNew().plan(), THREE_OF_EACH, Planned.contents(3L, 0L), Set.of())
                        .get(5))
                .extracting(Checked::what, Checked::result)
                .containsExactly("audit-log", Checked.CheckOutcome.UNKNOWN);
    }

    private static List<String> results(Optional<Inventory> counted, RestoredContents seen, Set<String> leftOut) {
        return ContentChecks.of(new Planned().plan(), counted, seen, leftOut).stream()
                .map(check -> check.what() + " " + check.result())
                .toList();
    }
}
