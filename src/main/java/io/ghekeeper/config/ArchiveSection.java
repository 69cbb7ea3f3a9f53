package io.ghekeeper.config;

import io.ghekeeper.keep.ArchiveSettings;
import io.ghekeeper.keep.ArchiveSettings.ObjectChecksum;
import io.ghekeeper.keep.ArchiveSettings.ObjectEncryption;
import io.ghekeeper.keep.ArchiveSettings.ObjectLockMode;
import io.ghekeeper.keep.ArchiveSettings.StorageClass;
import io.ghekeeper.monitor.StatusSettings;
import io.ghekeeper.rebuild.RebuildSettings;
import io.ghekeeper.rebuild.RebuildSettings.RebuildChoice;
import io.ghekeeper.retention.RetentionSettings.KeepRule;
import io.ghekeeper.retention.StoreRetentionSettings;
import io.ghekeeper.run.LimitSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The keys of the section {@code archive}, and the {@link ArchiveSettings} that they build. */
final class ArchiveSection {
    static final Section SECTION = new Section(
            "archive", "Snapshots are sent to a store outside of the volume, encrypted. docs/archive.md sets it up.");

    private static final URI EXAMPLE_STORE = URI.create("s3://example-ghe-archive/production");

    static final Key<URI> STORE = SECTION.optional(
            "store",
            ArchiveTypes.store(),
            EXAMPLE_STORE.toString(),
            "Where snapshots are archived: `s3://BUCKET/PREFIX`, or `file:///PATH` for a folder that is there, on another"
                    + " file system than the snapshots. Without it nothing is archived.");
    /** Of the documentation. No one has their identities: what is encrypted for them only is lost. */
    private static final List<String> EXAMPLES = List.of(
            "age17rnawr27squu59mk5t76rxeas4m7vwslfmp6krn65vyyxj278dasa7wtxn",
            "age1jk98pnfsn38qar0xt6zmyfkpes3ylqtld8tdlw2huh693m2g5f3sst0jvs");

