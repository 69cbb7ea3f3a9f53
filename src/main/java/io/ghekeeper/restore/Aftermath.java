package io.ghekeeper.restore;

import io.ghekeeper.appliance.HostKey;
import io.ghekeeper.appliance.HostKeysInTar;
import io.ghekeeper.appliance.RestoreTarget;
import io.ghekeeper.appliance.RestoredFacts;
import io.ghekeeper.appliance.RestoredHosts;
import io.ghekeeper.engine.EngineReport;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.journal.Events;
import io.ghekeeper.journal.OpenRun;
import io.ghekeeper.journal.Run;
import io.ghekeeper.run.RunLog;
import io.ghekeeper.run.Watch;
import io.ghekeeper.snapshot.Inventory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What comes after the engine: what was restored is looked at over SSH, maintenance mode is lifted where that was asked
 * for, and what is left to do by hand is told.
 */
public final class Aftermath {
    /** A configuration run restarts much, the SSH server among it. */
    private static final int TRIES = 5;

    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(5);

    /** The restore took longer; a plan does not wait so long. */
    private static final Duration LONGEST_COUNT = Duration.ofMinutes(30);

    private static final Duration LONGEST_FSCK = Duration.ofMinutes(15);

    private final Planner planner;
    private final RestoredHosts restoredHosts;
    private final String production;
    private final int sample;

    /**
     * Of restores here.
     *
     * @param production the name of the appliance that is backed up
     * @param sample how many repositories a drill looks through
     */
    public Aftermath(Planner planner, RestoredHosts restoredHosts, String production, int sample) {
        this.planner = planner;
        this.restoredHosts = restoredHosts;
        this.production = production;
        this.sample = sample;
    }

    /** @throws Failure RESTORE_UNPROVEN or DRILL_FAILED when the target does not bear out what the engine said */
    @SuppressWarnings("MissingSummary")
    void examine(Plan plan, EngineReport report, String privateKey, OpenRun run, RunLog log, Watch watch) {
        Selected selected = plan.selected().orElseThrow();
        RestoreTarget target = planner.target(plan.choices().host());
        List<HostKey> snapshotKeys =
                HostKeysInTar.of(selected.snapshot().directory().resolve("ssh-host-keys.tar"));
        List<Check> checks = new ArrayList<>(Check.findings(report.findings()));
        Optional<RestoredFacts> facts = facts(
                target, privateKey, snapshotKeys, plan.target().orElseThrow().configured(), checks, watch);
        facts.ifPresent(seen -> pin(seen, snapshotKeys, run, log));
        facts.ifPresent(seen -> checks.addAll(Check.of(plan, seen)));
        facts.ifPresent(seen -> checks.addAll(counts(plan, seen, watch)));
        checks.addAll(Check.steps(run.run(), !plan.choices().skipMysql(), selected.holds("mssql")));
        if (run.run().kind() == Run.Kind.DRILL && facts.isPresent()) {
            checks.addAll(Check.repositories(
                    sample, () -> watch.await(() -> target.fsck(privateKey, snapshotKeys, sample, LONGEST_FSCK))));
        }
        checks.forEach(check -> record(check, run, log));
        watch.check();
        requireBorneOut(checks, run.run());
        proven(checks, run, log);
        if (facts.isPresent()) {
            lift(plan, target, privateKey, snapshotKeys, run, log, watch);
        }
        LeftToDo.after(plan, facts, run.run(), planner.options(plan.choices()), production)
                .forEach(what -> {
                    run.event(Events.LEFT_TO_DO, Map.of("what", what));
                    log.stage("left to do: " + what);
                });
    }

    private List<Check> counts(Plan plan, RestoredFacts seen, Watch watch) {
        Selected selected = plan.selected().orElseThrow();
        Optional<Inventory> counted =
                selected.counted().or(() -> watch.await(() -> SnapshotCount.of(selected.snapshot(), LONGEST_COUNT)));
        return ContentChecks.of(plan, counted, seen.contents(), planner.options(plan.choices()));
    }

