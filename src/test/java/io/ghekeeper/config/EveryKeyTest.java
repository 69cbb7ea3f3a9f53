package io.ghekeeper.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.appliance.ApplianceSettings;
import io.ghekeeper.aws.KmsSettings;
import io.ghekeeper.engine.backuputils.EngineSettings;
import io.ghekeeper.http.HttpSettings;
import io.ghekeeper.keep.ArchiveSettings;
import io.ghekeeper.keep.ArchiveSettings.ObjectChecksum;
import io.ghekeeper.keep.ArchiveSettings.StorageClass;
import io.ghekeeper.key.KeySettings;
import io.ghekeeper.key.KeySettings.Source;
import io.ghekeeper.log.LogSettings;
import io.ghekeeper.nativesnapshot.NativeSettings.VolumeTag;
import io.ghekeeper.nativesnapshot.ProtectionSettings.NativeCopy;
import io.ghekeeper.nativesnapshot.ProtectionSettings.NativeLock;
import io.ghekeeper.nativesnapshot.ProtectionSettings.NativeLockMode;
import io.ghekeeper.notify.MailSettings;
import io.ghekeeper.notify.Secret;
import io.ghekeeper.rebuild.RebuildSettings.RebuildChoice;
import io.ghekeeper.restore.RestoreSettings.UndoMode;
import io.ghekeeper.retention.RetentionSettings;
import io.ghekeeper.schedule.ScheduleSettings;
import io.ghekeeper.volume.VolumeSettings.Mount;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every key does what it says: by default, from the file, from its variable, and not at all when it does not fit. */
class EveryKeyTest {
    private static final String RECIPIENT = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p";

    /**
     * One row a key.
     *
     * @param fits as written in the file
     * @param variable the same as written in the environment
     * @param unfit as written in the file
     */
    record Row(
            Key<?> key,
            Object standard,
            String fits,
            String variable,
            Object value,
            String unfit,
            Function<Configuration, Object> from) {
        @Override
        public String toString() {
            return key.path();
        }
    }

    @TempDir
    Path folder;

