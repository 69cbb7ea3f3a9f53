package io.ghekeeper.config;

import io.ghekeeper.monitor.StatusSettings;
import io.ghekeeper.nativesnapshot.NativeSettings;
import io.ghekeeper.nativesnapshot.NativeSettings.ExpirySettings;
import io.ghekeeper.nativesnapshot.NativeSettings.VolumeTag;
import io.ghekeeper.nativesnapshot.ProtectionSettings;
import io.ghekeeper.nativesnapshot.ProtectionSettings.NativeCopy;
import io.ghekeeper.nativesnapshot.ProtectionSettings.NativeLock;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The keys of the section {@code native}, and the {@link NativeSettings} that they build. */
final class NativeSection {
    static final Section SECTION = new Section(
            "native",
            "EBS snapshots of the volume, each with a good backup in it. They cost money and rights: docs/native.md sets them up.");

    static final Key<Boolean> ENABLED = SECTION.defaulted(
            "enabled",
            Types.flag(),
            "false",
            "Whether EBS snapshots of the volume are taken. Without it no call is made.");
    static final Key<List<String>> SCHEDULE = SECTION.defaulted(
            "schedule",
            new ValueType.ListOf<>(Types.cronLine(), 0),
            "[]",
            "Cron lines in `schedule.time-zone`; at each of these instants one is taken, where the newest backup is good."
                    + " `[]`: one after each good backup.");
    static final Key<String> LABEL = SECTION.defaulted(
            "label",
            Types.text("label", "a label of letters, digits and . _ -", "[A-Za-z0-9._-]{1,64}"),
            "ghe-backup",
            "Part of the tags of each snapshot. Only those with exactly this label are ever deleted: give each keeper of"
                    + " an account its own.");
    static final Key<String> VOLUME_ID = SECTION.optional(
            "volume-id",
            Types.text(
                    "EBS volume", "the id of an EBS volume, as vol-0123456789abcdef0", "vol-[0-9a-f]{8}([0-9a-f]{9})?"),
            "vol-0123456789abcdef0",
            "The EBS volume of `data.directory`. Without it, it is found by the serial of its device.");
    static final Key<VolumeTag> VOLUME_TAG = SECTION.optional(
            "volume-tag",
            NativeTypes.tag(),
            "Name=ghe-backup-data",
            "A tag that only this volume has. It is used where the device shows no serial.");
    static final Key<String> REGION = SECTION.optional(
            "region",
            Types.text("AWS region", "the name of an AWS region, as eu-west-1", NativeTypes.REGION),
            "eu-west-1",
            "Region of the volume. Without it, as for KMS.");
    static final Key<URI> ENDPOINT = SECTION.optional(
            "endpoint",
            Types.endpoint(),
            "https://ec2.eu-west-1.amazonaws.com",
            "Endpoint of EC2 instead of the region's own, for VPC endpoints and tests.");
    static final Key<Integer> KEEP_LAST = SECTION.defaulted(
            "keep-last",
            Types.number(1, 1000),
            "7",
            "How many of the newest completed snapshots `ghe-keeper native expire` keeps.");
    static final Key<Duration> KEEP_FOR = SECTION.optional(
            "keep-for",
            Types.duration("1d", "3650d"),
            "35d",
            "How long `ghe-keeper native expire` keeps each one at least. Without it, `native.keep-last` alone decides.");
    static final Key<Duration> PENDING_AGE = SECTION.defaulted(
            "pending-age",
            Types.duration("1h", "30d"),
            "12h",
            "`status` names a snapshot, and an alert fires, when it is not completed after so long. The first one of a"
                    + " volume can take hours.");
    static final Key<Duration> MAX_AGE = SECTION.defaulted(
            "max-age",
            Types.duration("1h", "3650d"),
            "3d",
            "`status` names it, and an alert fires, when the newest completed snapshot is older.");

    static final Key<Boolean> FOLLOW_TAGS = SECTION.defaulted(
            "follow-tags",
            Types.flag(),
            "false",
            "Whether tags of the volume, or of its instance, are followed: `snapshot_schedule`, `snapshot_retention_days` and"
                    + " `snapshot_never`. They hold instead of `native.schedule` and `native.keep-for` (docs/native.md).");
    static final Key<Optional<NativeLock>> LOCK = SECTION.defaulted(
            "lock",
            NativeTypes.lock(),
            "off",
            "Lock of each new snapshot. `governance 7d`: only who has `ec2:UnlockSnapshot` deletes it within 7 days."
                    + " `compliance 30d, not deletable for 30d`: not even the account's root does, and it is paid for so long;"
                    + " the words after the comma are your consent, with the same number.");
    static final Key<Integer> LOCK_COOL_OFF = SECTION.defaulted(
            "lock-cool-off-hours",
            Types.number(1, 72),
            "72",
            "How many hours a compliance lock can still be taken away.");
    static final Key<List<NativeCopy>> COPIES = SECTION.defaulted(
            "copies",
            new ValueType.ListOf<>(NativeTypes.copy(), 0),
            "[]",
            "Regions that each completed snapshot is copied to, as `eu-central-1 keep 7 key alias/backup`. `ghe-keeper native"
                    + " expire` keeps the newest 7 there where no number is given. Without a key, the key of EBS there is used.");
    static final Key<List<String>> SHARE_WITH = SECTION.defaulted(
            "share-with",
            new ValueType.ListOf<>(NativeTypes.account(), 0),
            "[]",
            "AWS accounts that may make volumes of each completed snapshot. One that is encrypted with AWS' own key of EBS"
                    + " cannot be shared.");

    private NativeSection() {}

    static ProtectionSettings protection(Settings settings) {
        return new ProtectionSettings(
                settings.get(LOCK), settings.get(LOCK_COOL_OFF), settings.get(COPIES), settings.get(SHARE_WITH));
    }

    static void check(Settings settings, Problems problems) {
        Set<String> regions = new HashSet<>(settings.find(REGION).stream().toList());
        settings.find(COPIES).orElse(List.of()).stream()
                .filter(copy -> !regions.add(copy.region()))
                .forEach(copy -> problems.add(
                        COPIES.path(),
                        settings.place(COPIES),
                        MaskedValue.quoted(copy.region()) + " twice, or that of native.region",
                        "other Regions, each once"));
    }

    static NativeSettings settings(Settings settings) {
        return new NativeSettings(
                settings.get(ENABLED),
                settings.get(SCHEDULE),
                settings.get(FOLLOW_TAGS),
                settings.get(LABEL),
                settings.find(VOLUME_ID),
                settings.find(VOLUME_TAG),
                settings.find(REGION),
                settings.find(ENDPOINT),
                new ExpirySettings(settings.get(KEEP_LAST), settings.find(KEEP_FOR)),
                settings.get(PENDING_AGE),
                settings.get(MAX_AGE),
                protection(settings));
    }

    /** What the status is judged by. */
    static Optional<StatusSettings.NativeBound> bound(Settings settings) {
        return settings.get(ENABLED)
                ? Optional.of(new StatusSettings.NativeBound(
                        settings.get(MAX_AGE), settings.get(PENDING_AGE), settings.get(FOLLOW_TAGS)))
                : Optional.empty();
    }
}
