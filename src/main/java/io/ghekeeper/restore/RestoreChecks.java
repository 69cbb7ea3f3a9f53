package io.ghekeeper.restore;

import io.ghekeeper.appliance.RepositoryCheck;
import io.ghekeeper.appliance.RestoredFacts;
import io.ghekeeper.engine.Finding;
import io.ghekeeper.engine.StepId;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.journal.RestoreEvent.Checked;
import io.ghekeeper.journal.Run;
import io.ghekeeper.journal.RunEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The checks of the target after a restore. */
final class RestoreChecks {
    private RestoreChecks() {}

    static Checked unknown(String what, String words) {
        return new Checked(what, Checked.CheckOutcome.UNKNOWN, words);
    }

    /** What the engine itself reported as skipped or missing, though the snapshot holds it. */
    static List<Checked> findings(List<Finding> findings) {
        return findings.stream()
                .map(finding -> new Checked("engine", Checked.CheckOutcome.BAD, finding.sentence()))
                .toList();
    }

    /** What the target says of itself after any restore. */
    static List<Checked> of(Plan plan, RestoredFacts seen) {
        SelectedSnapshot selected = plan.selected().orElseThrow();
        List<Checked> checks = new ArrayList<>();
        checks.add(same(
                "status", Optional.of("complete"), seen.restoreStatus(), "the appliance's own status of the restore"));
        checks.add(same("version", plan.target().orElseThrow().version(), seen.version(), "its release"));
        if (!selected.ofCluster()) {
            checks.add(same("uuid", selected.uuid(), seen.uuid(), "its uuid, which comes from the snapshot,"));
        }
        return checks;
    }

    private static Checked same(String what, Optional<String> wanted, Optional<String> seen, String words) {
        if (seen.isEmpty() || wanted.isEmpty()) {
            return unknown(what, words + " is unknown");
        }
        boolean same = plain(wanted.get()).equals(plain(seen.get()));
        return new Checked(
                what,
                same ? Checked.CheckOutcome.GOOD : Checked.CheckOutcome.BAD,
                words + " is " + seen.get() + (same ? "" : " instead of " + wanted.get()));
    }

    /** That the databases had their turn, by what each step does and not by how it is called. */
    static List<Checked> steps(Run run, Function<String, Optional<StepId>> byTitle, boolean mysql, boolean mssql) {
        Set<String> done = run.all(RunEvent.StepBegun.class)
                .flatMap(step -> id(step, byTitle).stream())
                .collect(Collectors.toSet());
        List<Checked> checks = new ArrayList<>();
        if (mysql) {
            checks.add(step("MySQL", StepId.MYSQL, done));
        }
        checks.add(step("Redis", StepId.REDIS, done));
        if (mssql) {
            checks.add(step("MSSQL", StepId.MSSQL, done));
        }
        return checks;
    }

    /** Records of earlier releases have the title alone. */
    private static Optional<String> id(RunEvent.StepBegun step, Function<String, Optional<StepId>> byTitle) {
        return step.id().or(() -> byTitle.apply(step.title()).map(StepId::word));
    }

    private static Checked step(String database, StepId step, Set<String> done) {
        boolean ran = done.contains(step.word());
        return new Checked(
                database,
                ran ? Checked.CheckOutcome.GOOD : Checked.CheckOutcome.BAD,
                ran ? "its step was done" : "the engine never came to its step");
    }

    /** What git says of some of them. */
    static List<Checked> repositories(int sample, Supplier<List<RepositoryCheck>> fsck) {
        if (sample == 0) {
            return List.of();
        }
        List<RepositoryCheck> looked;
        try {
            looked = fsck.get();
        } catch (Failure failure) {
            return List.of(unknown("git fsck", "it could not be asked: " + failure.getMessage()));
        }
        List<RepositoryCheck> broken = with(looked, RepositoryCheck.RepositoryState.BROKEN);
        int sound = with(looked, RepositoryCheck.RepositoryState.SOUND).size();
        if (!broken.isEmpty()) {
            RepositoryCheck first = broken.get(0);
            return List.of(new Checked(
                    "git fsck",
                    Checked.CheckOutcome.BAD,
                    broken.size() + " of " + (sound + broken.size()) + " repositories are broken, first "
                            + first.repository() + ": " + first.complaint()));
        }
        String words = sound + " of " + looked.size() + " repositories chosen at random are sound";
        return List.of(
                sound == looked.size() && sound > 0
                        ? new Checked("git fsck", Checked.CheckOutcome.GOOD, words)
                        : unknown("git fsck", words));
    }

    private static List<RepositoryCheck> with(List<RepositoryCheck> all, RepositoryCheck.RepositoryState outcome) {
        return all.stream().filter(one -> one.outcome() == outcome).toList();
    }

    private static String plain(String text) {
        return text.strip().toLowerCase(Locale.ROOT).replaceFirst("^v(?=\\d)", "");
    }
}