    /** What was not counted is not proven: without one count, the snapshot is not called proven at all. */
    private static void proven(List<Check> checks, OpenRun run, RunLog log) {
        String checked = names(checks, Check.Result.GOOD);
        String unknown = names(checks, Check.Result.UNKNOWN);
        String not = unknown.isEmpty() ? "" : "; not checked: " + unknown;
        boolean counted = checks.stream()
                .anyMatch(check -> check.result() == Check.Result.GOOD && ContentChecks.NAMES.contains(check.what()));
        if (counted) {
            run.event(Events.PROVEN, Map.of());
            log.stage("the snapshot is proven as far as it was checked: " + checked + not);
        } else {
            log.warning(
                    "the snapshot is not called proven, because nothing of it could be counted on the target" + not);
        }
    }

    private static String names(List<Check> checks, Check.Result result) {
        return checks.stream()
                .filter(check -> check.result() == result)
                .map(Check::what)
                .collect(Collectors.joining(", "));
    }

    private static Optional<RestoredFacts> facts(
            RestoreTarget target,
            String privateKey,
            List<HostKey> keys,
            boolean configured,
            List<Check> checks,
            Watch watch) {
        for (int tries = 1; ; tries++) {
            try {
                return Optional.of(watch.await(() -> target.restored(privateKey, keys, configured)));
            } catch (Failure failure) {
                watch.check();
                if (!failure.kind().canPass() || tries == TRIES) {
                    checks.add(Check.unknown("target", "it could not be looked at: " + failure.getMessage()));
                    return Optional.empty();
                }
                watch.pause(BETWEEN_TRIES);
            }
        }
    }

    /**
     * Makes known the host key that the restore gave to the target: its last step put the snapshot's there, so that the next
     * run would find a stranger. It is shown by whom the restore went to, in a connection that our key was let into.
     */
    private void pin(RestoredFacts seen, List<HostKey> snapshotKeys, OpenRun run, RunLog log) {
        HostKey key = seen.hostKey();
        if (seen.pinned() || !snapshotKeys.contains(key)) {
            return;
        }
        String shows = seen.host() + " now shows the snapshot's host key, " + key.type() + " " + key.fingerprint();
        Optional<Path> file;
        try {
            file = restoredHosts.pin(planner.settings(seen.host()), key);
        } catch (Failure failure) {
            // The restore is what it is without it; a person pins the key by hand.
            log.warning(shows + ", and it could not be pinned: " + failure.getMessage());
            return;
        }
        file.ifPresent(pinned -> {
            run.event(
                    Events.HOST_KEY_PINNED,
                    Map.of("host", seen.host(), "host-key", key.fingerprint(), "file", pinned.toString()));
            log.stage(shows + ": pinned in " + pinned);
        });
    }

    private static void record(Check check, OpenRun run, RunLog log) {
        run.event(
                Events.CHECKED,
                Map.of(
                        "what", check.what(),
                        "result", check.result().name().toLowerCase(Locale.ROOT),
                        "words", check.words()));
        String line = "checked " + check.what() + ": " + check.words();
        if (check.result() == Check.Result.GOOD) {
            log.stage(line);
        } else {
            log.warning(line);
        }
    }

    private static void requireBorneOut(List<Check> checks, Run run) {
        List<String> bad = checks.stream()
                .filter(check -> check.result() == Check.Result.BAD)
                .map(check -> check.what() + ": " + check.words())
                .toList();
        if (!bad.isEmpty()) {
            throw new Failure(
                    run.kind() == Run.Kind.DRILL ? FailureKind.DRILL_FAILED : FailureKind.RESTORE_UNPROVEN,
                    "backup-utils ended with 0, and the restore is not whole: " + String.join("; ", bad),
                    "Read ghe-keeper logs " + run.id() + "; do not lift maintenance mode before this is understood.");
        }
    }

    private static void lift(
            Plan plan,
            RestoreTarget target,
            String privateKey,
            List<HostKey> keys,
            OpenRun run,
            RunLog log,
            Watch watch) {
        if (!plan.choices().liftMaintenance() || !plan.target().orElseThrow().configured()) {
            return;
        }
        try {
            watch.await(() -> {
                target.liftMaintenance(privateKey, keys);
                return plan;
            });
            run.event(Events.MAINTENANCE_LIFTED, Map.of());
            log.stage("maintenance mode is lifted on " + plan.choices().host());
        } catch (Failure failure) {
            watch.check();
            // All is restored and proven; this is one thing more that is left to do.
            log.warning(failure.getMessage());
        }
    }
}
