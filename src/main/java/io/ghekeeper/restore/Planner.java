package io.ghekeeper.restore;

import io.ghekeeper.appliance.ApplianceSettings;
import io.ghekeeper.appliance.RestoreTarget;
import io.ghekeeper.appliance.TargetFacts;
import io.ghekeeper.engine.InstalledEngine;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.history.History;
import io.ghekeeper.history.HistoryReader;
import io.ghekeeper.journal.Journal;
import io.ghekeeper.journal.ProcessIdentity;
import io.ghekeeper.run.Recovery;
import io.ghekeeper.snapshot.DatabasePlace;
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
    private final ProductionGuard production;
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
            ProductionGuard production,
            InstalledEngine engine,
            Recovery recovery,
            Journal journal,
            Volume volume,
            ApplianceSettings appliance,
            Predicate<ProcessIdentity> gone,
            Clock clock) {
        this.reader = reader;
        this.selection = selection;
        this.production = production;
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
        Optional<SelectedSnapshot> selected =
                history.flatMap(seen -> unlessRefused(refusals, () -> selection.select(choices, seen, gone)));
        unlessRefused(refusals, () -> {
            here(free, selected);
            return true;
        });
        Optional<TargetFacts> target = unlessRefused(refusals, () -> ask.apply(target(choices.host())));
        Optional<String> same = target.isPresent() && selected.isPresent()
                ? production.sameAs(target.get(), selected.get(), history.get())
                : production.byName(choices.host());
        same.filter(why -> drill || !choices.overwriteProduction())
                .ifPresent(why -> refusals.add(isProduction(choices.host(), why, drill)));
        refusals.addAll(ofTarget(choices, selected, target));
        return new Plan(
                clock.instant(),
                choices,
                selected,
                target,
                List.copyOf(ProductionGuard.addresses(choices.host())),
                selected.flatMap(
                        snapshot -> target.flatMap(facts -> production.ownUuid(facts, snapshot, history.get()))),
                same,
                selected.flatMap(SelectedSnapshot::bytes).flatMap(bytes -> Estimate.of(history.get(), bytes)),
                selected.map(snapshot -> ExcludedData.in(snapshot, engine, options(choices)))
                        .orElse(List.of()),
                Stream.concat(orphans.get().stream(), warnings(choices, selected, target, same.isPresent()).stream())
                        .toList(),
                refusals);
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
            RestoreOptions choices, Optional<SelectedSnapshot> selected, Optional<TargetFacts> target) {
        List<Failure> refusals = new ArrayList<>();
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

    private List<String> warnings(
            RestoreOptions choices, Optional<SelectedSnapshot> selected, Optional<TargetFacts> target, boolean same) {
        List<String> warnings = new ArrayList<>();
        selected.ifPresent(snapshot -> {
            String doubtful = snapshot.entry().failed().isPresent() ? "in doubt" : "suspect";
            snapshot.doubts()
                    .forEach(doubt -> warnings.add("the snapshot is " + doubtful + ", and accepted: " + doubt));
            if (!snapshot.passedOver().isEmpty()) {
                warnings.add("newer, but not taken: " + String.join(", ", snapshot.passedOver()));
            }
            if (snapshot.database().place() == DatabasePlace.UNKNOWN) {
                warnings.add(
                        "whether its MySQL lay outside the appliance is unknown: settings.json of the snapshot cannot"
                                + " be read");
            }
            if (snapshot.entry().run().isEmpty()) {
                warnings.add(snapshot.entry()
                        .evidence()
                        .archived()
                        .map(copy -> "the journal does not have the run that made this snapshot. Run " + copy.run()
                                + " archived it, and only a good sealed snapshot is archived")
                        .orElse("no run in the journal vouches for this snapshot: it was never compared with another"
                                + " one"));
            }
        });
        target.ifPresent(facts -> {
            Optional<Long> bytes = selected.flatMap(SelectedSnapshot::bytes);
            if (bytes.isPresent()
                    && facts.freeBytes().isPresent()
                    && facts.freeBytes().get() < bytes.get()) {
                warnings.add("only " + ByteCount.words(facts.freeBytes().get())
                        + " are free there: the restore needs the room of what it replaces");
            }
            facts.negotiation()
                    .open()
                    .ifPresent(why ->
                            warnings.add("whether the target accepts this " + engine.name() + " is unknown: " + why));
            facts.restoreStatus()
                    .filter(status -> !status.equals("complete"))
                    .ifPresent(status -> warnings.add("the last restore onto it left the status '" + status + "'"));
        });
        if (selected.isPresent() && target.isPresent()) {
            warnings.addAll(ManualSteps.before(new RestoreSituation(
                    selected.get(),
                    target.get(),
                    choices,
                    keepsConsolePassword(choices),
                    Optional.empty(),
                    Optional.empty(),
                    same,
                    appliance.host())));
        }
        return warnings;
    }
}
