package io.ghekeeper.nativesnapshot;

import io.ghekeeper.aws.EbsVolume;
import io.ghekeeper.aws.Ec2;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.snapshot.FleetTags;
import io.ghekeeper.snapshot.FleetTagsFile;
import io.ghekeeper.snapshot.FleetTagsFile.ReadTags;
import io.ghekeeper.snapshot.NativeSnapshot;
import io.ghekeeper.volume.Disk;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads the tags of the fleet, keeps them for the supervisor, and writes the one that says what was last taken. The volume's own
 * tags count; where it has none of a name, that of its instance does.
 */
public final class TagFollow {
    private static final List<String> NAMES =
            List.of(FleetTags.SCHEDULE, FleetTags.RETENTION_DAYS, FleetTags.NEVER, FleetTags.LATEST);

    private final FleetTagsFile file;
    private final Disk disk;
    private final Function<Ec2, EbsVolume> own;
    private final LatestTag latest;
    private final Clock clock;

    /** @param own finds and proves the volume */
    @SuppressWarnings("MissingSummary")
    public TagFollow(FleetTagsFile file, Disk disk, Function<Ec2, EbsVolume> own, LatestTag latest, Clock clock) {
        this.file = file;
        this.disk = disk;
        this.own = own;
        this.latest = latest;
        this.clock = clock;
    }

    /**
     * Reads them, and writes what is new. Where that fails, the record says why, and what was read before still holds.
     *
     * @param records of native snapshots, the newest first
     * @throws Failure why they could not be read or written
     */
    public void follow(Ec2 ec2, List<NativeSnapshot> records) {
        ReadTags read;
        try {
            read = read(ec2);
            file.write(disk, read);
            write(ec2, read, records);
        } catch (Failure failure) {
            file.read().ifPresent(known -> file.write(disk, known.with(failure.getMessage())));
            throw failure;
        }
    }

    private ReadTags read(Ec2 ec2) {
        EbsVolume volume = own.apply(ec2);
        Instant now = clock.instant();
        Map<String, String> values = new HashMap<>(volume.tags());
        values.keySet().retainAll(NAMES);
        boolean asks = values.keySet().stream().anyMatch(name -> !name.equals(FleetTags.LATEST));
        if (asks || volume.instances().size() != 1) {
            return new ReadTags(now, volume.id(), values, Optional.empty());
        }
        String instance = volume.instances().get(0);
        Map<String, String> others = new HashMap<>(ec2.tags(instance));
        others.keySet().retainAll(NAMES);
        boolean askedThere = others.keySet().stream().anyMatch(name -> !name.equals(FleetTags.LATEST));
        return askedThere
                ? new ReadTags(now, instance, others, Optional.empty())
                : new ReadTags(now, volume.id(), values, Optional.empty());
    }

    /** Setting a tag twice is setting it once: a lost answer needs no care. */
    private void write(Ec2 ec2, ReadTags read, List<NativeSnapshot> records) {
        Optional<String> wanted = latest.of(read.tags(), records, clock.instant())
                .filter(value -> !value.equals(read.values().get(FleetTags.LATEST)));
        if (wanted.isPresent()) {
            ec2.setTag(read.resource(), FleetTags.LATEST, wanted.get());
            Map<String, String> values = new HashMap<>(read.values());
            values.put(FleetTags.LATEST, wanted.get());
            file.write(disk, new ReadTags(read.at(), read.resource(), values, Optional.empty()));
        }
    }
}
