package io.ghekeeper.restore;

import io.ghekeeper.appliance.ApplianceSettings;
import io.ghekeeper.appliance.RestoreTarget;
import io.ghekeeper.appliance.TargetFacts;
import io.ghekeeper.archive.FetchPlan;
import io.ghekeeper.engine.InstalledEngine;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.history.History;
import io.ghekeeper.history.HistoryReader;
import io.ghekeeper.journal.Journal;
import io.ghekeeper.journal.ProcessIdentity;
import io.ghekeeper.run.Recovery;
import io.ghekeeper.text.ByteCount;
import io.ghekeeper.volume.Unwritable;
import io.ghekeeper.volume.Volume;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Looks at the snapshot and at the target, and says what a restore would do. Changes nothing. */
public final class Planner {
    private static final long LEAST_ROOM = 2L << 20;
    private static final long LOG_PER_FILE = 128;

    private final HistoryReader reader;
    private final SnapshotSelector selection;
    private final FetchPlanner fetches;
    private final ProductionGuard production;
    private final Undo undo;
    private final InstalledEngine engine;
    private final Recovery recovery;
    private final Journal journal;
    private final Volume volume;
    private final ApplianceSettings appliance;
    private final Predicate<ProcessIdentity> gone;
    private final Clock clock;

    /** @param gone whether a keeper's process is proven gone */
    @SuppressWarnings("MissingSummary")
    public Planner(
            HistoryReader reader,
            SnapshotSelector selection,
            FetchPlanner fetches,
            ProductionGuard production,
            Undo undo,
            InstalledEngine engine,
            Recovery recovery,
            Journal journal,
            Volume volume,
            ApplianceSettings appliance,
            Predicate<ProcessIdentity> gone,
            Clock clock) {
        this.reader = reader;
        this.selection = selection;
        this.fetches = fetches;
        this.production = production;
        this.undo = undo;
        this.engine = engine;
        this.recovery = recovery;
        this.journal = journal;
        this.volume = volume;
        this.appliance = appliance;
        this.gone = gone;
        this.clock = clock;
    }

    /** The target that is meant, as it is reached. */
    RestoreTarget target(String host) {
        return new RestoreTarget(settings(host), engine.sent());
    }

    boolean keepsConsolePassword(RestoreOptions choices) {
        return engine.keepsConsolePassword(options(choices)).isPresent();
    }

    /** The way back from what is planned. */
    Undo undo() {
        return undo;
    }

    /** The engine that is installed. */
    InstalledEngine engine() {
        return engine;
    }

    ApplianceSettings settings(String host) {
        return appliance.at(host);
    }

    /** The engine's options for a restore: its own go before those of the settings. */
    Map<String, String> options(RestoreOptions choices) {
        Map<String, String> options = new HashMap<>(engine.options());
        options.putAll(choices.options());
        return options;
    }

    /**
     * The plan for what was asked, for a person who looks before anything is begun.
     *
     * @param ask logs in to the target; a failure of it, or of its key, is a refusal
     * @param drill whether the production appliance is refused whatever was chosen
     */
    public Plan preview(RestoreOptions choices, Function<RestoreTarget, TargetFacts> ask, boolean drill) {
        return plan(choices, ask, drill, this::requireFreeLease, this::orphans);
    }

    /** The same for a run, which holds the lease. */
    Plan plan(RestoreOptions choices, Function<RestoreTarget, TargetFacts> ask, boolean drill) {
        return plan(choices, ask, drill, () -> {}, List::of);
    }

    private Plan plan(
            RestoreOptions choices,
            Function<RestoreTarget, TargetFacts> ask,
            boolean drill,
            Runnable free,
            Supplier<List<String>> orphans) {
        List<Failure> refusals = new ArrayList<>();
        Optional<History> history = unlessRefused(refusals, reader::read);
        Optional<PlannedFetch> fetch = history.filter(seen -> choices.fromArchive())
                .flatMap(seen -> unlessRefused(refusals, () -> fetches.plan(choices, seen)));
        Optional<SelectedSnapshot> selected = history.flatMap(seen -> selected(choices, fetch, seen, refusals));
        unlessRefused(refusals, () -> {
            here(free, selected);
            return true;
        });
        unlessRefused(refusals, () -> {
            requireFreeKeepLane(fetch);
            return true;
        });
        fetch.map(known -> FetchPlanner.refusals(known, command(choices, drill)))
                .ifPresent(refusals::addAll);
        Optional<TargetFacts> target = unlessRefused(refusals, () -> ask.apply(target(choices.host())));
        Optional<String> same = sameAsProduction(choices.host(), target, selected, fetch, history);
        same.filter(why -> drill || !choices.overwriteProduction())
                .ifPresent(why -> refusals.add(isProduction(choices.host(), why, drill)));
        refusals.addAll(ofTarget(choices, selected, fetch, target));
        PlannedUndo back = undo.plan(choices.host(), target, drill);
        back.refusal().ifPresent(refusals::add);
        return new Plan(
                clock.instant(),
                choices,
                fetch,
                selected,
                target,
                List.copyOf(ProductionGuard.addresses(choices.host())),
                selected.flatMap(
                        snapshot -> target.flatMap(facts -> production.ownUuid(facts, snapshot, history.get()))),
                same,
                selected.flatMap(SelectedSnapshot::bytes)
                        .or(() -> fetch.flatMap(PlannedFetch::need).map(FetchPlan::bytes))
                        .flatMap(bytes -> Estimate.of(history.get(), bytes)),
                back,
                selected.map(snapshot -> ExcludedData.in(snapshot, engine, options(choices)))
                        .orElse(List.of()),
                Stream.of(
                                orphans.get(),
                                back.warning().stream().toList(),
                                fetch.map(FetchPlanner::warnings).orElse(List.of()),
                                new PlanWarnings(this, appliance.host())
                                        .of(choices, selected, target, same.isPresent()))
                        .flatMap(List::stream)
                        .toList(),
                refusals);
    }