    static Stream<Row> rows() {
        Path kubernetes = Path.of("/meta/ghe-backup-secret/kms_private_ssh_key");
        List<String> lines = List.of("0 3 * * *", "5 4 * * 0");
        String yamlLines = "[0 3 * * *, 5 4 * * 0]";
        return Stream.of(
                new Row(
                        ApplianceSection.UUID,
                        Optional.empty(),
                        "7f2d4f5e-6f0b-4c0e-9d5c-0c8f2b1a3e4d",
                        "7f2d4f5e-6f0b-4c0e-9d5c-0c8f2b1a3e4d",
                        Optional.of("7f2d4f5e-6f0b-4c0e-9d5c-0c8f2b1a3e4d"),
                        "mine",
                        c -> c.appliance().uuid()),
                new Row(
                        DataSection.MOUNT,
                        Mount.DETECT,
                        "required",
                        "required",
                        Mount.REQUIRED,
                        "mounted",
                        c -> c.volume().mount()),
                new Row(
                        DataSection.KEEP_INCOMPLETE,
                        Duration.ofDays(1),
                        "3h",
                        "3h",
                        Duration.ofHours(3),
                        "0s",
                        c -> c.data().keepIncomplete()),
                new Row(
                        EngineSection.VERSION,
                        Optional.empty(),
                        "3.12.1",
                        "3.12.1",
                        Optional.of("3.12.1"),
                        "3.12",
                        c -> c.engine().version()),
                new Row(
                        BackupSection.RETRIES,
                        2,
                        "0",
                        "0",
                        0,
                        "21",
                        c -> c.backup().retries()),
                new Row(
                        BackupSection.RETRY_DELAY,
                        Duration.ofMinutes(1),
                        "10s",
                        "10s",
                        Duration.ofSeconds(10),
                        "7h",
                        c -> c.backup().retryDelay()),
                new Row(
                        BackupSection.TIME_LIMIT,
                        Duration.ofHours(12),
                        "36h",
                        "36h",
                        Duration.ofHours(36),
                        "0s",
                        c -> c.backup().limits().time()),
                new Row(
                        BackupSection.SILENCE_LIMIT,
                        Duration.ofHours(2),
                        "30m",
                        "30m",
                        Duration.ofMinutes(30),
                        "500ms",
                        c -> c.backup().limits().silence()),
                new Row(
                        RestoreSection.TIME_LIMIT,
                        Duration.ofHours(72),
                        "36h",
                        "36h",
                        Duration.ofHours(36),
                        "0s",
                        c -> c.restore().limits().time()),
                new Row(
                        RestoreSection.SILENCE_LIMIT,
                        Duration.ofHours(12),
                        "30m",
                        "30m",
                        Duration.ofMinutes(30),
                        "500ms",
                        c -> c.restore().limits().silence()),
                new Row(
                        RestoreSection.SHUTDOWN_GRACE,
                        Duration.ofHours(6),
                        "0s",
                        "0s",
                        Duration.ZERO,
                        "31d",
                        c -> c.restore().shutdownGrace()),
                new Row(
                        RestoreSection.UNDO,
                        UndoMode.OFF,
                        "required",
                        "required",
                        UndoMode.REQUIRED,
                        "yes",
                        c -> c.restore().undo()),
                new Row(
                        DrillSection.HOST,
                        Optional.empty(),
                        "github-drill.example.com",
                        "github-drill.example.com",
                        Optional.of("github-drill.example.com"),
                        "github-drill.example.com:122",
                        c -> c.drill().host()),
                new Row(
                        DrillSection.SCHEDULE,
                        List.of(),
                        yamlLines,
                        "0 3 * * *;5 4 * * 0",
                        lines,
                        "[0 3 * *]",
                        c -> c.drill().schedule()),
                new Row(
                        DrillSection.FROM_ARCHIVE,
                        false,
                        "true",
                        "true",
                        true,
                        "maybe",
                        c -> c.drill().fromArchive()),
                new Row(
                        DrillSection.REPOSITORIES,
                        10,
                        "0",
                        "0",
                        0,
                        "1001",
                        c -> c.drill().repositories()),
                new Row(
                        RetentionSection.POLICY,
                        RetentionSettings.likeTheEngine(40),
                        "[last 7, within 30d, daily 14]",
                        "[last 7, within 30d, daily 14]",
                        List.of(
                                new RetentionSettings.Last(7, "last 7"),
                                new RetentionSettings.Within(Duration.ofDays(30), "within 30d"),
                                new RetentionSettings.Periodic(RetentionSettings.CalendarUnit.DAILY, 14)),
                        "[dayly 14]",
                        c -> c.retention().policy()),
                new Row(
                        RetentionSection.ENABLED,
                        true,
                        "false",
                        "false",
                        false,
                        "maybe",
                        c -> c.retention().enabled()),
                new Row(
                        RetentionSection.PRESET,
                        RetentionSettings.likeTheEngine(40),
                        "limit-based 9",
                        "limit-based 9",
                        List.of(new RetentionSettings.Last(9, "limit-based 9")),
                        "limit-based 0",
                        c -> c.retention().policy()),
                new Row(
                        RetentionSection.KEEP_UNUSABLE,
                        Duration.ofDays(7),
                        "3d",
                        "3d",
                        Duration.ofDays(3),
                        "0s",
                        c -> c.retention().keepUnusable()),
                new Row(
                        ArchiveSection.STORE,
                        Optional.empty(),
                        "s3://example-archive/a/b/",
                        "s3://example-archive/a/b",
                        Optional.of(URI.create("s3://example-archive/a/b")),
                        "s3://Upper",
                        c -> c.archive().store()),
                new Row(
                        ArchiveSection.RECIPIENTS,
                        List.of(),
                        "[" + RECIPIENT + "]",
                        "" + RECIPIENT + "",
                        List.of(RECIPIENT),
                        "[age1short]",
                        c -> c.archive().recipients()),
                new Row(
                        ArchiveSection.ENCRYPTION,
                        ArchiveSettings.ObjectEncryption.AGE,
                        "none",
                        "none",
                        ArchiveSettings.ObjectEncryption.NONE,
                        "gpg",
                        c -> c.archive().encryption()),
                new Row(
                        ArchiveSection.SCHEDULE,
                        List.of(),
                        yamlLines,
                        "0 3 * * *; 5 4 * * 0",
                        lines,
                        "[never]",
                        c -> c.archive().schedule()),
                new Row(
                        ArchiveSection.PARALLEL,
                        2,
                        "4",
                        "4",
                        4,
                        "0",
                        c -> c.archive().parallel()),
                new Row(
                        ArchiveSection.RATE_LIMIT,
                        Optional.empty(),
                        "20MiB",
                        "20MiB",
                        Optional.of(20L << 20),
                        "20",
                        c -> c.archive().rateLimit()),
                new Row(
                        ArchiveSection.TIME_LIMIT,
                        Duration.ofDays(7),
                        "2d",
                        "2d",
                        Duration.ofDays(2),
                        "0s",
                        c -> c.archive().limits().time()),
                new Row(
                        ArchiveSection.SILENCE_LIMIT,
                        Duration.ofHours(1),
                        "2h",
                        "2h",
                        Duration.ofHours(2),
                        "0s",
                        c -> c.archive().limits().silence()),
                new Row(
                        ArchiveSection.LOCK_MODE,
                        ArchiveSettings.ObjectLockMode.OFF,
                        "governance",
                        "governance",
                        ArchiveSettings.ObjectLockMode.GOVERNANCE,
                        "on",
                        c -> c.archive().lock().mode()),
                new Row(
                        ArchiveSection.LOCK_FOR,
                        Optional.empty(),
                        "35d",
                        "35d",
                        Optional.of(Duration.ofDays(35)),
                        "1h",
                        c -> c.archive().lock().time()),
                new Row(
                        ArchiveSection.LOCK_LONGEST,
                        Duration.ofDays(400),
                        "40d",
                        "40d",
                        Duration.ofDays(40),
                        "1h",
                        c -> c.archive().lock().longest()),
                new Row(
                        ArchiveSection.KMS_KEY,
                        Optional.empty(),
                        "alias/archive",
                        "alias/archive",
                        Optional.of("alias/archive"),
                        "no key",
                        c -> c.archive().kmsKey()),
                new Row(
                        ArchiveSection.STORAGE_CLASS,
                        StorageClass.STANDARD,
                        "GLACIER_IR",
                        "GLACIER_IR",
                        StorageClass.GLACIER_IR,
                        "DEEP_ARCHIVE",
                        c -> c.archive().storageClass()),
                new Row(
                        ArchiveSection.PATH_STYLE,
                        Optional.empty(),
                        "false",
                        "false",
                        Optional.of(false),
                        "perhaps",
                        c -> c.archive().dialect().pathStyle()),
                new Row(
                        ArchiveSection.CHECKSUM,
                        ObjectChecksum.SHA256,
                        "md5",
                        "md5",
                        ObjectChecksum.MD5,
                        "crc32",
                        c -> c.archive().dialect().checksum()),
                new Row(
                        ArchiveSection.MAX_AGE,
                        Duration.ofDays(3),
                        "8d",
                        "8d",
                        Duration.ofDays(8),
                        "1m",
                        c -> c.archive().maxAge()),
                new Row(
                        ArchiveSection.KEEP,
                        List.of(),
                        "[last 7]",
                        "[last 7]",
                        List.of(new RetentionSettings.Last(7, "last 7")),
                        "[last 0]",
                        c -> c.storeRetention().keep()),
                new Row(
                        ArchiveSection.SPARE_UNARCHIVED,
                        Duration.ofDays(14),
                        "3d",
                        "3d",
                        Duration.ofDays(3),
                        "-1d",
                        c -> c.storeRetention().spareUnarchived()),
                new Row(
                        ArchiveSection.VERIFY_SCHEDULE,
                        List.of("13 4 * * *"),
                        "[\"0 5 * * 0\"]",
                        "0 5 * * 0",
                        List.of("0 5 * * 0"),
                        "[\"daily\"]",
                        c -> c.archive().verify().schedule()),
                new Row(
                        ArchiveSection.VERIFY_WITHIN,
                        Optional.of(Duration.ofDays(30)),
                        "off",
                        "off",
                        Optional.empty(),
                        "never",
                        c -> c.archive().verify().within()),
                new Row(
                        ArchiveSection.REBUILD,
                        RebuildChoice.ASK,
                        "off",
                        "off",
                        RebuildChoice.OFF,
                        "never",
                        c -> c.rebuild().choice()),
                new Row(
                        ArchiveSection.REBUILD_IDENTITY,
                        Optional.empty(),
                        "/meta/identity",
                        "/meta/identity",
                        Optional.of(Path.of("/meta/identity")),
                        "meta/identity",
                        c -> c.rebuild().identity()),
                new Row(
                        SealSection.ENABLED,
                        true,
                        "false",
                        "false",
                        false,
                        "perhaps",
                        c -> c.seal().enabled()),
                new Row(
                        SealSection.TIME_LIMIT,
                        Duration.ofDays(7),
                        "36h",
                        "36h",
                        Duration.ofHours(36),
                        "0s",
                        c -> c.seal().limits().time()),
                new Row(
                        SealSection.SILENCE_LIMIT,
                        Duration.ofHours(1),
                        "30m",
                        "30m",
                        Duration.ofMinutes(30),
                        "500ms",
                        c -> c.seal().limits().silence()),
                new Row(
                        SealSection.FSCK_TIME,
                        Duration.ofMinutes(10),
                        "1h",
                        "1h",
                        Duration.ofHours(1),
                        "2d",
                        c -> c.seal().fsckTime()),
                new Row(
                        VerifySection.SCHEDULE,
                        List.of("43 0 * * *"),
                        yamlLines,
                        "0 3 * * *; 5 4 * * 0",
                        lines,
                        "[every day]",
                        c -> c.verify().schedule()),
                new Row(
                        VerifySection.WITHIN,
                        Duration.ofDays(30),
                        "14d",
                        "14d",
                        Duration.ofDays(14),
                        "12h",
                        c -> c.verify().within()),
                new Row(
                        VerifySection.RATE_LIMIT,
                        50L << 20,
                        "2GiB",
                        "2GiB",
                        2L << 30,
                        "2000GiB",
                        c -> c.verify().rateLimit()),
                new Row(
                        SuspectSection.FEWER,
                        10,
                        "25%",
                        "25%",
                        25,
                        "25",
                        c -> c.losses().fewer()),
                new Row(
                        SuspectSection.SMALLER,
                        50,
                        "100%",
                        "100%",
                        100,
                        "101%",
                        c -> c.losses().smaller()),
                new Row(
                        SuspectSection.LESS_LINKED,
                        50,
                        "0%",
                        "0%",
                        0,
                        "-1%",
                        c -> c.losses().lessLinked()),
                new Row(
                        ScheduleSection.CATCH_UP,
                        true,
                        "false",
                        "false",
                        false,
                        "no",
                        c -> c.schedule().catchUp()),
                new Row(
                        StatusSection.MAX_AGE,
                        Duration.ofHours(26),
                        "2d",
                        "2d",
                        Duration.ofDays(2),
                        "30s",
                        c -> c.status().maxAge()),
                new Row(
                        StatusSection.VERIFIED_WITHIN,
                        Optional.empty(),
                        "8d",
                        "8d",
                        Optional.of(Duration.ofDays(8)),
                        "30m",
                        c -> c.status().verifiedWithin()),
                new Row(
                        StatusSection.RESTORED_WITHIN,
                        Optional.empty(),
                        "35d",
                        "35d",
                        Optional.of(Duration.ofDays(35)),
                        "30m",
                        c -> c.status().restoredWithin()),
                new Row(
                        JournalSection.KEEP,
                        1000,
                        "50",
                        "50",
                        50,
                        "9",
                        c -> c.journal().keep()),
                new Row(
                        JournalSection.KEEP_FOR,
                        Duration.ofDays(400),
                        "90d",
                        "90d",
                        Duration.ofDays(90),
                        "59m",
                        c -> c.journal().keepFor()),
                new Row(
                        ApplianceSection.HOST,
                        "github.example.com",
                        "ghe.local",
                        "ghe.local",
                        "ghe.local",
                        "ghe.local:122",
                        c -> c.appliance().host()),
                new Row(
                        ApplianceSection.PORT,
                        122,
                        "2222",
                        "2222",
                        2222,
                        "65536",
                        c -> c.appliance().port()),
                new Row(
                        ApplianceSection.USER,
                        "admin",
                        "build_9",
                        "build_9",
                        "build_9",
                        "Admin",
                        c -> c.appliance().user()),
                new Row(
                        ApplianceSection.KNOWN_HOSTS,
                        Path.of("/etc/ghe-keeper/known_hosts"),
                        "/k/h",
                        "/k/h",
                        Path.of("/k/h"),
                        "k/h",
                        c -> c.appliance().knownHosts()),
                new Row(
                        ApplianceSection.TRUST_FIRST_USE,
                        false,
                        "true",
                        "true",
                        true,
                        "yes",
                        c -> c.appliance().trustFirstUse()),
                new Row(
                        KeySection.SOURCE,
                        Source.KUBERNETES_SECRET,
                        "taupage",
                        "taupage",
                        Source.TAUPAGE,
                        "vault",
                        c -> c.key().source()),
                new Row(
                        KeySection.FILE,
                        kubernetes,
                        "/k/key",
                        "/k/key",
                        Path.of("/k/key"),
                        "'/k/a key'",
                        c -> c.key().file()),
                new Row(
                        KeySection.S3_URI,
                        Optional.empty(),
                        "s3://mint/a/b",
                        "s3://mint/a/b",
                        Optional.of("s3://mint/a/b"),
                        "https://mint/a/b",
                        c -> c.key().s3Uri()),
                new Row(
                        KeySection.ENVIRONMENT_VARIABLE,
                        "KMS_PRIVATE_SSH_KEY",
                        "MY_KEY",
                        "MY_KEY",
                        "MY_KEY",
                        "GHE_KEEPER_MY_KEY",
                        c -> c.key().environmentVariable()),
                new Row(
                        KeySection.DIRECTORY,
                        Path.of("/run/ghe-keeper"),
                        "/dev/shm/k",
                        "/dev/shm/k",
                        Path.of("/dev/shm/k"),
                        "/",
                        c -> c.key().directory()),
                new Row(
                        KeySection.ALLOW_PERSISTENT_DIRECTORY,
                        false,
                        "true",
                        "true",
                        true,
                        "1",
                        c -> c.key().allowPersistentDirectory()),
                new Row(
                        NativeSection.ENABLED,
                        false,
                        "true",
                        "true",
                        true,
                        "perhaps",
                        c -> c.nativeSnapshots().enabled()),
                new Row(
                        NativeSection.SCHEDULE,
                        List.of(),
                        yamlLines,
                        "0 3 * * *; 5 4 * * 0",
                        lines,
                        "[every day]",
                        c -> c.nativeSnapshots().schedule()),
                new Row(
                        NativeSection.FOLLOW_TAGS,
                        false,
                        "true",
                        "true",
                        true,
                        "maybe",
                        c -> c.nativeSnapshots().followTags()),
                new Row(
                        NativeSection.LABEL,
                        "ghe-backup",
                        "ghe-second",
                        "ghe-second",
                        "ghe-second",
                        "\"a b\"",
                        c -> c.nativeSnapshots().label()),
                new Row(
                        NativeSection.VOLUME_ID,
                        Optional.empty(),
                        "vol-0123456789abcdef1",
                        "vol-0123456789abcdef1",
                        Optional.of("vol-0123456789abcdef1"),
                        "vol-012345",
                        c -> c.nativeSnapshots().volumeId()),
                new Row(
                        NativeSection.VOLUME_TAG,
                        Optional.empty(),
                        "Name=data",
                        "Name=data",
                        Optional.of(new VolumeTag("Name", "data")),
                        "aws:name=data",
                        c -> c.nativeSnapshots().volumeTag()),
                new Row(
                        NativeSection.REGION,
                        Optional.empty(),
                        "eu-central-1",
                        "eu-central-1",
                        Optional.of("eu-central-1"),
                        "Frankfurt",
                        c -> c.nativeSnapshots().region()),
                new Row(
                        NativeSection.ENDPOINT,
                        Optional.empty(),
                        "https://ec2.example.com",
                        "https://ec2.example.com",
                        Optional.of(URI.create("https://ec2.example.com")),
                        "ec2.example.com",
                        c -> c.nativeSnapshots().endpoint()),
                new Row(
                        NativeSection.KEEP_LAST,
                        7,
                        "3",
                        "3",
                        3,
                        "0",
                        c -> c.nativeSnapshots().expiry().keepLast()),
                new Row(
                        NativeSection.KEEP_FOR,
                        Optional.empty(),
                        "14d",
                        "14d",
                        Optional.of(Duration.ofDays(14)),
                        "12h",
                        c -> c.nativeSnapshots().expiry().keepFor()),
                new Row(
                        NativeSection.PENDING_AGE,
                        Duration.ofHours(12),
                        "6h",
                        "6h",
                        Duration.ofHours(6),
                        "5m",
                        c -> c.nativeSnapshots().pendingAge()),
                new Row(
                        NativeSection.MAX_AGE,
                        Duration.ofDays(3),
                        "2d",
                        "2d",
                        Duration.ofDays(2),
                        "5m",
                        c -> c.nativeSnapshots().maxAge()),
                new Row(
                        NativeSection.LOCK,
                        Optional.empty(),
                        "\"compliance 30d, not deletable for 30d\"",
                        "compliance 30d, not deletable for 30d",
                        Optional.of(new NativeLock(NativeLockMode.COMPLIANCE, 30)),
                        "compliance 30d",
                        c -> c.nativeSnapshots().protection().lock()),
                new Row(
                        NativeSection.LOCK_COOL_OFF,
                        72,
                        "24",
                        "24",
                        24,
                        "73",
                        c -> c.nativeSnapshots().protection().coolOffHours()),
                new Row(
                        NativeSection.COPIES,
                        List.of(),
                        "[eu-central-1 keep 3 key alias/backup]",
                        "eu-central-1 keep 3 key alias/backup",
                        List.of(new NativeCopy("eu-central-1", 3, Optional.of("alias/backup"), Optional.empty())),
                        "[Frankfurt]",
                        c -> c.nativeSnapshots().protection().copies()),
                new Row(
                        NativeSection.SHARE_WITH,
                        List.of(),
                        "[\"444455556666\"]",
                        "444455556666",
                        List.of("444455556666"),
                        "[all]",
                        c -> c.nativeSnapshots().protection().shareWith()),
                new Row(
                        CopySection.PROFILE,
                        Optional.empty(),
                        "offsite",
                        "offsite",
                        Optional.of("offsite"),
                        "\"a b\"",
                        c -> c.copy().profile()),
                new Row(
                        CopySection.REGION,
                        Optional.empty(),
                        "fr-par",
                        "fr-par",
                        Optional.of("fr-par"),
                        "\"fr par\"",
                        c -> c.copy().region()),
                new Row(
                        CopySection.ENDPOINT,
                        Optional.empty(),
                        "https://s3.example.com",
                        "https://s3.example.com",
                        Optional.of(URI.create("https://s3.example.com")),
                        "s3.example.com",
                        c -> c.copy().endpoint()),
                new Row(
                        KmsSection.REGION,
                        Optional.of("eu-west-1"),
                        "us-gov-west-1",
                        "us-gov-west-1",
                        Optional.of("us-gov-west-1"),
                        "Ireland",
                        c -> c.kms().region()),
                new Row(
                        KmsSection.ENDPOINT,
                        Optional.empty(),
                        "http://127.0.0.1:99",
                        "http://127.0.0.1:99",
                        Optional.of(URI.create("http://127.0.0.1:99")),
                        "kms.example.com",
                        c -> c.kms().endpoint()),
                new Row(
                        KmsSection.ENCRYPTION_CONTEXT,
                        Map.of(),
                        "{app: ghe, n: 1}",
                        "app=ghe;n=1",
                        Map.of("app", "ghe", "n", "1"),
                        "[app]",
                        c -> c.kms().encryptionContext()),
                new Row(
                        DataSection.DIRECTORY,
                        Path.of("/data/ghe-production-data"),
                        "/data/./snap",
                        "/data/snap",
                        Path.of("/data/snap"),
                        "'/data/my snapshots'",
                        c -> c.data().directory()),
                new Row(
                        DataSection.STATE_DIRECTORY,
                        Path.of("/data/ghe-keeper"),
                        "/data/k",
                        "/data/k",
                        Path.of("/data/k"),
                        "'$HOME/k'",
                        c -> c.journal().directory()),
                new Row(
                        EngineSection.HOME,
                        Path.of("/opt/backup-utils"),
                        "/opt/bu",
                        "/opt/bu",
                        Path.of("/opt/bu"),
                        "~/bu",
                        c -> c.engine().home()),
                new Row(
                        EngineSection.KEEP_SNAPSHOTS,
                        40,
                        "1",
                        "1",
                        1,
                        "0",
                        c -> c.engine().keepSnapshots()),
                new Row(
                        EngineSection.OPTIONS,
                        Map.of(),
                        "{GHE_PARALLEL_ENABLED: yes}",
                        "GHE_PARALLEL_ENABLED=yes",
                        Map.of("GHE_PARALLEL_ENABLED", "yes"),
                        "{GHE_NUM_SNAPSHOTS: 3}",
                        c -> c.engine().options()),
                new Row(
                        ReleasesSection.FILE,
                        Optional.empty(),
                        "/meta/releases.csv",
                        "/meta/releases.csv",
                        Optional.of(Path.of("/meta/releases.csv")),
                        "releases.csv",
                        c -> c.releases().file()),
                new Row(
                        EngineSection.STOP_GRACE,
                        Duration.ofSeconds(20),
                        "1m30s",
                        "90s",
                        Duration.ofSeconds(90),
                        "90",
                        c -> c.engine().stopGrace()),
                new Row(
                        ScheduleSection.TIME_ZONE,
                        ZoneId.of("UTC"),
                        "Europe/Berlin",
                        "Europe/Berlin",
                        ZoneId.of("Europe/Berlin"),
                        "Berlin",
                        c -> c.schedule().timeZone()),
                new Row(
                        ScheduleSection.BACKUP,
                        List.of("17 3,9,15 * * 1-6", "17 9,21 * * 0"),
                        yamlLines,
                        "0 3 * * *;5 4 * * 0",
                        lines,
                        "[]",
                        c -> c.schedule().backup()),
                new Row(
                        ScheduleSection.MARKERS,
                        List.of("55 * * * *"),
                        yamlLines,
                        "0 3 * * *\n5 4 * * 0\n",
                        lines,
                        "[0 3 * *]",
                        c -> c.schedule().markers()),
                new Row(
                        ScheduleSection.JITTER,
                        Duration.ofMinutes(5),
                        "0s",
                        "0s",
                        Duration.ZERO,
                        "1d",
                        c -> c.schedule().jitter()),
                new Row(
                        ScheduleSection.RUNNER,
                        ScheduleSettings.Runner.SUPERVISOR,
                        "external",
                        "external",
                        ScheduleSettings.Runner.EXTERNAL,
                        "cron",
                        c -> c.schedule().runner()),
                new Row(
                        HttpSection.LISTEN,
                        Optional.of(new HttpSettings.Listen("0.0.0.0", 8080)),
                        "off",
                        "off",
                        Optional.empty(),
                        "8080",
                        c -> c.http().listen()),
                new Row(
                        NotifySection.WEBHOOK_URL,
                        Optional.empty(),
                        "https://chat.example.com/a/b?c=d",
                        "https://chat.example.com/a/b?c=d",
                        Optional.of(new Secret.Given("https://chat.example.com/a/b?c=d")),
                        "chat.example.com",
                        c -> c.notices().webhook()),
                new Row(
                        NotifySection.PING_URL,
                        Optional.empty(),
                        "file:/meta/ping",
                        "file:/meta/ping",
                        Optional.of(new Secret.InFile(Path.of("/meta/ping"))),
                        "file:meta/ping",
                        c -> c.notices().ping()),
                new Row(
                        NotifySection.MAIL_TO,
                        List.of(),
                        "[a@example.com, b.c+d@example.com]",
                        "a@example.com;b.c+d@example.com",
                        List.of("a@example.com", "b.c+d@example.com"),
                        "[a.example.com]",
                        c -> c.notices().mail().map(MailSettings::to).orElse(List.of())),
                mail(NotifySection.MAIL_FROM, "a@b", "c@example.com", "c", MailSettings::from),
                mail(NotifySection.SMTP_HOST, "h", "smtp.example.com", "smtp:25", MailSettings::host),
                mail(NotifySection.SMTP_PORT, 587, "25", 25, "0", MailSettings::port),
                mail(
                        NotifySection.SMTP_ENCRYPTION,
                        MailSettings.MailEncryption.STARTTLS,
                        "tls",
                        MailSettings.MailEncryption.TLS,
                        "ssl",
                        MailSettings::encryption),
                mail(NotifySection.SMTP_USER, Optional.empty(), "me", Optional.of("me"), "'m e'", MailSettings::user),
                mail(
                        NotifySection.SMTP_PASSWORD,
                        Optional.empty(),
                        "hunter2",
                        Optional.of(new Secret.Given("hunter2")),
                        "file:no",
                        MailSettings::password),
                new Row(
                        NotifySection.DAYS_LEFT,
                        14,
                        "3",
                        "3",
                        3,
                        "0",
                        c -> c.notices().daysLeft()),
                new Row(
                        LogSection.FORMAT,
                        LogSettings.Format.TEXT,
                        "json",
                        "json",
                        LogSettings.Format.JSON,
                        "xml",
                        c -> c.log().format()),
                new Row(
                        LogSection.LEVEL,
                        LogSettings.Level.INFO,
                        "debug",
                        "debug",
                        LogSettings.Level.DEBUG,
                        "loud",
                        c -> c.log().level()),
                new Row(
                        LogSection.ENGINE_OUTPUT,
                        LogSettings.EngineOutput.OFF,
                        "info",
                        "info",
                        LogSettings.EngineOutput.INFO,
                        "on",
                        c -> c.log().engineOutput()));
    }

