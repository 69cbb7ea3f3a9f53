package io.ghekeeper.nativesnapshot;

import io.ghekeeper.aws.EbsVolume;
import io.ghekeeper.aws.Ec2;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.text.FileError;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which EBS volume holds the snapshots. It is named by the configuration, by the serial of its device, or by a tag that only it
 * has; and it is proven by its description: attached, and as large as the device. Nothing is guessed, and neither instance
 * metadata nor Kubernetes is asked.
 */
public final class OwnVolume {
    private static final int GIB = 30;

    private final NativeSettings settings;
    private final Path dataDirectory;
    private final Path sys;

    /** @param sys {@code /sys}, where the kernel shows devices */
    @SuppressWarnings("MissingSummary")
    public OwnVolume(NativeSettings settings, Path dataDirectory, Path sys) {
        this.settings = settings;
        this.dataDirectory = dataDirectory;
        this.sys = sys;
    }

    /**
     * Finds and proves it.
     *
     * @throws Failure NATIVE_VOLUME_UNPROVEN where it is not proven; of an AWS or NATIVE kind where EC2 does not answer
     */
    public EbsVolume find(Ec2 ec2) {
        BlockDevice device = device();
        EbsVolume volume = named(device).map(id -> described(id, ec2)).orElseGet(() -> tagged(device, ec2));
        if (!volume.state().equals(EbsVolume.IN_USE)) {
            throw unproven(
                    volume.id() + " is " + volume.state() + ", and not attached",
                    "Check that native.volume-id is right.");
        }
        if (volume.sizeGib() != device.bytes() >> GIB) {
            throw unproven(
                    volume.id() + " has " + volume.sizeGib() + " GiB, and the device " + device.name() + " under "
                            + dataDirectory + " has " + (device.bytes() >> GIB),
                    "Set native.volume-id to the volume of that device.");
        }
        return volume;
    }

    /** The EBS volume that the device names by itself; nothing where it names none, or cannot be looked at. AWS is not asked. */
    public Optional<String> shown() {
        try {
            return BlockDevice.under(dataDirectory, sys).flatMap(BlockDevice::volume);
        } catch (IOException unseen) {
            return Optional.empty();
        }
    }

    private BlockDevice device() {
        try {
            return BlockDevice.under(dataDirectory, sys)
                    .orElseThrow(() -> unproven(
                            dataDirectory + " is on no block device, or on several",
                            "Native snapshots need a file system on one EBS volume."));
        } catch (IOException e) {
            throw new Failure(
                    FailureKind.NATIVE_VOLUME_UNPROVEN,
                    "the device under " + dataDirectory + " cannot be looked at: " + FileError.words(e),
                    "Check that " + dataDirectory + " and /sys can be read by this user.",
                    e);
        }
    }

    /** By the configuration, or by the device. */
    private Optional<String> named(BlockDevice device) {
        Optional<String> configured = settings.volumeId();
        Optional<String> shown = device.volume();
        if (configured.isPresent() && shown.isPresent() && !configured.equals(shown)) {
            throw unproven(
                    "native.volume-id is " + configured.get() + ", and the device " + device.name() + " under "
                            + dataDirectory + " is " + shown.get(),
                    "Set native.volume-id to " + shown.get() + ", or remove it.");
        }
        return configured.or(() -> shown);
    }

    private static EbsVolume described(String id, Ec2 ec2) {
        return ec2.volume(id)
                .orElseThrow(() -> unproven(
                        "EC2 knows no volume " + id + " in this Region and account",
                        "Set native.region to the Region of the volume, and check whose credentials these are."));
    }

    private EbsVolume tagged(BlockDevice device, Ec2 ec2) {
        NativeSettings.VolumeTag tag = settings.volumeTag()
                .orElseThrow(() -> unproven(
                        "the device " + device.name() + " under " + dataDirectory + " names no EBS volume",
                        "Set native.volume-id to the volume of " + dataDirectory + "."));
        List<EbsVolume> found = ec2.volumesWith(tag.key(), tag.value());
        if (found.size() != 1) {
            throw unproven(
                    found.isEmpty()
                            ? "no volume has the tag " + tag
                            : "several volumes have the tag " + tag + ": "
                                    + found.stream().map(EbsVolume::id).sorted().collect(Collectors.joining(", ")),
                    "Set native.volume-id to the volume of " + dataDirectory + ".");
        }
        return found.get(0);
    }

    private static Failure unproven(String message, String hint) {
        return new Failure(FailureKind.NATIVE_VOLUME_UNPROVEN, message, hint);
    }
}