    static final Key<List<String>> RECIPIENTS = SECTION.optional(
            "recipients",
            new ValueType.ListOf<>(ArchiveTypes.recipient(), 1),
            "[" + String.join(", ", EXAMPLES) + "]",
            "Public keys of age (`age1...`) for which all is encrypted; each of their identities alone can read it. Two at"
                    + " least: one for operations, one for the safe. `ghe-keeper archive keygen` makes an identity. It"
                    + " never belongs here.");
    static final Key<ObjectEncryption> ENCRYPTION = SECTION.defaulted(
            "encryption",
            Types.word(ObjectEncryption.values()),
            "age",
            "What encrypts objects before they leave. `none`: who reads the store reads all repositories and secrets;"
                    + " `status`, `doctor` and each run say so.");
    static final Key<List<String>> SCHEDULE = SECTION.defaulted(
            "schedule",
            new ValueType.ListOf<>(Types.cronLine(), 0),
            "[]",
            "Cron lines in `schedule.time-zone`; at each of these instants the supervisor archives the newest good sealed"
                    + " snapshot. `[]`: each one as soon as it is sealed.");
    static final Key<Integer> PARALLEL = SECTION.defaulted(
            "parallel",
            Types.number(1, 32),
            "2",
            "How many packs are built and sent at the same time, or read: at most 8 are read. Each takes 64 MiB on the volume until it is sent.");
    static final Key<Long> RATE_LIMIT = SECTION.optional(
            "rate-limit",
            Types.bytes(),
            "50MiB",
            "How many bytes a second an archive run sends at most. Without it there is no limit.");
    static final Key<Duration> TIME_LIMIT = SECTION.defaulted(
            "time-limit",
            Types.duration("1s", "90d"),
            "7d",
            "Longest time for a whole archive run; then it is ended. The next one sends what is missing. No snapshot is"
                    + " sealed, verified or deleted meanwhile.");
    static final Key<Duration> SILENCE_LIMIT = SECTION.defaulted(
            "silence-limit",
            Types.duration("1s", "90d"),
            "1h",
            "Longest time in which an archive run reads nothing and sends nothing; then it is ended.");
    static final Key<ObjectLockMode> LOCK_MODE = SECTION.defaulted(
            "lock-mode",
            Types.word(ObjectLockMode.values()),
            "off",
            "Object Lock of S3. `governance`: only a role with `s3:BypassGovernanceRetention` removes an object before"
                    + " its time. `compliance`: not even the account's root does; begin with the other. The bucket needs"
                    + " versioning, Object Lock, and no retention of its own by default.");
    static final Key<Duration> LOCK_FOR = SECTION.optional(
            "lock-for",
            Types.duration("1d", "3650d"),
            "35d",
            "How long all objects of a snapshot are locked at least, from the last archive run on. Each run extends the locks"
                    + " of all snapshots that the store keeps. `archive.lock-mode` needs it.");
    static final Key<Duration> LOCK_LONGEST = SECTION.defaulted(
            "lock-longest",
            Types.duration("1d", "3650d"),
            "400d",
            "No lock is ever asked for beyond so long from now: `archive.lock-for` must fit below it. A lock that is too"
                    + " long cannot be taken back.");
    static final Key<String> KMS_KEY = SECTION.optional(
            "kms-key-id",
            Types.text("KMS key", "a KMS key's id, ARN or alias/NAME", "[A-Za-z0-9:/_-]{1,256}"),
            "alias/ghe-archive",
            "KMS key by which S3 encrypts objects once more, on its side. Without it the bucket's own default holds.");
    static final Key<StorageClass> STORAGE_CLASS = SECTION.defaulted(
            "storage-class",
            ArchiveTypes.storageClass(),
            "STANDARD",
            "Storage class of S3 for packs: `STANDARD`, `STANDARD_IA`, `ONEZONE_IA`, `INTELLIGENT_TIERING` or `GLACIER_IR`."
                    + " It holds for what is sent from then on. All else is `STANDARD`, because each run reads it.");
    static final Key<Boolean> PATH_STYLE = SECTION.optional(
            "path-style",
            Types.flag(),
            "true",
            "Whether requests to a bucket name it in the path (`https://HOST/BUCKET`), and not in the host"
                    + " (`https://BUCKET.HOST`). Without it: in the path where `AWS_ENDPOINT_URL_S3` or `AWS_ENDPOINT_URL` is set,"
                    + " else in the host.");
    static final Key<ObjectChecksum> CHECKSUM = SECTION.defaulted(
            "checksum",
            Types.word(ObjectChecksum.values()),
            "sha256",
            "What the store compares content with when it takes an object: `sha256` (`x-amz-checksum-sha256`), or `md5`"
                    + " (`Content-MD5`) for a store beside AWS that needs it; then the store keeps no SHA-256. `ghe-keeper archive"
                    + " check` shows whether it compares.");
    static final Key<Duration> MAX_AGE = SECTION.defaulted(
            "max-age",
            Types.duration("1h", "3650d"),
            "3d",
            "`status` names it, and an alert fires, when the newest archived snapshot is older (docs/alerts.md). It holds"
                    + " where `archive.store` is set.");
    static final Key<List<String>> VERIFY_SCHEDULE = SECTION.defaulted(
            "verify-schedule",
            new ValueType.ListOf<>(Types.cronLine(), 0),
            "[\"13 4 * * *\"]",
            "Cron lines in `schedule.time-zone`; at each of these instants the supervisor looks whether the store still has"
                    + " all that archived snapshots need. `[]`: by hand only, with `ghe-keeper archive verify`.");
    static final Key<Optional<Duration>> VERIFY_WITHIN = SECTION.defaulted(
            "verify-within",
            ArchiveTypes.within(),
            "30d",
            "The time within which each object in the store is read and hashed, the one that was read longest ago first. What"
                    + " is read may be paid for. `off`: none is read but by `ghe-keeper archive verify --all`.");

    static final Key<List<KeepRule>> KEEP = SECTION.defaulted(
            "keep",
            new ValueType.ListOf<>(PolicyTypes.rule(), 0),
            "[]",
            "Which snapshots are kept in the store: rules as in `retention.policy`. A retention run writes a tombstone for"
                    + " each other one, and `ghe-keeper archive prune` deletes what only those need. `[]`: all are kept.");
    static final Key<Duration> SPARE_UNARCHIVED = SECTION.defaulted(
            "spare-unarchived",
            Types.duration("0s", "365d"),
            "14d",
            "How much longer than `retention.policy` says a snapshot stays on the volume that `archive.keep` wants, and"
                    + " that is not archived. Not where the volume is full.");