    /** Without a receiver there is no mail. */
    private static Row mail(
            Key<?> key, Object standard, String fits, Object value, String unfit, Function<MailSettings, Object> from) {
        return new Row(
                key,
                standard,
                fits,
                fits,
                value,
                unfit,
                c -> c.notices().mail().map(from).orElse(standard));
    }

    private static Row mail(
            Key<?> key, Object standard, String fits, String unfit, Function<MailSettings, Object> from) {
        return mail(key, standard, fits, fits, unfit, from);
    }

    private String yaml(Key<?> key, String value) {
        String entry = "  " + key.name() + ": " + value + "\n";
        if (key.equals(ApplianceSection.HOST)) {
            return "appliance:\n" + entry;
        }
        if (key.equals(DrillSection.FROM_ARCHIVE)) {
            return Reading.HOST + "archive: {store: \"file:///store\", encryption: none}\ndrill:\n" + entry;
        }
        if (key.equals(DrillSection.SCHEDULE)) {
            return Reading.HOST + "drill:\n  host: github-drill.example.com\n" + entry;
        }
        if (key.section().equals("notify")) {
            String others = Stream.of(
                            Map.entry(NotifySection.MAIL_TO, "[d@e]"),
                            Map.entry(NotifySection.MAIL_FROM, "a@b"),
                            Map.entry(NotifySection.SMTP_HOST, "h"),
                            Map.entry(NotifySection.SMTP_USER, "u"),
                            Map.entry(NotifySection.SMTP_PASSWORD, "p"))
                    .filter(other -> !other.getKey().equals(key) && !value.isEmpty())
                    .map(other -> "  " + other.getKey().name() + ": " + other.getValue() + "\n")
                    .collect(Collectors.joining());
            return Reading.HOST + "notify:\n" + others + entry;
        }
        if (key.section().equals("archive")) {
            String others = Stream.of(
                            Map.entry(ArchiveSection.STORE, "s3://example-ghe-archive/production"),
                            Map.entry(ArchiveSection.RECIPIENTS, "[" + RECIPIENT + "]"),
                            Map.entry(ArchiveSection.LOCK_FOR, "10d"))
                    .filter(other -> !other.getKey().equals(key) && !value.isEmpty())
                    .map(other -> "  " + other.getKey().name() + ": " + other.getValue() + "\n")
                    .collect(Collectors.joining());
            return Reading.HOST + "archive:\n" + others + entry;
        }
        return key.section().equals("appliance") ? Reading.HOST + entry : Reading.HOST + key.section() + ":\n" + entry;
    }

