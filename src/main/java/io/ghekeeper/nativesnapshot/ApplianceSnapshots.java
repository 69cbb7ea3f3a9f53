package io.ghekeeper.nativesnapshot;

import io.ghekeeper.aws.EbsSnapshot;
import io.ghekeeper.aws.Ec2;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.journal.NativeEvent.UndoAsked;
import io.ghekeeper.journal.NativeEvent.UndoMade;
import io.ghekeeper.run.RunContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Takes snapshots of all volumes of an appliance, of one instant: the way back from a restore onto it, or from an upgrade.
 *
 * <p>EC2 has no token that would make a second call harmless. So the run's record says first what is asked for, the run's id is a
 * tag of each snapshot, and after a lost answer they are looked for by it.
 */
public final class ApplianceSnapshots {
    private static final int LOOKS = 4;

    private final Supplier<Ec2> ec2;
    private final String label;
    private final Duration firstPause;

    /**
     * Nothing is called before it is asked.
     *
     * @param ec2 makes the calls; it is closed here
     * @param label {@code native.label}
     * @param firstPause before EC2 is asked again after a lost answer; each further one is twice as long
     */
    public ApplianceSnapshots(Supplier<Ec2> ec2, String label, Duration firstPause) {
        this.ec2 = ec2;
        this.label = label;
        this.firstPause = firstPause;
    }

    /**
     * Finds the appliance's volumes, and tries the right to take snapshots of them. Changes nothing.
     *
     * @param withBoot whether the volume that it boots from is meant, too
     * @throws Failure NATIVE_VOLUME_UNPROVEN where it is not proven which ones they are; NATIVE_DENIED where a right is missing;
     *     of an AWS or NATIVE kind where EC2 does not answer
     */
    public ApplianceVolumes prove(String host, boolean withBoot) {
        try (Ec2 calls = ec2.get()) {
            ApplianceVolumes found = ApplianceSearch.find(host, withBoot, calls);
            calls.instances()
                    .requireMayCreateSnapshots(
                            found.instance(), withBoot, TagSet.ofAppliance(label, host, "plan", "plan"));
            return found;
        }
    }

    /**
     * Takes them. EBS copies by itself from then on.
     *
     * @param reason for their tag
     * @throws Failure NATIVE_UNKNOWN where it is not known whether they were made; NATIVE_FAILED where one is missing; of
     *     another AWS or NATIVE kind where none was made
     */
    public UndoMade take(ApplianceVolumes of, String reason, RunContext context) {
        context.record(new UndoAsked(of.host(), of.instance(), reason, of.ids()));
        try (Ec2 calls = ec2.get()) {
            UndoMade made = of.made(context.id(), asked(of, reason, calls, context));
            context.record(made);
            return made;
        }
    }

    private List<EbsSnapshot> asked(ApplianceVolumes of, String reason, Ec2 calls, RunContext context) {
        try {
            return context.watch()
                    .await(() -> calls.instances()
                            .createSnapshots(
                                    of.instance(),
                                    of.withBoot(),
                                    "ghe-keeper: appliance " + of.host() + ", " + words(reason),
                                    TagSet.ofAppliance(label, of.host(), context.id(), reason)));
        } catch (Failure failure) {
            if (failure.kind() != FailureKind.NATIVE_UNKNOWN) {
                throw failure;
            }
            return lost(of, calls, context, failure);
        }
    }

    private List<EbsSnapshot> lost(ApplianceVolumes of, Ec2 calls, RunContext context, Failure failure) {
        context.warn(failure.getMessage());
        Duration pause = firstPause;
        for (int look = 0; look < LOOKS; look++) {
            context.watch().pause(pause);
            List<EbsSnapshot> found = context.watch().await(() -> of(context.id(), calls));
            if (of.areIn(found)) {
                return found;
            }
            pause = pause.multipliedBy(2);
        }
        throw failure;
    }

    /**
     * The way back that a run asked for, as EC2 has it now; nothing where a volume has no snapshot of that run.
     *
     * @throws Failure of an AWS or NATIVE kind where EC2 does not answer
     */
    public Optional<UndoMade> madeBy(String run, ApplianceVolumes of, RunContext context) {
        try (Ec2 calls = ec2.get()) {
            List<EbsSnapshot> found = context.watch().await(() -> of(run, calls));
            return of.areIn(found) ? Optional.of(of.made(run, found)) : Optional.empty();
        }
    }

    /**
     * The same of a run whose answer was lost, or that was killed before it had one.
     *
     * @param asked when it asked
     * @throws Failure NATIVE_UNKNOWN where EC2 may not show them yet; of an AWS or NATIVE kind where EC2 does not answer
     */
    public Optional<UndoMade> settled(String run, ApplianceVolumes of, Instant asked, Instant now, RunContext context) {
        Optional<UndoMade> found = madeBy(run, of, context);
        if (found.isEmpty() && isOpen(asked, now)) {
            throw new Failure(
                    FailureKind.NATIVE_UNKNOWN,
                    "run " + run + " asked EC2 for snapshots of " + of.instance()
                            + ", and it is not known yet whether they were made",
                    "Wait until " + asked.plus(NativeSearch.CONSISTENT)
                            + ": EC2 may show them so late. Then repeat this.");
        }
        return found;
    }

    static boolean isOpen(Instant asked, Instant now) {
        return asked.plus(NativeSearch.CONSISTENT).isAfter(now);
    }

    private static List<EbsSnapshot> of(String run, Ec2 calls) {
        return calls.snapshotsWith(NativeTags.RUN, run).all();
    }

    /** The reason in a tag, for people. */
    public static String words(String reason) {
        return reason.equals(NativeTags.BEFORE_UPGRADE) ? "before an upgrade" : "before restore " + reason;
    }
}