    static final Key<RebuildChoice> REBUILD = SECTION.defaulted(
            "rebuild",
            Types.word(RebuildChoice.values()),
            "ask",
            "What the supervisor does at its start where the data directory is new, empty, broken, older than the store, or"
                    + " damaged. `ask`: the log, `status`, the page and a message say so, and backups go on. `auto`: it is"
                    + " filled from the store before the first backup (docs/restore.md). `off`: the store is not asked.");
    static final Key<Path> REBUILD_IDENTITY = SECTION.optional(
            "rebuild-identity",
            Types.path(),
            "/meta/ghe-backup-secret/archive_identity",
            "File with an identity of age as `ghe-keeper archive keygen --kms` prints it, for `archive.rebuild: auto`"
                    + " and `drill.from-archive`. It is decrypted when a rebuild or a fetch begins, and in memory only. A plain identity is refused: who reads the"
                    + " keeper's files would read the archive.");

    private ArchiveSection() {}

    static StoreRetentionSettings retention(Settings settings) {
        return new StoreRetentionSettings(settings.get(KEEP), settings.get(SPARE_UNARCHIVED));
    }

    static RebuildSettings rebuild(Settings settings) {
        return new RebuildSettings(settings.get(REBUILD), settings.find(REBUILD_IDENTITY));
    }

    static ArchiveSettings settings(Settings settings) {
        return new ArchiveSettings(
                settings.find(STORE),
                settings.find(RECIPIENTS).orElse(List.of()),
                settings.get(ENCRYPTION),
                settings.get(SCHEDULE),
                settings.get(PARALLEL),
                settings.find(RATE_LIMIT),
                new LimitSettings("archive", settings.get(TIME_LIMIT), settings.get(SILENCE_LIMIT)),
                new ArchiveSettings.LockSettings(
                        settings.get(LOCK_MODE), settings.find(LOCK_FOR), settings.get(LOCK_LONGEST)),
                settings.find(KMS_KEY),
                settings.get(STORAGE_CLASS),
                new ArchiveSettings.StoreDialect(settings.find(PATH_STYLE), settings.get(CHECKSUM)),
                settings.get(MAX_AGE),
                new ArchiveSettings.StoreVerifySettings(settings.get(VERIFY_SCHEDULE), settings.get(VERIFY_WITHIN)));
    }

    /** What the status is judged by. */
    static Optional<StatusSettings.ArchiveBound> bound(Settings settings) {
        return settings.find(STORE)
                .map(store -> new StatusSettings.ArchiveBound(
                        store.toString(), settings.get(ENCRYPTION) == ObjectEncryption.AGE, settings.get(MAX_AGE)));
    }

    static void check(Settings settings, Problems problems) {
        Optional<URI> store = settings.find(STORE);
        if (store.isEmpty()) {
            return;
        }
        folder(settings, problems, store.get());
        recipients(settings, problems);
        locks(settings, problems);
        rebuild(settings, problems);
    }

    private static void rebuild(Settings settings, Problems problems) {
        boolean auto = settings.find(REBUILD).filter(RebuildChoice.AUTO::equals).isPresent();
        boolean drills = settings.find(DrillSection.FROM_ARCHIVE)
                .filter(Boolean::booleanValue)
                .isPresent();
        boolean encrypted =
                settings.find(ENCRYPTION).filter(ObjectEncryption.AGE::equals).isPresent();
        if ((auto || drills) && encrypted && settings.written(REBUILD_IDENTITY) instanceof Value.Nothing) {
            problems.add(
                    REBUILD_IDENTITY.path(),
                    settings.place(auto ? REBUILD : DrillSection.FROM_ARCHIVE),
                    "nothing",
                    "the file of an identity that KMS encrypted, because "
                            + (auto
                                    ? "archive.rebuild is auto; or archive.rebuild: ask"
                                    : "drill.from-archive is set; or drill.from-archive: false"));
        }
    }

