package io.ghekeeper.cli;

import io.ghekeeper.archive.DeadPacks;
import io.ghekeeper.aws.Ec2;
import io.ghekeeper.config.StoreAddress;
import io.ghekeeper.journal.Run;
import io.ghekeeper.keep.ArchiveRun;
import io.ghekeeper.keep.ArchiveVerifyRun;
import io.ghekeeper.keep.AttachRun;
import io.ghekeeper.keep.CompactRun;
import io.ghekeeper.keep.FetchRun;
import io.ghekeeper.keep.ReadBackRun;
import io.ghekeeper.keep.RetentionRun;
import io.ghekeeper.keep.SealRun;
import io.ghekeeper.keep.StoreCopyRun;
import io.ghekeeper.keep.VerifyRun;
import io.ghekeeper.keep.VolumeVerifyRun;
import io.ghekeeper.nativesnapshot.ApplianceSnapshotRun;
import io.ghekeeper.nativesnapshot.VolumeSnapshotRun;
import io.ghekeeper.rebuild.RebuildRun;
import io.ghekeeper.restore.RestoreOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code ghe-keeper internal}: what {@link DetachedRun} starts. It asks no question, so it refuses people. */
@Command(name = "internal", hidden = true, description = "Do a run in the process that ghe-keeper started for it.")
final class InternalCommand implements Runnable {
    private static final Run.Cause SCHEDULED = new Run.Cause(Run.Trigger.SCHEDULE, Optional.empty());

    @ParentCommand
    private RootCommand root;

    @Spec
    private CommandSpec spec;

    @Option(names = "--output", paramLabel = "FILE", required = true, description = "Where this process's output goes.")
    private Path output;

    @Override
    public void run() {
        throw notForPeople();
    }

    @Command(name = "backup", description = "Take one backup.")
    void backup() {
        BackupCommand.backUp(detachedKeeper(), Optional.of(output));
    }

    @Command(name = "restore", description = "Restore onto a target, without a question.")
    void restore(@Mixin RestoreChoice choice, @Mixin IdentityOption identity) {
        restore(detachedKeeper(), Run.Kind.RESTORE, choice.options(spec), identity);
    }

    @Command(name = "drill", description = "Restore onto the scratch appliance.")
    void drill(@Mixin SnapshotChoice choice, @Mixin IdentityOption identity) {
        Keeper keeper = detachedKeeper();
        restore(
                keeper,
                Run.Kind.DRILL,
                choice.drill(keeper.core().configuration().drill()),
                identity);
    }

    @Command(name = "verify-oldest", description = "Verify what was read longest ago.")
    @SuppressWarnings("try") // they are there to be closed
    void verifyOldest(@Option(names = "--scheduled", description = "The supervisor began it.") boolean scheduled) {
        SealAssembly seals = detachedKeeper().seals();
        VolumeVerifyRun verify = seals.verifyOldest();
        try (Signals signals = Signals.onEnd(verify::stop)) {
            verify.readOldest(cause(scheduled), Optional.of(output), seals.verifyWindow());
        }
    }

    @Command(name = "verify-sample", description = "Verify units at random.")
    @SuppressWarnings("try") // they are there to be closed
    void verifySample(@Parameters(paramLabel = "PERCENT", description = "How much of all.") int percent) {
        VolumeVerifyRun verify = detachedKeeper().seals().verifySample();
        try (Signals signals = Signals.onEnd(verify::stop)) {
            verify.readSample(Optional.of(output), percent, RandomGenerator.getDefault());
        }
    }

    @Command(name = "verify", description = "Verify snapshots.")
    @SuppressWarnings("try") // they are there to be closed
    void verify(
            @Parameters(paramLabel = "SNAPSHOT", arity = "1..*", description = "Their ids.") List<String> ids,
            @Option(names = "--deep", description = "The deep checks, too.") boolean deep) {
        VerifyRun verify = detachedKeeper().seals().verify();
        try (Signals signals = Signals.onEnd(verify::stop)) {
            verify.run(Run.Cause.HAND, Optional.of(output), ids, deep);
        }
    }

    @Command(name = "verify-repair", description = "Verify a snapshot, and repair it from the archive.")
    @SuppressWarnings("try") // they are there to be closed
    void verifyRepair(
            @Parameters(paramLabel = "SNAPSHOT", description = "Its id.") String id, @Mixin IdentityOption identity) {
        Keeper keeper = detachedKeeper();
        VerifyRun verify = keeper.seals().verify();
        identity.use(root, read -> {
            try (Signals signals = Signals.onEnd(verify::stop)) {
                return verify.runRepair(
                        Run.Cause.HAND,
                        Optional.of(output),
                        id,
                        keeper.repairs().repair(read));
            }
        });
    }

