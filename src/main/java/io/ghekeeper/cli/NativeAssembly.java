package io.ghekeeper.cli;

import io.ghekeeper.aws.Aws;
import io.ghekeeper.aws.Ec2;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.keep.KeepTask;
import io.ghekeeper.keep.NextNative;
import io.ghekeeper.keep.ReadProgress;
import io.ghekeeper.nativesnapshot.NativeFollow;
import io.ghekeeper.nativesnapshot.NativeSearch;
import io.ghekeeper.nativesnapshot.NativeSettings;
import io.ghekeeper.nativesnapshot.OwnVolume;
import io.ghekeeper.nativesnapshot.TagSet;
import io.ghekeeper.nativesnapshot.VolumeSnapshotRun;
import io.ghekeeper.run.Execution;
import io.ghekeeper.run.LimitSettings;
import io.ghekeeper.run.RunActivity;
import io.ghekeeper.snapshot.NativeSnapshotFiles;
import io.ghekeeper.supervise.FollowJob;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;

/** Native snapshots of the volume. Nothing of AWS is made before a call. */
final class NativeAssembly {
    private static final Path SYS = Path.of("/sys");

    /** How often EBS is asked how far it is, while it makes a snapshot. */
    private static final Duration FOLLOW = Duration.ofMinutes(5);

    /** The sync is all that takes long, and has its own limit. */
    private static final LimitSettings LIMITS =
            new LimitSettings("native", Duration.ofMinutes(30), Duration.ofMinutes(30));

    /** It begins no process that goes on without it, and the wait for AWS is left alone. */
    private static final RunActivity NO_PROCESSES = new ReadProgress();

    private final CoreAssembly core;
    private final Supplier<RunAssembly> runs;

    NativeAssembly(CoreAssembly core, Supplier<RunAssembly> runs) {
        this.core = core;
        this.runs = runs;
    }

    NativeSettings settings() {
        return core.configuration().nativeSnapshots();
    }

    /** Fails with CONFIGURATION_INVALID where native snapshots are off. */
    void requireEnabled() {
        if (!settings().enabled()) {
            throw new Failure(
                    FailureKind.CONFIGURATION_INVALID,
                    "native.enabled is false: no EBS snapshots are taken",
                    "Set native.enabled: true; docs/native.md says what it needs and costs.");
        }
    }

    NativeSnapshotFiles files() {
        return new NativeSnapshotFiles(core.journal().directory());
    }

    /** @param follow has all that are open followed, by a process of its own */
    @SuppressWarnings("MissingSummary")
    FollowJob followed(Runnable follow) {
        return new FollowJob(this::isOpen, follow, FOLLOW);
    }

    private boolean isOpen() {
        return settings().enabled() && (!files().due(core.clock().instant()).isEmpty() || fleet().isDue());
    }

    /** It is the caller's to close. */
    Ec2 ec2() {
        return new Aws(core.configuration().kms(), core.environment().environment())
                .ec2(settings().region(), settings().endpoint());
    }

    OwnVolume ownVolume() {
        return new OwnVolume(settings(), core.configuration().data().directory(), SYS);
    }

    Execution execution() {
        return runs.get().execution(LIMITS, NO_PROCESSES);
    }

    VolumeSnapshotRun run() {
        return new VolumeSnapshotRun(
                execution(),
                core.historyReader(),
                new VolumeSnapshotRun.VolumeSource(
                        files(),
                        core.disk(),
                        ownVolume(),
                        search(),
                        core.configuration().data().directory(),
                        settings().protection().planned()),
                this::ec2,
                this::tags);
    }

    NativeFollow follow() {
        return new NativeFollow(
                files(), search(), new ProtectionAssembly(core, this).protection(core.clock()), core.disk());
    }

    FleetAssembly fleet() {
        return new FleetAssembly(core, this);
    }

    TagSet tags() {
        return new TagSet(settings().label(), core.applianceUuid(), core.applianceHost(), fleet().expiry());
    }

    private NativeSearch search() {
        return new NativeSearch(core.clock());
    }

    /** For the supervisor. */
    KeepTask task() {
        return new NextNative(
                core.historyReader(),
                settings(),
                files(),
                fleet()::timing,
                core.clock().instant());
    }
}
