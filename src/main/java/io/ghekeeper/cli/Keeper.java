package io.ghekeeper.cli;

import io.ghekeeper.config.Configuration;
import io.ghekeeper.journal.Run;
import io.ghekeeper.notify.NotificationThreads;
import io.ghekeeper.notify.NotifySettings;
import io.ghekeeper.supervise.KeepJob;
import io.ghekeeper.volume.Disk;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The assemblies of one process, each made when a command first uses it. */
public final class Keeper {
    private final CoreAssembly core;
    private final Supplier<EngineAssembly> engine;
    private final Supplier<CheckAssembly> checks;
    private final Supplier<RunAssembly> runs;
    private final Supplier<SealAssembly> seals;
    private final Supplier<ObservationAssembly> observation;
    private final Supplier<Optional<NotificationThreads>> notifications;

    /** @param observer gets each run after each of its changes has reached the disk */
    @SuppressWarnings("MissingSummary")
    Keeper(Configuration configuration, Environment environment, Disk disk, Consumer<Run> observer) {
        this.core = new CoreAssembly(configuration, environment, disk, run -> {
            observer.accept(run);
            notifications().ifPresent(threads -> threads.changed(run));
        });
        this.engine = new Once<>(() -> new EngineAssembly(core));
        this.checks = new Once<>(() -> new CheckAssembly(core, engine(), archive(), nativeSnapshots()));
        this.runs = new Once<>(() -> new RunAssembly(core, engine(), checks()));
        this.seals = new Once<>(() -> new SealAssembly(core, runs(), new CopyAssembly(core, archive())));
        this.observation = new Once<>(() -> new ObservationAssembly(core, engine()));
        this.notifications = new Once<>(this::makeNotifications);
    }

    CoreAssembly core() {
        return core;
    }

    EngineAssembly engine() {
        return engine.get();
    }

    CheckAssembly checks() {
        return checks.get();
    }

    RunAssembly runs() {
        return runs.get();
    }

    SealAssembly seals() {
        return seals.get();
    }

    ObservationAssembly observation() {
        return observation.get();
    }

    RetentionAssembly retention() {
        return new RetentionAssembly(core, engine(), runs);
    }

    ArchiveAssembly archive() {
        return new ArchiveAssembly(core, this::runs);
    }

    StoreVerificationAssembly storeVerification() {
        return new StoreVerificationAssembly(core, this::runs, archive().stores());
    }

    FetchAssembly fetches() {
        return new FetchAssembly(core, this::runs, archive().stores());
    }

    StoreCopyAssembly storeCopies() {
        return new StoreCopyAssembly(core, this::runs, archive());
    }

    CompactAssembly compaction() {
        return new CompactAssembly(core, this::runs, archive());
    }

    RebuildAssembly rebuild() {
        return new RebuildAssembly(core, this::runs, archive(), fetches());
    }

    RestoreAssembly restores() {
        return new RestoreAssembly(core, engine(), runs(), rebuild());
    }

    RepairAssembly repairs() {
        return new RepairAssembly(core, engine(), archive());
    }

    NativeAssembly nativeSnapshots() {
        return new NativeAssembly(core, this::runs);
    }

    /**
     * The supervisor.
     *
     * @param starters makes what starts a process, for each job that has processes
     * @param follow has native snapshots followed, by a process of its own
     */
    SupervisorAssembly supervision(Supplier<KeepJob.KeepStarter> starters, Runnable follow) {
        KeepJob keep = new KeepJob(
                List.of(
                        nativeSnapshots().task(),
                        seals().task(),
                        retention().task(),
                        archive().next(),
                        seals().verifyTask(),
                        storeVerification().task()),
                core.journal(),
                starters.get(),
                core.clock());
        return new SupervisorAssembly(
                core,
                runs(),
                restores().scheduled(),
                keep,
                rebuild().atStart(starters.get(), keep::beginIfDue),
                nativeSnapshots().followed(follow),
                observation().counters());
    }

    /** Nothing where no receiver is configured. */
    Optional<NotificationThreads> notifications() {
        return notifications.get();
    }

    private Optional<NotificationThreads> makeNotifications() {
        return Optional.of(core.configuration().notices())
                .filter(NotifySettings::hasReceivers)
                .map(settings -> new NotificationThreads(
                        settings,
                        core.applianceHost(),
                        () -> observation().statusToNotify(),
                        core.journal().directory(),
                        core.disk(),
                        core.clock()));
    }
}
