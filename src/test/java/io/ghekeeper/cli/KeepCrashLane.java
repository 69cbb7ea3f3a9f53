package io.ghekeeper.cli;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.journal.Run;
import io.ghekeeper.lab.Deployment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;

/** The keep lane of one deployment, on a volume that is put back as it was before each blow. */
final class KeepCrashLane implements StruckVolume {
    private final Deployment deployment;
    private final Strike strike;
    private final KeepVolume volume;
    private final KeepPromises promises;

    /** What each job leaves when nothing strikes. */
    private final Map<CrashJob, Map<String, String>> ends = new EnumMap<>(CrashJob.class);

    KeepCrashLane(Path folder) throws IOException {
        this.deployment = Deployment.in(folder);
        this.strike = new Strike(folder, deployment);
        this.volume = new KeepVolume(folder, deployment, strike);
        this.promises = new KeepPromises(deployment, volume);
    }

    @Override
    public List<String> operations(CrashJob job) throws IOException {
        volume.putBack();
        return strike.operations(job);
    }

    @Override
    public Optional<List<String>> strike(CrashJob job, Blow blow, String kind, int n)
            throws IOException, InterruptedException {
        Map<String, String> end = end(job);
        volume.putBack();
        promises.before();
        List<String> broken = new ArrayList<>();
        if (!strike.at(job, blow, kind, n, broken)) {
            return Optional.empty();
        }
        promises.afterTheBlow(job, strike.keeper(), end, broken);
        theNextRun(job, broken);
        promises.afterTheNextRun(end, broken);
        return Optional.of(broken);
    }

    private Map<String, String> end(CrashJob job) throws IOException {
        if (!ends.containsKey(job)) {
            volume.putBack();
            List<String> broken = new ArrayList<>();
            theNextRun(job, broken);
            if (!broken.isEmpty()) {
                throw new IllegalStateException(job + " fails when nothing strikes: " + broken);
            }
            ends.put(job, promises.end());
        }
        return ends.get(job);
    }

    private void theNextRun(CrashJob job, List<String> broken) {
        // An engine that another test began by hand may be using a snapshot, as far as is seen from here.
        Awaitility.await()
                .until(() -> volume.doomed().stream()
                        .noneMatch(id -> strike.keeper().engine().markers().mayBeUsing(id)));
        try {
            job.run(strike.keeper());
        } catch (Failure failure) {
            if (failure.kind() != FailureKind.SNAPSHOT_DAMAGED) {
                broken.add("3: the next run fails: " + failure);
            }
        } catch (RuntimeException fault) {
            broken.add("3: the next run fails: " + fault);
        }
        // As the next backup does it: what a begun run left, and no run ever named.
        try (var lease = strike.keeper().core().journal().acquireCapture()) {
            strike.keeper().runs().recovery().closeDeadRuns(lease);
        }
        if (strike.keeper().core().journal().newest(Integer.MAX_VALUE).readable().stream()
                .anyMatch(Run::isOpen)) {
            broken.add("2: a run stays open");
        }
    }

    @Override
    public void close() throws IOException {
        deployment.close();
    }
}