    @Command(name = "verify-all", description = "Verify all snapshots that have a seal.")
    @SuppressWarnings("try") // they are there to be closed
    void verifyAll(@Option(names = "--deep", description = "The deep checks, too.") boolean deep) {
        VerifyRun verify = detachedKeeper().seals().verify();
        try (Signals signals = Signals.onEnd(verify::stop)) {
            verify.runAll(Run.Cause.HAND, Optional.of(output), deep);
        }
    }

    @Command(name = "seal", description = "Seal a snapshot.")
    @SuppressWarnings("try") // they are there to be closed
    void seal(
            @Parameters(paramLabel = "SNAPSHOT", description = "Its id.") String snapshot,
            @Option(names = "--scheduled", description = "The supervisor began it.") boolean scheduled) {
        SealRun seal = detachedKeeper().seals().run();
        try (Signals signals = Signals.onEnd(seal::stop)) {
            seal.run(cause(scheduled), Optional.of(output), snapshot);
        }
    }

    @Command(name = "archive", description = "Archive a snapshot.")
    @SuppressWarnings("try") // they are there to be closed
    void archive(
            @Parameters(paramLabel = "SNAPSHOT", description = "Its id.") String snapshot,
            @Option(names = "--scheduled", description = "The supervisor began it.") boolean scheduled,
            @Option(names = "--repair", description = "Send again what the store lost.") boolean repair) {
        ArchiveRun archive = detachedKeeper().archive().run(repair);
        try (Signals signals = Signals.onEnd(archive::stop)) {
            archive.run(cause(scheduled), Optional.of(output), snapshot);
        }
    }

    @Command(name = "archive-verify", description = "Verify the store.")
    @SuppressWarnings("try") // they are there to be closed
    void archiveVerify(
            @Option(names = "--all", description = "Read each object.") boolean all,
            @Option(names = "--scheduled", description = "The supervisor began it.") boolean scheduled) {
        ArchiveVerifyRun verify = detachedKeeper().storeVerification().run();
        try (Signals signals = Signals.onEnd(verify::stop)) {
            verify.run(cause(scheduled), Optional.of(output), all);
        }
    }

    @Command(name = "archive-read-back", description = "Read every file of a snapshot out of the store.")
    @SuppressWarnings("try") // they are there to be closed
    void archiveReadBack(
            @Parameters(paramLabel = "SNAPSHOT", description = "Its id.") String id, @Mixin IdentityOption identity) {
        Keeper keeper = detachedKeeper();
        identity.use(root, read -> {
            ReadBackRun readBack = keeper.storeVerification().readBack(read);
            try (Signals signals = Signals.onEnd(readBack::stop)) {
                return readBack.run(Run.Cause.HAND, Optional.of(output), id);
            }
        });
    }

    @Command(name = "archive-fetch", description = "Fetch snapshots out of the store.")
    @SuppressWarnings("try") // they are there to be closed
    void archiveFetch(
            @Parameters(paramLabel = "SNAPSHOT", arity = "1..*", description = "Their ids.") List<String> ids,
            @Mixin IdentityOption identity) {
        Keeper keeper = detachedKeeper();
        identity.use(root, read -> {
            FetchRun fetch = keeper.fetches().run(read);
            try (Signals signals = Signals.onEnd(fetch::stop)) {
                return fetch.run(Run.Cause.HAND, Optional.of(output), ids);
            }
        });
    }

    @Command(name = "archive-attach", description = "Take up the store.")
    @SuppressWarnings("try") // they are there to be closed
    void archiveAttach(@Mixin IdentityOption identity) {
        Keeper keeper = detachedKeeper();
        identity.use(root, read -> {
            AttachRun attach = keeper.storeCopies().attach(read);
            try (Signals signals = Signals.onEnd(attach::stop)) {
                return attach.run(Optional.of(output));
            }
        });
    }

    @Command(name = "archive-copy", description = "Copy snapshots into another store.")
    @SuppressWarnings("try") // they are there to be closed
    void archiveCopy(
            @Parameters(paramLabel = "STORE", index = "0", description = "The other store.") String to,
            @Parameters(paramLabel = "SNAPSHOT", index = "1..*", arity = "0..*", description = "Their ids.")
                    List<String> ids) {
        StoreCopyRun copy = detachedKeeper().storeCopies().copy(StoreAddress.of(to));
        try (Signals signals = Signals.onEnd(copy::stop)) {
            copy.run(Optional.of(output), ids == null ? List.of() : ids);
        }
    }