    private static void recipients(Settings settings, Problems problems) {
        if (settings.find(ENCRYPTION).filter(ObjectEncryption.AGE::equals).isEmpty()) {
            return;
        }
        if (settings.written(RECIPIENTS) instanceof Value.Nothing) {
            problems.add(
                    RECIPIENTS.path(),
                    settings.place(STORE),
                    "nothing",
                    "at least one recipient, better two, because archive.store is set; or archive.encryption: none");
        }
        duplicate(settings)
                .ifPresent(twice -> problems.add(
                        RECIPIENTS.path(),
                        settings.place(RECIPIENTS),
                        MaskedValue.quoted(twice) + " twice",
                        "each recipient once"));
        boolean example = settings.find(STORE).filter(EXAMPLE_STORE::equals).isPresent();
        settings.find(RECIPIENTS)
                .filter(given -> !example && given.stream().anyMatch(EXAMPLES::contains))
                .ifPresent(given -> problems.add(
                        RECIPIENTS.path(),
                        settings.place(RECIPIENTS),
                        "an example of the documentation",
                        "your own recipients: no one can read what is encrypted for the example"));
    }

    private static Optional<String> duplicate(Settings settings) {
        Set<String> seen = new HashSet<>();
        return settings.find(RECIPIENTS).orElse(List.of()).stream()
                .filter(recipient -> !seen.add(recipient))
                .findFirst();
    }

    /** A copy among the snapshots would be lost with them, and backup-utils might take it for one. */
    private static void folder(Settings settings, Problems problems, URI store) {
        if (!store.getScheme().equals(ArchiveTypes.FILE)) {
            return;
        }
        Path folder = Path.of(store.getPath());
        Stream.of(DataSection.DIRECTORY, DataSection.STATE_DIRECTORY)
                .filter(key -> settings.find(key)
                        .filter(own -> folder.startsWith(own) || own.startsWith(folder))
                        .isPresent())
                .findFirst()
                .ifPresent(key -> problems.add(
                        STORE.path(),
                        settings.place(STORE),
                        settings.written(STORE).found(),
                        "a folder apart from " + key.path() + ", on another file system"));
        if (settings.find(LOCK_MODE).filter(mode -> mode != ObjectLockMode.OFF).isPresent()) {
            problems.add(
                    LOCK_MODE.path(),
                    settings.place(LOCK_MODE),
                    settings.written(LOCK_MODE).found(),
                    "off, because archive.store is a folder: nothing keeps a file there from being removed");
        }
        if (settings.find(STORAGE_CLASS)
                .filter(named -> named != StorageClass.STANDARD)
                .isPresent()) {
            problems.add(
                    STORAGE_CLASS.path(),
                    settings.place(STORAGE_CLASS),
                    settings.written(STORAGE_CLASS).found(),
                    "STANDARD, because archive.store is a folder: it has no classes");
        }
        if (settings.find(KMS_KEY).isPresent()) {
            problems.add(
                    KMS_KEY.path(),
                    settings.place(KMS_KEY),
                    settings.written(KMS_KEY).found(),
                    "nothing, because archive.store is a folder");
        }
    }

    private static void locks(Settings settings, Problems problems) {
        boolean locks = settings.find(LOCK_MODE)
                .filter(mode -> mode != ObjectLockMode.OFF)
                .isPresent();
        Optional<Duration> time = settings.find(LOCK_FOR);
        Optional<Duration> longest = settings.find(LOCK_LONGEST);
        if (locks && settings.written(LOCK_FOR) instanceof Value.Nothing) {
            problems.add(
                    LOCK_FOR.path(),
                    settings.place(LOCK_MODE),
                    "nothing",
                    "a duration, because archive.lock-mode is set");
        }
        if (time.isPresent() && longest.isPresent() && time.get().compareTo(longest.get()) > 0) {
            problems.add(
                    LOCK_FOR.path(),
                    settings.place(LOCK_FOR),
                    settings.written(LOCK_FOR).found(),
                    "at most archive.lock-longest, beyond which no lock is asked for");
        }
    }
}
