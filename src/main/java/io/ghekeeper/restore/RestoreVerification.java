package io.ghekeeper.restore;

import io.ghekeeper.appliance.HostKey;
import io.ghekeeper.appliance.HostKeysInTar;
import io.ghekeeper.appliance.RestoreTarget;
import io.ghekeeper.appliance.RestoredFacts;
import io.ghekeeper.appliance.RestoredHosts;
import io.ghekeeper.engine.EngineReport;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.journal.RestoreEvent;
import io.ghekeeper.journal.RestoreEvent.Checked;
import io.ghekeeper.journal.Run;
import io.ghekeeper.key.UnlockedKey;
import io.ghekeeper.run.RunContext;
import io.ghekeeper.run.RunLimits;
import io.ghekeeper.snapshot.Inventory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What follows the engine. Checks over SSH what was restored, lifts maintenance mode where that was asked for, and reports
 * what is left to do by hand.
 */
public final class RestoreVerification {
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
    public RestoreVerification(Planner planner, RestoredHosts restoredHosts, String production, int sample) {
        this.planner = planner;
        this.restoredHosts = restoredHosts;
        this.production = production;
        this.sample = sample;
    }

    /** @throws Failure RESTORE_UNPROVEN or DRILL_FAILED when the checks on the target contradict the engine's report */
    @SuppressWarnings("MissingSummary")
    void examine(Plan plan, EngineReport report, UnlockedKey privateKey, RunContext context) {
        SelectedSnapshot selected = plan.selected().orElseThrow();
        RestoreTarget target = planner.target(plan.choices().host());
        List<HostKey> snapshotKeys =
                HostKeysInTar.of(selected.snapshot().directory().resolve("ssh-host-keys.tar"));
        List<Checked> checks = new ArrayList<>(RestoreChecks.findings(report.findings()));
        Optional<RestoredFacts> facts = facts(
                target, privateKey, snapshotKeys, plan.target().orElseThrow().configured(), checks, context.watch());
        facts.ifPresent(seen -> pin(seen, snapshotKeys, context));
        facts.ifPresent(seen -> checks.addAll(RestoreChecks.of(plan, seen)));
        facts.ifPresent(seen -> checks.addAll(counts(plan, seen, context.watch())));
        checks.addAll(RestoreChecks.steps(
                context.run(), planner.engine()::step, !plan.choices().skipMysql(), selected.holds("mssql")));
        if (context.run().kind().isDrill() && facts.isPresent()) {
            checks.addAll(RestoreChecks.repositories(
                    sample,
                    () -> context.watch().await(() -> target.fsck(privateKey, snapshotKeys, sample, LONGEST_FSCK))));
        }
        checks.forEach(check -> context.record(new RestoreEvent.Checked(check.what(), check.result(), check.words())));
        context.watch().check();
        requireBorneOut(checks, context.run());
        proven(checks, context);
        if (facts.isPresent()) {
            lift(plan, target, privateKey, snapshotKeys, context);
        }
        ManualSteps.after(plan, facts, context.run(), planner.keepsConsolePassword(plan.choices()), production)
                .forEach(what -> context.record(new RestoreEvent.ManualStepLeft(what)));
    }

    private List<Checked> counts(Plan plan, RestoredFacts seen, RunLimits watch) {
        SelectedSnapshot selected = plan.selected().orElseThrow();
        Optional<Inventory> counted =
                selected.counted().or(() -> watch.await(() -> SnapshotCount.of(selected.snapshot(), LONGEST_COUNT)));
        return ContentChecks.of(
                plan,
                counted,
                seen.contents(),
                planner.engine()
                        .leftOutOfRestore(planner.options(plan.choices()))
                        .keySet());
    }

    /** What was not counted is not proven: without one count, the snapshot is not called proven at all. */
    private static void proven(List<Checked> checks, RunContext context) {
        String checked = names(checks, Checked.CheckOutcome.GOOD);
        String unknown = names(checks, Checked.CheckOutcome.UNKNOWN);
        String not = unknown.isEmpty() ? "" : "; not checked: " + unknown;
        boolean counted = checks.stream()
                .anyMatch(check ->
                        check.result() == Checked.CheckOutcome.GOOD && ContentChecks.NAMES.contains(check.what()));
        if (counted) {
            context.record(new RestoreEvent.Proven());
            context.info("checked: " + checked + not);
        } else {
            context.warn(
                    "the snapshot is not called proven, because nothing of it could be counted on the target" + not);
        }
    }

    private static String names(List<Checked> checks, Checked.CheckOutcome result) {
        return checks.stream()
                .filter(check -> check.result() == result)
                .map(Checked::what)
                .collect(Collectors.joining(", "));
    }

    private static Optional<RestoredFacts> facts(
            RestoreTarget target,
            UnlockedKey privateKey,
            List<HostKey> keys,
            boolean configured,
            List<Checked> checks,
            RunLimits watch) {
        for (int tries = 1; ; tries++) {
            try {
                return Optional.of(watch.await(() -> target.restored(privateKey, keys, configured)));
            } catch (Failure failure) {
                watch.check();
                if (!failure.kind().canPass() || tries == TRIES) {
                    checks.add(RestoreChecks.unknown("target", "it could not be looked at: " + failure.getMessage()));
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
    private void pin(RestoredFacts seen, List<HostKey> snapshotKeys, RunContext context) {
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
            context.warn(shows + ", and it could not be pinned: " + failure.getMessage());
            return;
        }
        file.ifPresent(pinned ->
                context.record(new RestoreEvent.HostKeyPinned(seen.host(), key.fingerprint(), pinned.toString())));
    }

    private static void requireBorneOut(List<Checked> checks, Run run) {
        List<String> bad = checks.stream()
                .filter(check -> check.result() == Checked.CheckOutcome.BAD)
                .map(check -> check.what() + ": " + check.words())
                .toList();
        if (!bad.isEmpty()) {
            throw new Failure(
                    run.kind().isDrill() ? FailureKind.DRILL_FAILED : FailureKind.RESTORE_UNPROVEN,
                    "the engine ended with 0, and the restore is not whole: " + String.join("; ", bad),
                    "Read ghe-keeper logs " + run.id() + "; do not lift maintenance mode before this is understood.");
        }
    }

    private static void lift(
            Plan plan, RestoreTarget target, UnlockedKey privateKey, List<HostKey> keys, RunContext context) {
        if (!plan.choices().liftMaintenance() || !plan.target().orElseThrow().configured()) {
            return;
        }
        try {
            context.watch().await(() -> {
                target.liftMaintenance(privateKey, keys);
                return plan;
            });
            context.record(new RestoreEvent.MaintenanceLifted());
        } catch (Failure failure) {
            context.watch().check();
            // All is restored and proven; this is one thing more that is left to do.
            context.warn(failure.getMessage());
        }
    }
}