    @Test
    void everyKeyHasItsRow() {
        assertThat(rows().<Object>map(Row::key).toList()).containsExactlyInAnyOrderElementsOf(Schema.KEYS);
    }

    @Test
    void everyKeyHasAVariableOfItsOwnAndASectionThatIsDescribed() {
        assertThat(Schema.KEYS).extracting(Key::variable).doesNotHaveDuplicates();
        assertThat(Schema.SECTIONS)
                .allSatisfy(
                        section -> assertThat(section.keys()).as(section.name()).isNotEmpty())
                .extracting(Section::name)
                .doesNotHaveDuplicates();
    }

    /** What a section declares is read because the schema lists the section. */
    @Test
    void everySectionIsInTheSchema() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/main/java/io/ghekeeper/config"))) {
            assertThat(files.map(file -> file.getFileName().toString())
                            .filter(name -> name.matches("\\w+Section\\.java"))
                            .map(name -> name.replace("Section.java", "").toLowerCase(Locale.ROOT)))
                    .containsExactlyInAnyOrderElementsOf(
                            Schema.SECTIONS.stream().map(Section::name).toList());
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void hasItsDefault(Row row) {
        assertThat(row.from().apply(new Reading(folder).configuration(Reading.HOST)))
                .isEqualTo(row.standard());
    }

