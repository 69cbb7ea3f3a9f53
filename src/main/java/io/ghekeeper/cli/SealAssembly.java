package io.ghekeeper.cli;

import io.ghekeeper.journal.Run;
import io.ghekeeper.keep.KeepTask;
import io.ghekeeper.keep.KeepWork;
import io.ghekeeper.keep.NextSeal;
import io.ghekeeper.keep.NextVerify;
import io.ghekeeper.keep.ReadProgress;
import io.ghekeeper.keep.SealRun;
import io.ghekeeper.keep.SealSettings;
import io.ghekeeper.keep.SnapshotChecks;
import io.ghekeeper.keep.SnapshotVerification;
import io.ghekeeper.keep.VerifyRun;
import io.ghekeeper.keep.VolumeComparison;
import io.ghekeeper.keep.VolumeVerifyRun;
import io.ghekeeper.schedule.Schedule;
import io.ghekeeper.seal.DeepChecks;
import io.ghekeeper.seal.InheritedDamage;
import io.ghekeeper.seal.ReadingWindow;
import io.ghekeeper.seal.Sealer;
import io.ghekeeper.seal.Verifier;
import io.ghekeeper.seal.VolumeVerifier;
import io.ghekeeper.snapshot.EvidenceFiles;
import java.util.List;
import java.util.Optional;

/** The seals, and the runs that make them. */
final class SealAssembly {
    /** One reader waits for the disk while another one works; more would only take turns. */
    private static final int READERS = Math.min(4, Runtime.getRuntime().availableProcessors() + 1);

    private final CoreAssembly core;
    private final RunAssembly runs;
    private final CopyAssembly copies;
    private final Sealer sealer;

    SealAssembly(CoreAssembly core, RunAssembly runs, CopyAssembly copies) {
        this.core = core;
        this.runs = runs;
        this.copies = copies;
        this.sealer = new Sealer(core.journal().directory(), core.disk(), core.clock(), READERS);
    }

    SealSettings settings() {
        return core.configuration().seal();
    }

    NextSeal next() {
        return new NextSeal(core.historyReader(), sealer, checks());
    }

    private SnapshotChecks checks() {
        return new SnapshotChecks(
                new DeepChecks(
                        core.journal().directory(),
                        core.disk(),
                        core.clock(),
                        settings().fsckTime()),
                new EvidenceFiles(core.journal().directory()),
                core.disk());
    }

    /** For the supervisor. */
    KeepTask task() {
        NextSeal next = next();
        return now -> settings().enabled() ? next.due(now).map(SealAssembly::work) : Optional.empty();
    }

    private static KeepWork work(String snapshotId) {
        return new KeepWork(Run.Kind.SEAL, List.of("seal", "--scheduled", snapshotId), "sealing " + snapshotId);
    }

    /** For the supervisor: parts of all snapshots at the ticks of {@code verify.schedule}. */
    KeepTask verifyTask() {
        return new NextVerify(
                core.historyReader(),
                next(),
                verifySchedule()::next,
                core.clock().instant());
    }

    private Schedule verifySchedule() {
        return new Schedule(
                core.configuration().schedule().timeZone(),
                core.configuration().verify().schedule());
    }

    /** What the verification reads that begins now. */
    ReadingWindow verifyWindow() {
        return core.configuration().verify().window(core.clock().instant(), verifySchedule()::next);
    }

    /** @param progress has the limit of speed */
    @SuppressWarnings("MissingSummary")
    private VolumeVerifyRun verifyVolume(ReadProgress progress) {
        return new VolumeVerifyRun(
                runs.execution(settings().limits(), progress), progress, volumeVerifier(), comparison());
    }

    private VolumeComparison comparison() {
        return new VolumeComparison(
                core.historyReader(), sealer, new EvidenceFiles(core.journal().directory()), core.disk(), core.clock());
    }

    VolumeVerifyRun verifyOldest() {
        return verifyVolume(new ReadProgress(core.configuration().verify().rateLimit()));
    }

    VolumeVerifyRun verifySample() {
        return verifyVolume(new ReadProgress());
    }

    private VolumeVerifier volumeVerifier() {
        return new VolumeVerifier(core.journal().directory(), core.disk(), core.clock(), READERS);
    }

    VerifyRun verify() {
        ReadProgress progress = new ReadProgress();
        return new VerifyRun(
                runs.execution(settings().limits(), progress),
                progress,
                new SnapshotVerification(
                        core.historyReader(),
                        new Verifier(core.journal().directory(), core.disk(), core.clock(), READERS),
                        volumeVerifier(),
                        new EvidenceFiles(core.journal().directory()),
                        core.disk(),
                        checks()),
                volumeVerifier(),
                comparison());
    }

    SealRun run() {
        ReadProgress progress = new ReadProgress();
        return new SealRun(
                runs.execution(settings().limits(), progress),
                progress,
                core.historyReader(),
                sealer,
                new InheritedDamage(core.journal().directory(), core.disk(), core.clock()),
                checks(),
                copies);
    }
}
