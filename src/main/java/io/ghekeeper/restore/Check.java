package io.ghekeeper.restore;

import io.ghekeeper.appliance.RepositoryCheck;
import io.ghekeeper.appliance.RestoredFacts;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.journal.Events;
import io.ghekeeper.journal.Run;
import io.ghekeeper.snapshot.Inventory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/** One thing that was looked at on the target after a restore. */
record Check(String what, Result result, String words) {
    enum Result {
        GOOD,
        BAD,
        /** It could not be told. */
        UNKNOWN
    }

    Check {
        Objects.requireNonNull(what);
        Objects.requireNonNull(result);
        Objects.requireNonNull(words);
    }

    static Check unknown(String what, String words) {
        return new Check(what, Result.UNKNOWN, words);
    }

    /** What can be told of every restore. */
    static List<Check> of(Plan plan, RestoredFacts seen) {
        Selected selected = plan.selected().orElseThrow();
        List<Check> checks = new ArrayList<>();
        checks.add(same(
                "status", Optional.of("complete"), seen.restoreStatus(), "the appliance's own status of the restore"));
        checks.add(same("version", plan.target().orElseThrow().version(), seen.version(), "its release"));
        if (!selected.holds("cluster.conf")) {
            checks.add(same("uuid", selected.uuid(), seen.uuid(), "its uuid, which comes from the snapshot,"));
        }
        checks.add(repositories(selected.counted().map(Inventory::repositories), seen.repositories()));
        return checks;
    }

    private static Check same(String what, Optional<String> wanted, Optional<String> seen, String words) {
        if (seen.isEmpty() || wanted.isEmpty()) {
            return unknown(what, words + " cannot be told");
        }
        boolean same = plain(wanted.get()).equals(plain(seen.get()));
        return new Check(
                what,
                same ? Result.GOOD : Result.BAD,
                words + " is " + seen.get() + (same ? "" : " instead of " + wanted.get()));
    }

    /** More may be there than in the snapshot: what backup-utils does not know of, it leaves alone. */
    private static Check repositories(Optional<Long> wanted, Optional<Long> seen) {
        if (seen.isEmpty()) {
            return unknown("repositories", "they could not be counted on the target");
        }
        if (wanted.isEmpty()) {
            return unknown("repositories", seen.get() + " are there; those in the snapshot were not counted");
        }
        boolean all = seen.get() >= wanted.get();
        return new Check(
                "repositories",
                all ? Result.GOOD : Result.BAD,
                seen.get() + " are there, and the snapshot has " + wanted.get());
    }

    /** That the databases had their turn. */
    static List<Check> steps(Run run, boolean skipMysql) {
        List<Check> checks = new ArrayList<>();
        for (String database : skipMysql ? List.of("Redis") : List.of("MySQL", "Redis")) {
            boolean done = run.events().stream()
                    .filter(event -> event.name().equals(Events.STEP))
                    .anyMatch(event -> event.details()
                            .getOrDefault("title", "")
                            .toLowerCase(Locale.ROOT)
                            .contains(database.toLowerCase(Locale.ROOT)));
            checks.add(new Check(
                    database,
                    done ? Result.GOOD : Result.BAD,
                    done ? "its step was done" : "backup-utils never came to its step"));
        }
        return checks;
    }

    /** What git says of some of them. */
    static List<Check> repositories(int sample, Supplier<List<RepositoryCheck>> fsck) {
        if (sample == 0) {
            return List.of();
        }
        List<RepositoryCheck> looked;
        try {
            looked = fsck.get();
        } catch (Failure failure) {
            return List.of(unknown("git fsck", "it could not be asked: " + failure.getMessage()));
        }
        List<RepositoryCheck> broken = with(looked, RepositoryCheck.Outcome.BROKEN);
        int sound = with(looked, RepositoryCheck.Outcome.SOUND).size();
        if (!broken.isEmpty()) {
            RepositoryCheck first = broken.get(0);
            return List.of(new Check(
                    "git fsck",
                    Result.BAD,
                    broken.size() + " of " + (sound + broken.size()) + " repositories are broken, first "
                            + first.repository() + ": " + first.complaint()));
        }
        String words = sound + " of " + looked.size() + " repositories chosen at random are sound";
        return List.of(
                sound == looked.size() && sound > 0
                        ? new Check("git fsck", Result.GOOD, words)
                        : unknown("git fsck", words));
    }

    private static List<RepositoryCheck> with(List<RepositoryCheck> all, RepositoryCheck.Outcome outcome) {
        return all.stream().filter(one -> one.outcome() == outcome).toList();
    }

    private static String plain(String text) {
        return text.strip().toLowerCase(Locale.ROOT).replaceFirst("^v(?=\\d)", "");
    }
}