    @ParameterizedTest
    @MethodSource("rows")
    void isReadFromTheFile(Row row) {
        LoadedConfiguration loaded = new Reading(folder).read(yaml(row.key(), row.fits()), Map.of());
        assertThat(row.from().apply(loaded.configuration())).isEqualTo(row.value());
        assertThat(loaded.effective().toYaml())
                .containsPattern("(?m)^  " + row.key().name() + ": .*# ghe-keeper.yaml:");
    }

    @ParameterizedTest
    @MethodSource("rows")
    void isReadFromItsVariableWhichWins(Row row) {
        String inFile =
                row.key().equals(EngineSection.OPTIONS) ? "{}" : row.key().sample();
        LoadedConfiguration loaded = new Reading(folder)
                .read(yaml(row.key(), inFile), Map.of(row.key().variable(), row.variable()));
        assertThat(row.from().apply(loaded.configuration())).isEqualTo(row.value());
        assertThat(loaded.effective().toYaml()).contains("# " + row.key().variable() + "\n");
    }

    @ParameterizedTest
    @MethodSource("rows")
    void isRefusedWithItsLineWhenItDoesNotFit(Row row) {
        String yaml = yaml(row.key(), row.unfit());
        long line = yaml.lines().count();
        assertThat(new Reading(folder).problems(yaml))
                .singleElement()
                .asString()
                .startsWith("ghe-keeper.yaml:" + line + ": " + row.key().path())
                .contains("found ", ", wanted ");
    }