    /** One that has to be fetched cannot be looked at: the run does it, when it is there. */
    private Optional<SelectedSnapshot> selected(
            RestoreOptions choices, Optional<PlannedFetch> fetch, History history, List<Failure> refusals) {
        if (choices.fromArchive() && fetch.filter(known -> !known.isNeeded()).isEmpty()) {
            return Optional.empty();
        }
        RestoreOptions meant = fetch.map(known -> choices.of(known.snapshot())).orElse(choices);
        return unlessRefused(refusals, () -> selection.select(meant, history, gone));
    }

    /** A snapshot that has to be fetched is of the appliance that its root names. */
    private Optional<String> sameAsProduction(
            String host,
            Optional<TargetFacts> target,
            Optional<SelectedSnapshot> selected,
            Optional<PlannedFetch> fetch,
            Optional<History> history) {
        Optional<FetchPlan> need = fetch.flatMap(PlannedFetch::need);
        if (target.isEmpty() || (selected.isEmpty() && need.isEmpty())) {
            return production.byName(host);
        }
        Optional<String> uuid = selected.isPresent() ? selected.get().uuid() : need.map(FetchPlan::appliance);
        return production.sameAs(target.get(), uuid, history.orElseThrow());
    }

    /** The snapshot of the store that is meant, and what the volume lacks of it; for a person who looks. */
    public PlannedFetch fetch(RestoreOptions choices) {
        return fetches.plan(choices, reader.read());
    }

    private static String command(RestoreOptions choices, boolean drill) {
        return drill ? "ghe-keeper drill" : "ghe-keeper restore " + choices.host();
    }

    /** The store that it fetches from. */
    ArchiveSource archive() {
        return fetches.archive();
    }

    /** The lane that a fetch needs. */
    FetchLane lane() {
        return fetches.lane();
    }

    /** Whether it can be done from here. */
    private void here(Runnable free, Optional<SelectedSnapshot> selected) {
        free.run();
        requireRoom(selected);
        recovery.requireClearableWay();
        engine.requirePrograms();
        engine.requireRestores();
    }

    private List<Failure> ofTarget(
            RestoreOptions choices,
            Optional<SelectedSnapshot> selected,
            Optional<PlannedFetch> fetch,
            Optional<TargetFacts> target) {
        List<Failure> refusals = new ArrayList<>();
        target.flatMap(facts -> fetch.flatMap(PlannedFetch::need)
                        .flatMap(need -> TargetRules.ofRelease(
                                need.snapshot(), need.release(), "its root", facts, engine.table())))
                .ifPresent(refusals::add);
        if (selected.isPresent() && target.isPresent()) {
            refusals.addAll(TargetRules.refusals(selected.get(), target.get(), choices, engine.table()));
            refusals.addAll(new DatabaseRules(selected.get(), target.get(), choices, options(choices)).refusals());
        }
        target.ifPresent(facts -> facts.version()
                .ifPresent(version -> unlessRefused(refusals, () -> {
                    engine.requireFit(version, facts.negotiation().refusal());
                    return version;
                })));
        return refusals;
    }

    private List<String> orphans() {
        return recovery.running().stream()
                .filter(run -> gone.test(run.keeper()))
                .map(run -> "the engine of run " + run.id() + " is still running, and its keeper (" + run.keeper()
                        + ") is gone: this restore ends it first")
                .toList();
    }

    private void requireFreeLease() {
        try {
            journal.requireFreeLease();
        } catch (Failure busy) {
            throw busy.kind() == FailureKind.RUN_ACTIVE
                    ? new Failure(
                            busy.kind(), busy.getMessage(), "Wait for it to end, or end it: ghe-keeper cancel running")
                    : busy;
        }
    }

    private void requireFreeKeepLane(Optional<PlannedFetch> fetch) {
        if (fetch.filter(PlannedFetch::isNeeded).isPresent() && !fetches.lane().isFree()) {
            throw new Failure(
                    FailureKind.RUN_ACTIVE,
                    "another process reads or removes snapshots on this volume, and a fetch would put one there",
                    "See which run it is: ghe-keeper runs. Wait for it to end, or end it: ghe-keeper cancel RUN");
        }
    }

    /** backup-utils names each file in the log. A restore goes on without a log, but then no person sees what it does. */
    private void requireRoom(Optional<SelectedSnapshot> selected) {
        long needed = LEAST_ROOM
                + LOG_PER_FILE * selected.flatMap(SelectedSnapshot::files).orElse(0L);
        long free = volume.room().freeBytes();
        if (free < needed) {
            throw new Failure(
                    FailureKind.VOLUME_FULL,
                    ByteCount.words(free) + " are left on the volume of the snapshots, and the record and the log of a"
                            + " restore may take " + ByteCount.words(needed),
                    Unwritable.ENLARGE);
        }
    }

    private static <T> Optional<T> unlessRefused(List<Failure> refusals, Supplier<T> look) {
        try {
            return Optional.of(look.get());
        } catch (Failure refusal) {
            refusals.add(refusal);
            return Optional.empty();
        }
    }

    private static Failure isProduction(String host, String why, boolean drill) {
        return new Failure(
                FailureKind.TARGET_IS_PRODUCTION,
                host + " is the appliance that is backed up: " + why,
                drill
                        ? "Drills go to a scratch appliance only: set drill.host to another one."
                        : "If that is really the one to be overwritten, say so with --overwrite-production.");
    }
}
