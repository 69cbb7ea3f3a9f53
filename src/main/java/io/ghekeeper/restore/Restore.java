package io.ghekeeper.restore;

import io.ghekeeper.appliance.ApplianceSettings;
import io.ghekeeper.appliance.TargetFacts;
import io.ghekeeper.engine.Engine;
import io.ghekeeper.engine.EngineReport;
import io.ghekeeper.engine.Origin;
import io.ghekeeper.engine.RestoreRequest;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.journal.Events;
import io.ghekeeper.journal.OpenRun;
import io.ghekeeper.journal.Run;
import io.ghekeeper.key.SshKey;
import io.ghekeeper.key.UnlockedKey;
import io.ghekeeper.run.EngineWork;
import io.ghekeeper.run.Execution;
import io.ghekeeper.run.Recovery;
import io.ghekeeper.run.RunKey;
import io.ghekeeper.run.RunLog;
import io.ghekeeper.run.Watch;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One restore, or a drill: planned anew under the lease, done, and looked at. Whoever calls this has a person's consent.
 */
public final class Restore {
    /** Their reasons speak of backups; what a restore leaves behind is another thing. */
    private static final Set<FailureKind> ENDED = Set.of(
            FailureKind.RUN_INTERRUPTED, FailureKind.RUN_CANCELLED, FailureKind.RUN_OVERDUE, FailureKind.RUN_SILENT);

    private final Execution execution;
    private final Recovery recovery;
    private final Planner planner;
    private final RunKey key;
    private final Engine engine;
    private final Path dataDirectory;
    private final Aftermath aftermath;

    public Restore(
            Execution execution,
            Recovery recovery,
            Planner planner,
            RunKey key,
            Engine engine,
            Path dataDirectory,
            Aftermath aftermath) {
        this.execution = execution;
        this.recovery = recovery;
        this.planner = planner;
        this.key = key;
        this.engine = engine;
        this.dataDirectory = dataDirectory;
        this.aftermath = aftermath;
    }

    /**
     * Restores.
     *
     * @param output see {@link Execution#run}
     * @return the finished run
     * @throws Failure RUN_ACTIVE, with nothing done or recorded, when another run is at work; any other kind after it was
     *     written into the run's record: what the plan is refused for, what the engine fails with, RESTORE_UNPROVEN,
     *     DRILL_FAILED
     */
    public Run run(Run.Kind kind, Run.Trigger trigger, Optional<Path> output, Choices choices) {
        return execution.run(kind, trigger, output, (run, log, watch) -> {
            try {
                story(choices, run, log, watch);
            } catch (Failure failure) {
                throw told(watch.reason().orElse(failure), run.run());
            }
        });
    }

    /** Ends the restore at work, if any, tree and all, and lets none begin any more. For a thread of another's. */
    public void stop() {
        execution.stop();
    }

    private void story(Choices choices, OpenRun run, RunLog log, Watch watch) {
        run.event(Events.ASKED, choices.details());
        recovery.clearTheWay(run);
        try (UnlockedKey unlocked = key.unlock(watch)) {
            restore(choices, unlocked, run, log, watch);
        }
    }

    private void restore(Choices choices, UnlockedKey unlocked, OpenRun run, RunLog log, Watch watch) {
        String privateKey = unlocked.privateKey();
        boolean drill = run.run().kind() == Run.Kind.DRILL;
        Plan plan = watch.await(() -> planner.plan(choices, () -> privateKey, drill));
        plan.warnings().forEach(log::warning);
        plan.requireMayGo();
        Selected selected = plan.selected().orElseThrow();
        TargetFacts target = plan.target().orElseThrow();
        planned(plan, selected, target, run, log);
        setMaintenance(choices, target, privateKey, run, log, watch);
        // From here on the target is changed: a volume that cannot be written any more must not stop that half-way.
        run.goOnUnrecorded(log::warning);
        EngineReport report;
        try (SshKey file = key.write(unlocked, run, log)) {
            watch.check();
            RestoreRequest request = new RestoreRequest(
                    run.id(),
                    origin(choices.host()),
                    selected.id(),
                    choices.withSettings(),
                    choices.skipMysql(),
                    choices.options(),
                    file.file(),
                    run.output());
            report = new EngineWork(run, log, watch).of(progress -> engine.restore(request, progress));
        }
        Map<String, String> bytes = new LinkedHashMap<>();
        selected.bytes().ifPresent(count -> bytes.put("bytes", Long.toString(count)));
        run.event(Events.RESTORED, bytes);
        log.stage(
                report.findings().isEmpty()
                        ? "backup-utils has ended the restore and reported nothing missing"
                        : "backup-utils has ended the restore and reported that content is missing");
        aftermath.examine(plan, report, privateKey, run, log, watch);
    }

    private Origin origin(String host) {
        ApplianceSettings settings = planner.settings(host);
        return new Origin(
                host, settings.port(), settings.user(), settings.knownHosts(), settings.restoredHosts(), dataDirectory);
    }

    private static void planned(Plan plan, Selected selected, TargetFacts target, OpenRun run, RunLog log) {
        run.snapshot(selected.id());
        Map<String, String> details = new LinkedHashMap<>();
        details.put("host", target.host());
        details.put("addresses", String.join(" ", plan.addresses()));
        details.put("host-key", target.hostKey().fingerprint());
        details.put("configured", Boolean.toString(target.configured()));
        details.put("maintenance", Boolean.toString(target.maintenance()));
        target.version().ifPresent(version -> details.put("version", version));
        details.put("answer", target.negotiation().answer());
        target.uuid().ifPresent(uuid -> details.put("uuid", uuid));
        plan.ownUuid().ifPresent(uuid -> details.put("own-uuid", uuid));
        run.event(Events.TARGET, details);
        plan.estimate()
                .ifPresent(estimate -> run.event(
                        Events.PLANNED,
                        Map.of("estimate", Long.toString(estimate.time().toSeconds()))));
        log.stage("restoring snapshot " + selected.id() + " onto " + target.host() + ", version "
                + target.version().orElse("unknown") + ", uuid " + target.uuid().orElse("none"));
    }

    private void setMaintenance(
            Choices choices, TargetFacts target, String privateKey, OpenRun run, RunLog log, Watch watch) {
        if (!target.configured() || target.maintenance()) {
            return;
        }
        run.event(Events.MAINTENANCE_SET, Map.of());
        watch.await(() -> {
            planner.target(choices.host()).setMaintenance(privateKey);
            return target;
        });
        log.stage("maintenance mode is set on " + target.host());
    }

    private static Failure told(Failure failure, Run run) {
        if (!ENDED.contains(failure.kind())) {
            return failure;
        }
        return new Failure(
                failure.kind(),
                failure.getMessage() + "; " + TargetState.of(run),
                TargetState.isTouched(run)
                        ? "Repeat it with: ghe-keeper restore --again " + run.id()
                        : "Nothing to do; begin it again when you want.");
    }
}
