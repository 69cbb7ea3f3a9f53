package io.ghekeeper.cli;

import io.ghekeeper.aws.Ec2;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.keep.NextNative.NativeTiming;
import io.ghekeeper.nativesnapshot.LatestTag;
import io.ghekeeper.nativesnapshot.OwnVolume;
import io.ghekeeper.nativesnapshot.TagFollow;
import io.ghekeeper.schedule.Schedule;
import io.ghekeeper.snapshot.FleetTags;
import io.ghekeeper.snapshot.FleetTagsFile;
import io.ghekeeper.snapshot.FleetTagsFile.ReadTags;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The tags of the fleet: what they ask for, where {@code native.follow-tags} is set. Nothing of AWS is made before a call. */
final class FleetAssembly {
    /** A tag that is changed holds after so long at most. */
    private static final Duration READ_AGAIN = Duration.ofMinutes(30);

    private final CoreAssembly core;
    private final NativeAssembly natives;

    FleetAssembly(CoreAssembly core, NativeAssembly natives) {
        this.core = core;
        this.natives = natives;
    }

    private FleetTagsFile file() {
        return new FleetTagsFile(core.journal().directory());
    }

    /** Where the record cannot be read, the configuration holds; the status says so. */
    private Optional<ReadTags> known() {
        if (!natives.settings().followTags()) {
            return Optional.empty();
        }
        try {
            return file().read();
        } catch (Failure unreadable) {
            return Optional.empty();
        }
    }

    /** Whether the tags have to be read again. */
    boolean isDue() {
        return natives.settings().followTags()
                && known().filter(read ->
                                read.at().plus(READ_AGAIN).isAfter(core.clock().instant()))
                        .isEmpty();
    }

    /** Reads and writes them, where they are followed. Fails where that fails. */
    void follow(Ec2 ec2) {
        if (natives.settings().followTags()) {
            follow(natives.ownVolume()).follow(ec2, natives.files().all());
        }
    }

    TagFollow follow(OwnVolume own) {
        return new TagFollow(
                file(),
                core.disk(),
                own::find,
                new LatestTag(zone(), tags -> ticks(tags).orElse(never -> Optional.empty())),
                core.clock());
    }

    /** When snapshots are taken now. */
    NativeTiming timing() {
        FleetTags tags = known().map(ReadTags::tags).orElse(FleetTags.NONE);
        return new NativeTiming(tags.never(), ticks(tags));
    }

    private Optional<Function<Instant, Optional<Instant>>> ticks(FleetTags tags) {
        List<String> lines = tags.hours().isEmpty()
                ? natives.settings().schedule()
                : List.of(
                        "0 " + tags.hours().stream().map(String::valueOf).collect(Collectors.joining(",")) + " * * *");
        return lines.isEmpty() ? Optional.empty() : Optional.of(new Schedule(zone(), lines)::next);
    }

    /** The day until which a snapshot of now is kept, in UTC; nothing where the tags do not say it. */
    Optional<LocalDate> expiry() {
        return known().flatMap(read -> read.tags().keepFor())
                .map(age ->
                        core.clock().instant().plus(age).atZone(ZoneOffset.UTC).toLocalDate());
    }

    private ZoneId zone() {
        return core.configuration().schedule().timeZone();
    }
}