    @ParameterizedTest
    @MethodSource("rows")
    void isRefusedWithItsVariableWhenItDoesNotFit(Row row) {
        String unfit = row.unfit().replaceAll("^'|'$", "");
        assertThat(new Reading(folder).problems(Reading.HOST, Map.of(row.key().variable(), unfit)))
                .singleElement()
                .asString()
                .startsWith(row.key().variable() + ": " + row.key().path());
    }

    @ParameterizedTest
    @MethodSource("rows")
    void mustHaveTheShapeThatItHas(Row row) {
        boolean scalar =
                row.key().type() instanceof ValueType.Scalar || row.key().type() instanceof ValueType.Hidden;
        assertThat(new Reading(folder).problems(yaml(row.key(), scalar ? "[a, b]" : "text")))
                .singleElement()
                .asString()
                .contains(scalar ? "found a list, wanted " : "found \"text\", wanted a ");
    }

    @ParameterizedTest
    @MethodSource("rows")
    void isNotSetByNothing(Row row) {
        List<String> problems = new Reading(folder).problems(yaml(row.key(), ""));
        if (row.key().equals(ApplianceSection.HOST)) {
            assertThat(problems)
                    .singleElement()
                    .asString()
                    .startsWith("ghe-keeper.yaml:2: appliance.host: found nothing");
        } else {
            assertThat(problems).isEmpty();
        }
    }

