package io.ghekeeper.nativesnapshot;

import io.ghekeeper.aws.EbsSnapshot;
import io.ghekeeper.aws.Ec2;
import io.ghekeeper.aws.Ec2Protection;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.nativesnapshot.ProtectionSettings.NativeCopy;
import io.ghekeeper.snapshot.EvidenceFiles;
import io.ghekeeper.snapshot.NativeSnapshot;
import io.ghekeeper.snapshot.NativeSnapshotFiles;
import io.ghekeeper.snapshot.NativeStep;
import io.ghekeeper.snapshot.NativeStep.StepState;
import io.ghekeeper.snapshot.SnapshotCopy;
import io.ghekeeper.volume.Disk;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Copies of native snapshots in other Regions. EBS has no token that would make a second call harmless: what is asked for is
 * recorded before the call, the copy has the tags of its snapshot in the call, and it is looked for by them before each call.
 */
public final class SnapshotCopies {
    private final ProtectionSettings settings;
    private final Function<NativeCopy, Ec2> regions;
    private final CopyRecords records;
    private final Clock clock;

    /** @param regions makes the calls in the Region of copies; each is closed here */
    @SuppressWarnings("MissingSummary")
    public SnapshotCopies(
            ProtectionSettings settings, Function<NativeCopy, Ec2> regions, CopyRecords records, Clock clock) {
        this.settings = settings;
        this.regions = regions;
        this.records = records;
        this.clock = clock;
    }

    /**
     * Where it is recorded what was asked for, and what is proven.
     *
     * @param isThere whether a backup is on the volume: others get no evidence
     */
    public record CopyRecords(NativeSnapshotFiles files, EvidenceFiles evidence, Disk disk, Predicate<String> isThere) {
        private void write(NativeSnapshot snapshot, NativeStep step) {
            files.write(disk, snapshot.with(step));
        }

        private void proven(String backup, SnapshotCopy copy) {
            if (isThere.test(backup)) {
                evidence.copied(disk, backup, copy);
            }
        }

        private void lost(String backup, String copy) {
            if (isThere.test(backup)) {
                evidence.uncopied(disk, backup, copy);
            }
        }
    }

    /** The step as it is after a try. Fails as the calls do. */
    NativeStep advanced(NativeSnapshot snapshot, NativeStep step, Ec2 home) {
        Optional<NativeCopy> wanted = settings.copyIn(step.place());
        if (wanted.isEmpty()) {
            return unwanted(snapshot, step);
        }
        if (home.region().equals(step.place())) {
            return failed(step, "native.copies names the Region of the volume itself");
        }
        try (Ec2 target = regions.apply(wanted.get())) {
            return switch (step.state()) {
                case PENDING, DONE -> followed(snapshot, step, target);
                default -> looked(snapshot, step, home, target).orElseGet(() -> asked(snapshot, step, home, target));
            };
        }
    }

    /** What is not looked at any more is no evidence. */
    private NativeStep unwanted(NativeSnapshot snapshot, NativeStep step) {
        step.id().ifPresent(id -> records.lost(snapshot.backup(), id));
        return step.now(
                step.id().isPresent() ? StepState.GONE : StepState.FAILED,
                step.id(),
                clock.instant(),
                Optional.of("native.copies does not name this Region any more, so it is not looked at"));
    }

    /** One whose id is known. */
    private NativeStep followed(NativeSnapshot snapshot, NativeStep step, Ec2 target) {
        String id = step.id().orElseThrow();
        Instant now = clock.instant();
        Optional<EbsSnapshot> found = target.snapshot(id);
        if (found.isPresent()) {
            return seen(snapshot, step, found.get());
        }
        if (step.at()
                .filter(at -> at.plus(NativeSearch.CONSISTENT).isAfter(now))
                .isPresent()) {
            return step;
        }
        records.lost(snapshot.backup(), id);
        return step.now(StepState.GONE, step.id(), now, Optional.of("EC2 has the copy " + id + " no more"));
    }

