package io.ghekeeper.nativesnapshot;

import io.ghekeeper.aws.EbsSnapshot;
import io.ghekeeper.aws.Ec2Instance;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.journal.NativeEvent.UndoMade;
import io.ghekeeper.journal.NativeEvent.UndoMade.SnapshotOfDevice;
import io.ghekeeper.text.PlainText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The volumes of an appliance on EC2 of which snapshots are taken.
 *
 * @param host the appliance, as it is called here
 * @param instance as {@code i-0123456789abcdef0}
 * @param name its tag {@code Name}; an empty text where it has none
 * @param zone its availability zone
 * @param withBoot whether the volume that it boots from is among them
 */
public record ApplianceVolumes(
        String host, String instance, String name, String zone, boolean withBoot, List<VolumeAtDevice> volumes) {
    /** A volume, and the device that the instance has it at, as {@code /dev/xvdf}. */
    public record VolumeAtDevice(String device, String volume) {}

    public ApplianceVolumes {
        name = PlainText.of(name);
        volumes = List.copyOf(volumes);
    }

    static ApplianceVolumes of(String host, Ec2Instance instance, boolean withBoot) {
        return new ApplianceVolumes(
                host,
                instance.id(),
                instance.tags().getOrDefault(NativeTags.NAME, ""),
                instance.zone(),
                withBoot,
                (withBoot ? instance.volumes() : instance.dataVolumes())
                        .stream()
                                .map(one -> new VolumeAtDevice(one.device(), one.volume()))
                                .toList());
    }

    /** The instance and its volumes, for people. */
    public String words() {
        return instance + (name.isEmpty() ? "" : " (" + name + ")") + ": "
                + volumes.stream()
                        .map(one -> one.volume() + " at " + one.device())
                        .collect(Collectors.joining(", "));
    }

    List<String> ids() {
        return volumes.stream().map(VolumeAtDevice::volume).toList();
    }

    /** Whether each volume has one of these that is there or comes. */
    boolean areIn(List<EbsSnapshot> snapshots) {
        return ids().stream().allMatch(id -> snapshotOf(id, snapshots).isPresent());
    }

    /**
     * The way back by these snapshots.
     *
     * @throws Failure NATIVE_FAILED where a volume has none
     */
    UndoMade made(String run, List<EbsSnapshot> snapshots) {
        List<SnapshotOfDevice> pairs = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (VolumeAtDevice one : volumes) {
            snapshotOf(one.volume(), snapshots)
                    .ifPresentOrElse(
                            snapshot -> pairs.add(new SnapshotOfDevice(one.device(), one.volume(), snapshot.id())),
                            () -> missing.add(one.volume()));
        }
        if (!missing.isEmpty()) {
            throw new Failure(
                    FailureKind.NATIVE_FAILED,
                    "EC2 makes no snapshot of " + String.join(", ", missing) + ", a volume of " + host
                            + "; it answered with " + pairs.size() + " of " + volumes.size(),
                    "See what was made: ghe-keeper native list. It has the tag " + NativeTags.RUN + " " + run + ".");
        }
        Instant started = snapshots.stream()
                .map(EbsSnapshot::started)
                .min(Comparator.naturalOrder())
                .orElse(Instant.EPOCH);
        return new UndoMade(run, host, instance, zone, started.toString(), pairs);
    }

    private static Optional<EbsSnapshot> snapshotOf(String volume, List<EbsSnapshot> snapshots) {
        return snapshots.stream()
                .filter(one -> one.volume().equals(volume))
                .filter(one -> one.isCompleted() || one.state().equals(EbsSnapshot.PENDING))
                .findFirst();
    }
}
