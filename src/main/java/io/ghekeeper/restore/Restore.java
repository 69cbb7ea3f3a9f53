package io.ghekeeper.restore;

import io.ghekeeper.appliance.ApplianceSettings;
import io.ghekeeper.appliance.TargetFacts;
import io.ghekeeper.archive.FetchPlan;
import io.ghekeeper.engine.Engine;
import io.ghekeeper.engine.EngineReport;
import io.ghekeeper.engine.Origin;
import io.ghekeeper.engine.RestoreRequest;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.journal.RestoreEvent;
import io.ghekeeper.journal.Run;
import io.ghekeeper.key.SshKey;
import io.ghekeeper.key.UnlockedKey;
import io.ghekeeper.run.EngineWork;
import io.ghekeeper.run.Execution;
import io.ghekeeper.run.Recovery;
import io.ghekeeper.run.RunContext;
import io.ghekeeper.run.RunKey;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;

/**
 * One restore, or a drill: planned again under the lease, done, and verified. The caller has a person's consent.
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
    private final RestoreVerification aftermath;

    public Restore(
            Execution execution,
            Recovery recovery,
            Planner planner,
            RunKey key,
            Engine engine,
            Path dataDirectory,
            RestoreVerification aftermath) {
        this.execution = execution;
        this.recovery = recovery;
        this.planner = planner;
        this.key = key;
        this.engine = engine;
        this.dataDirectory = dataDirectory;
        this.aftermath = aftermath;
    }

    /**
     * Restores. One on the schedule that may fetch takes the lane of fetches before it begins: no person looked whether it is free.
     *
     * @param output see {@link Execution#run}
     * @return the finished run
     * @throws Failure RUN_ACTIVE, with nothing done or recorded, when another run is running, or the lane of fetches is taken; any other kind after it was
     *     written into the run's record: what the plan is refused for, what the engine fails with, RESTORE_UNPROVEN,
     *     DRILL_FAILED
     */
    public Run run(Run.Kind kind, Run.Cause cause, Optional<Path> output, RestoreOptions choices) {
        Supplier<Run> run = () -> execute(kind, cause, output, choices);
        return choices.fromArchive() && cause.trigger() == Run.Trigger.SCHEDULE
                ? planner.lane().ahead(run)
                : run.get();
    }

    private Run execute(Run.Kind kind, Run.Cause cause, Optional<Path> output, RestoreOptions choices) {
        return execution.run(kind, cause, output, context -> {
            try {
                story(choices, context);
            } catch (Failure failure) {
                throw withTargetState(context.watch().reason().orElse(failure), context.run());
            }
        });
    }

    /** Ends the running restore, if any, with all its processes, and refuses new ones. Another thread calls it. */
    public void stop() {
        execution.stop();
    }

    private void story(RestoreOptions choices, RunContext context) {
        context.record(new RestoreEvent.Asked(choices.details()));
        recovery.clearTheWay(context);
        RestoreOptions here = choices.fromArchive() ? fetched(choices, context) : choices;
        try (UnlockedKey unlocked = key.unlock(context)) {
            restore(here, unlocked, context);
        }
    }

    /**
     * Fetches what the volume lacks, where nothing is known against that before. The key is opened again afterwards: a fetch
     * takes hours.
     *
     * @return the same choices, of the snapshot that is on the volume now
     */
    private RestoreOptions fetched(RestoreOptions choices, RunContext context) {
        Plan plan = planBeforeFetch(choices, context);
        PlannedFetch fetch = plan.fetch().orElseThrow();
        if (fetch.isNeeded()) {
            // From here on, nothing removes it before the engine has read it.
            context.snapshot(fetch.snapshot(), Set.of());
            context.watch().workBegins();
            try {
                requireFit(fetch.need().orElseThrow(), plan.target().orElseThrow(), context);
                context.record(new RestoreEvent.SnapshotSource(Optional.of(fetch.store())));
                planner.archive().fetch(fetch.snapshot(), context);
            } finally {
                context.watch().workEnded();
            }
        } else {
            planner.lane().giveBack();
            context.info("nothing is fetched: " + fetch.snapshot() + " is whole on the volume");
        }
        return choices.of(fetch.snapshot()).fromArchive(false);
    }

    /** Of a root that says the release, the plan has looked at it. */
    private void requireFit(FetchPlan need, TargetFacts target, RunContext context) {
        if (need.release().isPresent()) {
            return;
        }
        Optional<String> release = planner.archive().release(need.snapshot(), context);
        TargetRules.ofRelease(
                        need.snapshot(),
                        release,
                        "its file version",
                        target,
                        planner.engine().table())
                .ifPresent(refusal -> {
                    throw refusal;
                });
        context.info("snapshot " + need.snapshot()
                + release.map(known -> " is from GHES " + known + ", as its file version says")
                        .orElse(" does not say its release before it is fetched"));
    }

    private Plan planBeforeFetch(RestoreOptions choices, RunContext context) {
        boolean drill = context.run().kind().isDrill();
        try (UnlockedKey unlocked = key.unlock(context)) {
            Plan plan = context.watch().await(() -> planner.plan(choices, host -> host.facts(unlocked), drill));
            plan.requireMayGo();
            return plan;
        }
    }

    private void restore(RestoreOptions choices, UnlockedKey privateKey, RunContext context) {
        boolean drill = context.run().kind().isDrill();
        Plan plan = context.watch().await(() -> planner.plan(choices, host -> host.facts(privateKey), drill));
        plan.warnings().forEach(context::warn);
        plan.requireMayGo();
        SelectedSnapshot selected = plan.selected().orElseThrow();
        TargetFacts target = plan.target().orElseThrow();
        planned(plan, selected, target, context);
        setMaintenance(choices, target, privateKey, context);
        planner.undo().make(plan, context);
        // From here on the target is changed: a volume that cannot be written any more must not stop that half-way.
        context.goOnUnrecorded();
        EngineReport report;
        try (SshKey file = key.write(privateKey, context)) {
            context.watch().check();
            RestoreRequest request = new RestoreRequest(
                    context.id(),
                    origin(choices.host()),
                    selected.id(),
                    choices.withSettings(),
                    choices.skipMysql(),
                    choices.options(),
                    file.file(),
                    context.output());
            report = new EngineWork(context).of(progress -> engine.restore(request, progress));
        }
        context.record(new RestoreEvent.RestoreDone(
                selected.bytes().map(OptionalLong::of).orElse(OptionalLong.empty())));
        if (!report.findings().isEmpty()) {
            context.warn("the engine reported that content is missing");
        }
        aftermath.examine(plan, report, privateKey, context);
    }

    private Origin origin(String host) {
        ApplianceSettings settings = planner.settings(host);
        return new Origin(
                host, settings.port(), settings.user(), settings.knownHosts(), settings.restoredHosts(), dataDirectory);
    }

    private static void planned(Plan plan, SelectedSnapshot selected, TargetFacts target, RunContext context) {
        context.snapshot(selected.id(), Set.of());
        if (!context.run().has(RestoreEvent.SnapshotSource.class)) {
            context.record(new RestoreEvent.SnapshotSource(Optional.empty()));
        }
        context.record(new RestoreEvent.Target(
                target.host(),
                plan.addresses(),
                target.hostKey().fingerprint(),
                target.version(),
                target.negotiation().answer(),
                target.uuid(),
                plan.ownUuid(),
                target.configured(),
                target.maintenance()));
        plan.estimate().ifPresent(estimate -> context.record(new RestoreEvent.Planned(Optional.of(estimate.time()))));
        context.info("restoring snapshot " + selected.id() + " onto " + target.host());
    }

    private void setMaintenance(
            RestoreOptions choices, TargetFacts target, UnlockedKey privateKey, RunContext context) {
        if (!target.configured() || target.maintenance()) {
            return;
        }
        context.record(new RestoreEvent.MaintenanceSet());
        context.watch().await(() -> {
            planner.target(choices.host()).setMaintenance(privateKey);
            return target;
        });
        context.info("maintenance mode is set on " + target.host());
    }

    private static Failure withTargetState(Failure failure, Run run) {
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