    @Command(name = "archive-compact", description = "Rewrite packs that are mostly dead.")
    @SuppressWarnings("try") // they are there to be closed
    void archiveCompact(
            @Parameters(paramLabel = "PERCENT", description = "Of a pack that is dead.") int dead,
            @Option(names = "--locked", description = "Locked ones, too.") boolean locked,
            @Mixin IdentityOption identity) {
        Keeper keeper = detachedKeeper();
        identity.use(root, read -> {
            CompactRun compact = keeper.compaction().run(read, new DeadPacks(dead, locked));
            try (Signals signals = Signals.onEnd(compact::stop)) {
                return compact.run(Optional.of(output));
            }
        });
    }

    @Command(name = "rebuild", description = "Fill the data directory from the store.")
    @SuppressWarnings("try") // they are there to be closed
    void rebuild(
            @Parameters(paramLabel = "COUNT", description = "How many snapshots.") int most,
            @Option(names = "--scheduled", description = "The supervisor began it.") boolean scheduled,
            @Mixin IdentityOption identity) {
        Keeper keeper = detachedKeeper();
        IdentityOption.IdentityUse<Run, RuntimeException> use = read -> {
            RebuildRun rebuild = keeper.rebuild().run(read);
            try (Signals signals = Signals.onEnd(rebuild::stop)) {
                return rebuild.run(cause(scheduled), Optional.of(output), most);
            }
        };
        Run unused = scheduled ? keeper.rebuild().identity().use(use) : identity.use(root, use);
    }

    @Command(name = "native-take", description = "Take a native snapshot.")
    @SuppressWarnings("try") // they are there to be closed
    void nativeTake(
            @Option(names = "--again", description = "Also where the newest backup is in one.") boolean again,
            @Option(names = "--scheduled", description = "The supervisor began it.") boolean scheduled) {
        VolumeSnapshotRun take = detachedKeeper().nativeSnapshots().run();
        try (Signals signals = Signals.onEnd(take::stop)) {
            take.run(cause(scheduled), Optional.of(output), again);
        }
    }

    @Command(name = "native-appliance", description = "Take snapshots of an appliance.")
    @SuppressWarnings("try") // they are there to be closed
    void nativeAppliance(@Parameters(paramLabel = "HOST", description = "The appliance.") String host) {
        HostArgument.require(host, spec);
        ApplianceSnapshotRun take = UndoAssembly.of(detachedKeeper()).run();
        try (Signals signals = Signals.onEnd(take::stop)) {
            take.run(Optional.of(output), host);
        }
    }

    @Command(name = "native-follow", description = "Ask EBS how far native snapshots are.")
    void nativeFollow() {
        NativeAssembly natives = detachedKeeper().nativeSnapshots();
        try (Ec2 ec2 = natives.ec2()) {
            try {
                natives.follow().follow(ec2);
            } finally {
                natives.fleet().follow(ec2);
            }
        }
    }

    @Command(name = "retention", description = "Delete the snapshots that the plan deletes.")
    @SuppressWarnings("try") // they are there to be closed
    void retention(@Option(names = "--scheduled", description = "The supervisor began it.") boolean scheduled) {
        RetentionRun retention = detachedKeeper().retention().run();
        try (Signals signals = Signals.onEnd(retention::stop)) {
            retention.run(cause(scheduled), Optional.of(output));
        }
    }

    private static Run.Cause cause(boolean scheduled) {
        return scheduled ? SCHEDULED : Run.Cause.HAND;
    }

    private void restore(Keeper keeper, Run.Kind kind, RestoreOptions options, IdentityOption identity) {
        identity.use(root, read -> RestoreRun.inThisProcess(keeper, kind, options, read, Optional.of(output)));
    }

    private Keeper detachedKeeper() {
        Keeper keeper = root.keeper();
        if (root.screen().terminal() || !keeper.core().journal().startupLog().isOne(output)) {
            throw notForPeople();
        }
        DetachedRun.quiet();
        return keeper;
    }

    private ParameterException notForPeople() {
        return new ParameterException(
                spec.commandLine(),
                "internal is for a process that ghe-keeper started; type backup, restore, drill, seal, verify,"
                        + " archive or retention run instead");
    }
}