    /** What an earlier call made, by its tag; nothing where it is certain that there is none, or only one in error. */
    private Optional<NativeStep> looked(NativeSnapshot snapshot, NativeStep step, Ec2 home, Ec2 target) {
        String source = source(home.region(), snapshot.id().orElseThrow());
        Optional<EbsSnapshot> made = target.snapshotsWith(NativeTags.RUN, snapshot.run()).all().stream()
                .filter(one -> source.equals(one.tags().get(NativeTags.COPY_OF)))
                .filter(one -> !one.state().equals(EbsSnapshot.ERROR))
                .max(Comparator.comparing(EbsSnapshot::isCompleted).thenComparing(EbsSnapshot::started));
        if (made.isPresent()) {
            return Optional.of(seen(snapshot, step, made.get()));
        }
        return isUnsettled(snapshot, step) ? Optional.of(step) : Optional.empty();
    }

    /** What EC2 does not show yet may be there all the same. So may the last words of the run that took the snapshot be late. */
    private boolean isUnsettled(NativeSnapshot snapshot, NativeStep step) {
        Instant settled = clock.instant().minus(NativeSearch.CONSISTENT);
        return snapshot.asked().isAfter(settled)
                || (step.state() == StepState.ASKED
                        && step.at().filter(at -> at.isAfter(settled)).isPresent());
    }

    private NativeStep seen(NativeSnapshot snapshot, NativeStep step, EbsSnapshot copy) {
        Instant now = clock.instant();
        Optional<String> id = Optional.of(copy.id());
        if (copy.isCompleted()) {
            records.proven(snapshot.backup(), new SnapshotCopy(step.place(), copy.id(), now));
            return step.now(StepState.DONE, id, now, Optional.empty());
        }
        return copy.state().equals(EbsSnapshot.PENDING)
                ? step.now(StepState.PENDING, id, now, Optional.empty())
                : step.now(
                        StepState.FAILED,
                        id,
                        now,
                        Optional.of("EC2 says that the copy " + copy.id() + " is " + copy.state()));
    }

    private NativeStep asked(NativeSnapshot snapshot, NativeStep step, Ec2 home, Ec2 target) {
        String source = snapshot.id().orElseThrow();
        Optional<EbsSnapshot> original = home.snapshot(source).filter(EbsSnapshot::isCompleted);
        if (original.isEmpty()) {
            return failed(step, "EC2 has no completed " + source + " any more");
        }
        NativeCopy wanted = settings.copyIn(step.place()).orElseThrow();
        Ec2Protection.CopyRequest request = new Ec2Protection.CopyRequest(
                source, home.region(), home.protection().copyUrl(source, target.region()), wanted.key());
        NativeStep begun = step.now(StepState.ASKED, Optional.empty(), clock.instant(), Optional.empty());
        records.write(snapshot, begun);
        try {
            String id = target.protection()
                    .copy(request, "ghe-keeper: copy of " + source, tags(original.get(), home.region()));
            return begun.now(StepState.PENDING, Optional.of(id), clock.instant(), Optional.empty());
        } catch (Failure failure) {
            return failure.kind() == FailureKind.NATIVE_UNKNOWN
                    ? begun.unseen(failure.getMessage())
                    : failed(begun, failure.getMessage());
        }
    }

    /** Those of the snapshot that say what it is. Its pin and its expiry are of its own Region. */
    private static Map<String, String> tags(EbsSnapshot original, String region) {
        Map<String, String> tags = new TreeMap<>(original.tags());
        tags.keySet()
                .retainAll(List.of(
                        NativeTags.NAME,
                        NativeTags.RUN,
                        NativeTags.BACKUP,
                        NativeTags.LABEL,
                        NativeTags.APPLIANCE,
                        NativeTags.HOST));
        tags.put(NativeTags.COPY_OF, source(region, original.id()));
        tags.put(NativeTags.VOLUME, original.volume());
        return tags;
    }

    /** The value of the tag {@link NativeTags#COPY_OF}. */
    static String source(String region, String id) {
        return region + " " + id;
    }

    private NativeStep failed(NativeStep step, String why) {
        return step.now(StepState.FAILED, step.id(), clock.instant(), Optional.of(why));
    }
}
