package io.ghekeeper.cli;

import io.ghekeeper.age.ArchiveIdentity;
import io.ghekeeper.archive.ArchiveProgress;
import io.ghekeeper.archive.FetchPlan;
import io.ghekeeper.archive.FetchSurvey;
import io.ghekeeper.archive.VolumeFetch;
import io.ghekeeper.config.Configuration;
import io.ghekeeper.engine.Engine;
import io.ghekeeper.journal.ProcessIdentity;
import io.ghekeeper.keep.ArchiveTransfer;
import io.ghekeeper.rebuild.RestoredArchive;
import io.ghekeeper.restore.FetchLane;
import io.ghekeeper.restore.FetchPlanner;
import io.ghekeeper.restore.Planner;
import io.ghekeeper.restore.ProductionGuard;
import io.ghekeeper.restore.Restore;
import io.ghekeeper.restore.RestoreVerification;
import io.ghekeeper.restore.SnapshotSelector;
import io.ghekeeper.run.RunActivity;
import io.ghekeeper.run.RunContext;
import io.ghekeeper.run.RunKey;
import io.ghekeeper.store.ObjectStore;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Restores and drills, of what is on the volume and of what is in the archive. */
final class RestoreAssembly {
    private final CoreAssembly core;
    private final EngineAssembly engines;
    private final RunAssembly runs;
    private final RebuildAssembly rebuild;
    private final Configuration configuration;

    RestoreAssembly(CoreAssembly core, EngineAssembly engines, RunAssembly runs, RebuildAssembly rebuild) {
        this.core = core;
        this.engines = engines;
        this.runs = runs;
        this.rebuild = rebuild;
        this.configuration = core.configuration();
    }

    /** Of a person who looks before anything is begun. */
    Planner planner() {
        return planner(use -> use.accept(Optional.empty()), new ArchiveTransfer());
    }

    private Planner planner(IdentitySource identity, ArchiveTransfer progress) {
        FetchLane lane = new FetchLane(core.journal());
        return new Planner(
                core.historyReader(),
                new SnapshotSelector(configuration.losses(), engines.markers()::mayBeUsing),
                new FetchPlanner(
                        new RestoredArchive(opening(identity), rebuild.places(), progress, lane::take),
                        lane,
                        core.volume(),
                        ProcessIdentity::isProvenGone),
                new ProductionGuard(configuration.appliance()),
                new UndoAssembly(core, new NativeAssembly(core, () -> runs)).undo(),
                engines.installed(),
                runs.recovery(),
                core.journal(),
                core.volume(),
                configuration.appliance(),
                ProcessIdentity::isProvenGone,
                core.clock());
    }

    /** @param identity decrypts the archive, where a restore is from there; it stays the caller's to close */
    @SuppressWarnings("MissingSummary")
    Restore restore(Optional<ArchiveIdentity> identity) {
        return restore(use -> use.accept(identity));
    }

    /** Drills on the schedule: KMS decrypts their identity when they begin to fetch. */
    Restore scheduled() {
        return restore(use -> rebuild.identity().use(read -> {
            use.accept(read);
            return read;
        }));
    }

    /** Has an identity of the archive at hand while it is used. */
    private interface IdentitySource {
        void use(Consumer<Optional<ArchiveIdentity>> use);
    }

    private Restore restore(IdentitySource identity) {
        ArchiveTransfer progress = new ArchiveTransfer();
        Planner planner = planner(identity, progress);
        Engine engine = engines.engine();
        return new Restore(
                runs.execution(configuration.restore().limits(), RunActivity.both(RunActivity.of(engine), progress)),
                runs.recovery(),
                planner,
                new RunKey(core.keys()),
                engine,
                configuration.data().directory(),
                new RestoreVerification(
                        planner,
                        RunAssembly.restoredHosts(core),
                        core.applianceHost(),
                        configuration.drill().repositories()));
    }

    /**
     * Looks at the objects of archived snapshots.
     *
     * @param store stays the caller's to close
     */
    FetchSurvey survey(ObjectStore store) {
        core.journal().createDirectories(); // of a new volume
        return new FetchSurvey(rebuild.archive().stores().access(store, Optional.empty()));
    }

    private RestoredArchive.ArchiveOpening opening(IdentitySource identity) {
        return new RestoredArchive.ArchiveOpening() {
            @Override
            public String place() {
                return rebuild.archive().next().requireStore();
            }

            @Override
            public List<String> damaged() {
                return rebuild.damaged();
            }

            @Override
            public ObjectStore store() {
                return rebuild.archive().stores().store();
            }

            @Override
            public FetchPlan plan(ObjectStore store, String id, ArchiveProgress progress) {
                return survey(store).plan(id, progress);
            }

            @Override
            public void fetch(ObjectStore store, RunContext context, Consumer<VolumeFetch> use) {
                core.volume().requireOneFileSystem(core.journal().directory());
                identity.use(read -> use.accept(rebuild.fetches().volumeFetch(store, read, context::warn)));
            }
        };
    }
}