    @Test
    void theyAllTogetherMakeTheRecords() {
        String yaml = """
                appliance: {host: 10.1.2.3, port: 2222, user: me, known-hosts: /k/h, trust-first-use: true}
                key:
                  source: s3
                  s3-uri: s3://mint/k
                  directory: /dev/shm/k
                kms: {region: null, encryption-context: {a: b}}
                data: {directory: /d/snap, state-directory: /d/snap-keeper}
                engine: {home: /bu, version: 3.13.2, keep-snapshots: 7, options: {GHE_GIT_COOLDOWN_PERIOD: 5}, stop-grace: 5s}
                schedule: {time-zone: Europe/Berlin, backup: ["1 2 3 4 5"], markers: [], jitter: 500ms}
                """;
        Configuration read = new Reading(folder).configuration(yaml);
        assertThat(read.appliance())
                .isEqualTo(new ApplianceSettings(
                        "10.1.2.3",
                        2222,
                        "me",
                        Path.of("/k/h"),
                        Optional.of(Path.of("/d/snap-keeper/known_hosts")),
                        true,
                        Optional.empty()));
        assertThat(read.key())
                .isEqualTo(new KeySettings(
                        Source.S3,
                        Path.of("/meta/ghe-backup-secret/kms_private_ssh_key"),
                        "KMS_PRIVATE_SSH_KEY",
                        Optional.of("s3://mint/k"),
                        Path.of("/dev/shm/k"),
                        false));
        assertThat(read.kms()).isEqualTo(new KmsSettings(Optional.empty(), Optional.empty(), Map.of("a", "b")));
        assertThat(read.engine())
                .isEqualTo(new EngineSettings(
                        Path.of("/bu"),
                        Optional.of("3.13.2"),
                        7,
                        Map.of("GHE_GIT_COOLDOWN_PERIOD", "5"),
                        Duration.ofSeconds(5)));
        assertThat(read.schedule())
                .isEqualTo(new ScheduleSettings(
                        ZoneId.of("Europe/Berlin"),
                        List.of("1 2 3 4 5"),
                        List.of(),
                        Duration.ofMillis(500),
                        true,
                        ScheduleSettings.Runner.SUPERVISOR));
    }
}
