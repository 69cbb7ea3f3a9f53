package io.ghekeeper.config;

import io.ghekeeper.engine.backuputils.EngineOptions;
import io.ghekeeper.http.HttpSettings;
import io.ghekeeper.key.KeySettings;
import io.ghekeeper.log.LogSettings;
import io.ghekeeper.notify.MailSettings;
import io.ghekeeper.notify.Secret;
import io.ghekeeper.schedule.ScheduleSettings;
import io.ghekeeper.volume.VolumeSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Every key, in the order of the reference page. To add one: declare it here, add it to {@link #KEYS}, and hand it on in
 * {@link Assembly}; reading, checking, {@code config show}, the sample file and the reference page follow.
 */
final class Schema {
    static final List<Section> SECTIONS = List.of(
            new Section("appliance", "The GitHub Enterprise Server that is backed up."),
            new Section("key", "The SSH private key: where it is kept, and where it lies while it is used."),
            new Section("kms", "AWS KMS, which decrypts the key."),
            new Section("data", "Directories on the backup volume."),
            new Section("engine", "GitHub's backup-utils, which does the copying."),
            new Section("releases", "Which releases of GitHub Enterprise Server and of backup-utils there are."),
            new Section("backup", "How long a backup may take, and how often it is tried."),
            new Section("restore", "How long a restore may take."),
            new Section("drill", "Restores onto a scratch appliance, to prove that it can be done."),
            new Section("suspect", "How much less than the one before a snapshot may hold before it is doubted."),
            new Section("schedule", "What `ghe-keeper supervise` does, and when."),
            new Section("status", "When `ghe-keeper status` is content."),
            new Section("journal", "How long runs and their logs are kept."),
            new Section("http", "The read-only HTTP port: health, metrics, and a page for people."),
            new Section("notify", "Whom ghe-keeper notifies when backups fail, recover or do not run."),
            new Section("log", "What the program says of itself."));

    static final Key<String> APPLIANCE_HOST = Key.required(
            "appliance.host",
            Addresses.host(),
            "github.example.com",
            "Name or IPv4 address of the appliance, without a port. backup-utils cannot use IPv6 addresses.");
    static final Key<Integer> APPLIANCE_PORT =
            Key.defaulted("appliance.port", Addresses.port(), "122", "Port of the administrative SSH.");
    static final Key<String> APPLIANCE_USER =
            Key.defaulted("appliance.user", Addresses.user(), "admin", "User of the administrative SSH.");
    static final Key<Path> APPLIANCE_KNOWN_HOSTS = Key.defaulted(
            "appliance.known-hosts",
            Types.path(),
            "/etc/ghe-keeper/known_hosts",
            "Known-hosts file of OpenSSH with the appliance's host keys. A host key that is not in it is refused;"
                    + " `ghe-keeper appliance trust` shows and adds it. Beside it only `known_hosts` in"
                    + " `data.state-directory` is believed, where ghe-keeper keeps the host keys that its restores"
                    + " brought to their targets; a `@revoked` line in either refuses a key.");
    static final Key<Boolean> APPLIANCE_TRUST_FIRST_USE = Key.defaulted(
            "appliance.trust-first-use",
            Types.flag(),
            "false",
            "Add the host key of an appliance that is not known yet, instead of refusing it. The first"
                    + " answer is trusted. A changed host key is always refused.");
    static final Key<String> APPLIANCE_UUID = Key.optional(
            "appliance.uuid",
            Types.text("UUID", "the appliance's uuid, as /data/user/common/uuid has it", "[0-9a-fA-F-]{32,36}"),
            "7f2d4f5e-6f0b-4c0e-9d5c-0c8f2b1a3e4d",
            "The only appliance that is backed up. Without it, the one that the last snapshot came from: another one"
                    + " that answers under `appliance.host` is refused, because its snapshots would push out those of"
                    + " the first.");

    static final Key<KeySettings.Source> KEY_SOURCE = Key.defaulted(
            "key.source",
            Types.keySource(),
            "kubernetes-secret",
            "Where the key is kept. `kubernetes-secret`, `taupage` and `file` read `key.file`; `s3` reads"
                    + " `key.s3-uri`; `environment` reads the variable that `key.environment-variable` names. The"
                    + " value is `aws:kms:` and the base64 of what KMS encrypted, or a plain private key.");
    static final Key<Path> KEY_FILE = Key.optional(
            "key.file",
            Types.path(),
            Assembly.KUBERNETES_FILE,
            "File that holds the key. Without it, " + Assembly.KUBERNETES_FILE + " for `kubernetes-secret` and "
                    + Assembly.TAUPAGE_FILE + " for `taupage`, where it is the entry `kms_private_ssh_key`. The source"
                    + " `file` needs it.");
    static final Key<String> KEY_S3_URI = Key.optional(
            "key.s3-uri",
            Types.text(
                    "S3 URI",
                    "an S3 URI of a bucket and an object, as s3://bucket/path/to/key",
                    "s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]/[^\\s/][^\\s]{0,1023}"),
            "s3://example-mint-bucket/ghe-keeper/kms_private_ssh_key",
            "Object that holds the key. The source `s3` needs it.");
    static final Key<String> KEY_ENVIRONMENT_VARIABLE = Key.defaulted(
            "key.environment-variable",
            Types.text(
                    "variable",
                    "the name of an environment variable that does not begin with GHE_KEEPER_",
                    "(?!GHE_KEEPER_)[A-Za-z_][A-Za-z0-9_]*"),
            "KMS_PRIVATE_SSH_KEY",
            "Name of the variable that the source `environment` reads; the name, not the key.");
    static final Key<Path> KEY_DIRECTORY = Key.defaulted(
            "key.directory",
            Types.path(),
            "/run/ghe-keeper",
            "Where the decrypted key lies for the length of a run. Must be in memory (tmpfs).");
    static final Key<Boolean> KEY_ALLOW_PERSISTENT_DIRECTORY = Key.defaulted(
            "key.allow-persistent-directory",
            Types.flag(),
            "false",
            "Accept a `key.directory` that is on a disk. A decrypted key on a disk can outlive its deletion.");

    static final Key<String> KMS_REGION = Key.clearable(
            "kms.region",
            Types.text(
                    "AWS region",
                    "the name of an AWS region, as eu-west-1",
                    "[a-z]{2,8}(-[a-z]{2,12}){1,3}-[0-9]{1,2}"),
            "eu-west-1",
            "Region used where the SDK's own chain (AWS_REGION, profile, instance) names none. `null`: that chain"
                    + " alone.");
    static final Key<URI> KMS_ENDPOINT = Key.optional(
            "kms.endpoint",
            Types.endpoint(),
            "https://kms.eu-west-1.amazonaws.com",
            "Endpoint of KMS instead of the region's own, for VPC endpoints and tests.");
    static final Key<Map<String, String>> KMS_ENCRYPTION_CONTEXT = Key.defaulted(
            "kms.encryption-context",
            new ValueType.MapOf("map of texts", (name, value) -> Optional.empty()),
            "{}",
            "Encryption context that the key was encrypted with. It is no secret: AWS shows it in CloudTrail.");

    static final Key<Path> DATA_DIRECTORY = Key.defaulted(
            "data.directory",
            Types.path(),
            "/data/ghe-production-data",
            "Where the snapshots are: GHE_DATA_DIR of backup-utils.");
    static final Key<Path> DATA_STATE_DIRECTORY = Key.defaulted(
            "data.state-directory",
            Types.path(),
            "/data/ghe-keeper",
            "ghe-keeper's own directory with the journal and the lease. It must be on the same file system as the"
                    + " snapshots, and not among them, where backup-utils prunes. `config check`, `doctor`, `supervise`"
                    + " and each backup or drill refuse another file system.");
    static final Key<VolumeSettings.Mount> DATA_MOUNT = Key.defaulted(
            "data.mount",
            Types.mount(),
            "detect",
            "Where the data directory must lie. `detect` refuses a container's own layer, which is lost with the"
                    + " container, and a directory of its host's own disk, which is what a container is given when the"
                    + " volume is not mounted there (a Kubernetes emptyDir, too); it warns of a machine's root file"
                    + " system. `required` refuses that as well; `any` takes whatever is there.");
    static final Key<Duration> DATA_KEEP_INCOMPLETE = Key.defaulted(
            "data.keep-incomplete",
            Types.duration("1s", "365d"),
            "1d",
            "How long the incomplete snapshot of a dead run is kept before it is removed. backup-utils removes them"
                    + " only after a wholly good backup.");

    static final Key<Path> ENGINE_HOME = Key.defaulted(
            "engine.home",
            Types.path(),
            "/opt/backup-utils",
            "Folder of backup-utils, the one that holds" + " bin/ghe-backup.");
    static final Key<String> ENGINE_VERSION = Key.optional(
            "engine.version",
            Types.text(
                    "version",
                    "a release of backup-utils, as 3.12.1",
                    "(0|[1-9][0-9]{0,3})(\\.(0|[1-9][0-9]{0,3})){2}"),
            "3.12.1",
            "Release of backup-utils, where its own version file is wrong (the public sources of 3.12 say"
                    + " 3.11.0). It must be of the appliance's feature release, or up to two newer. backup-utils sends"
                    + " the number in that file to the appliance whatever is set here, and newer appliances refuse an older"
                    + " number: then correct the file.");
    static final Key<Integer> ENGINE_KEEP_SNAPSHOTS = Key.defaulted(
            "engine.keep-snapshots",
            Types.number(1, 2000),
            "40",
            "How many snapshots backup-utils leaves when it prunes after a good backup: GHE_NUM_SNAPSHOTS.");
    static final Key<Map<String, String>> ENGINE_OPTIONS = Key.defaulted(
            "engine.options",
            new ValueType.MapOf(
                    "map of texts",
                    (name, value) -> EngineOptions.refusal(name, value).map(why -> "no such option or value: " + why)),
            "{}",
            "Further variables for backup-utils, as `GHE_PARALLEL_ENABLED: yes`. Those that ghe-keeper sets itself"
                    + " are refused. `GHE_ROUTE_VERIFICATION` is `true` unless it is set here. A part that an option leaves out"
                    + " is no loss: `GHE_BACKUP_PAGES`, `GHE_SKIP_SEARCH_INDICES`, `GHE_ES_BACKUP_STRATEGY`.");
    static final Key<Duration> ENGINE_STOP_GRACE = Key.defaulted(
            "engine.stop-grace",
            Types.duration("1s", "1h"),
            "20s",
            "How long backup-utils may take to end after SIGTERM, before it is killed. Keep it well below the"
                    + " grace that the container gets.");

    static final Key<Path> RELEASES_FILE = Key.optional(
            "releases.file",
            Types.path(),
            "/etc/ghe-keeper/releases.csv",
            "A table of releases in place of the program's own, of the same form (docs/upgrades.md). It decides what `doctor`"
                    + " says of support and upgrades, and stops no backup and no restore.");

    static final Key<Integer> BACKUP_RETRIES = Key.defaulted(
            "backup.retries",
            Types.number(0, 20),
            "2",
            "How often a backup is tried again after a failure that can pass: the network, the appliance, AWS. Others"
                    + " are never tried again.");
    static final Key<Duration> BACKUP_RETRY_DELAY = Key.defaulted(
            "backup.retry-delay",
            Types.duration("0s", "6h"),
            "1m",
            "Time before the first retry; each further one waits twice as long, up to an hour, and all of them a"
                    + " little more or less by chance.");
    static final Key<Duration> BACKUP_TIME_LIMIT = Key.defaulted(
            "backup.time-limit",
            Types.duration("1s", "30d"),
            "12h",
            "Longest time for a whole run, retries included; then all of it is ended.");
    static final Key<Duration> BACKUP_SILENCE_LIMIT = Key.defaulted(
            "backup.silence-limit",
            Types.duration("1s", "30d"),
            "2h",
            "Longest time in which backup-utils prints nothing and no byte arrives; then all of it is ended.");

    static final Key<Duration> RESTORE_TIME_LIMIT = Key.defaulted(
            "restore.time-limit",
            Types.duration("1s", "90d"),
            "72h",
            "Longest time for a whole restore; then all of it is ended, and the target is left half restored.");
    static final Key<Duration> RESTORE_SILENCE_LIMIT = Key.defaulted(
            "restore.silence-limit",
            Types.duration("1s", "90d"),
            "12h",
            "Longest time in which backup-utils prints nothing and reads nothing; then all of it is ended. An import of"
                    + " MySQL says nothing for as long as it takes.");
    static final Key<Duration> RESTORE_SHUTDOWN_GRACE = Key.defaulted(
            "restore.shutdown-grace",
            Types.duration("0s", "30d"),
            "6h",
            "How long a supervisor waits for a running restore after SIGTERM. The container must get as long a grace"
                    + " period: terminationGracePeriodSeconds in Kubernetes.");

    static final Key<String> DRILL_HOST = Key.optional(
            "drill.host",
            Addresses.host(),
            "github-drill.example.com",
            "The scratch appliance that drills overwrite without a question. Never the one that is backed up.");
    static final Key<List<String>> DRILL_SCHEDULE = Key.defaulted(
            "drill.schedule",
            new ValueType.ListOf<>(Types.cronLine(), 0),
            "[]",
            "Cron lines; a drill begins at each instant that one of them names, unless a run is on. Backups that come"
                    + " due meanwhile are skipped. `[]`: by hand only.");
    static final Key<Integer> DRILL_REPOSITORIES = Key.defaulted(
            "drill.repositories",
            Types.number(0, 1000),
            "10",
            "How many of the restored repositories a drill looks through with git fsck, chosen at random.");

    static final Key<Integer> SUSPECT_FEWER = Key.defaulted(
            "suspect.fewer",
            Types.percent(),
            "10%",
            "A snapshot is suspect when the number of its repositories, pages or storage objects shrank by more than"
                    + " this.");
    static final Key<Integer> SUSPECT_SMALLER = Key.defaulted(
            "suspect.smaller",
            Types.percent(),
            "50%",
            "A snapshot is suspect when the bytes of one of its parts (MySQL, Redis, repositories and so on) shrank by"
                    + " more than this.");
    static final Key<Integer> SUSPECT_LESS_LINKED = Key.defaulted(
            "suspect.less-linked",
            Types.percent(),
            "50%",
            "A snapshot is suspect when the share of its files that are hard-linked fell by more than this many"
                    + " points: then something has touched every file, or hard links are lost.");

    static final Key<ZoneId> SCHEDULE_TIME_ZONE =
            Key.defaulted("schedule.time-zone", Types.timeZone(), "UTC", "Time zone of the cron lines.");
    static final Key<List<String>> SCHEDULE_BACKUP = Key.defaulted(
            "schedule.backup",
            new ValueType.ListOf<>(Types.cronLine(), 1),
            "[\"17 3,9,15 * * 1-6\", \"17 9,21 * * 0\"]",
            "Cron lines; a backup begins at each instant that one of them names, unless a run is on.");
    static final Key<List<String>> SCHEDULE_MARKERS = Key.defaulted(
            "schedule.markers",
            new ValueType.ListOf<>(Types.cronLine(), 0),
            "[\"55 * * * *\"]",
            "Cron lines; stale markers are cleared at each of these instants, and before every run. `[]`: before runs"
                    + " only.");
    static final Key<Duration> SCHEDULE_JITTER = Key.defaulted(
            "schedule.jitter",
            Types.duration("0s", "23h59m"),
            "5m",
            "Longest random delay before a scheduled backup, so that several appliances are not read at once.");
    static final Key<Boolean> SCHEDULE_CATCH_UP = Key.defaulted(
            "schedule.catch-up",
            Types.flag(),
            "true",
            "Back up once, at once, when the supervisor starts and a tick was missed since the last good backup.");

    static final Key<ScheduleSettings.Runner> SCHEDULE_RUNNER = Key.defaulted(
            "schedule.runner",
            Types.runner(),
            "supervisor",
            "Who begins backups. `supervisor`: `ghe-keeper supervise` does, and `status` is not OK while none is alive on"
                    + " the volume. `external`: something else calls `ghe-keeper backup`, as a CronJob does; the lines"
                    + " above mean nothing then, and `supervise` refuses to start.");

    static final Key<Duration> STATUS_MAX_AGE = Key.defaulted(
            "status.max-age",
            Types.duration("1m", "365d"),
            "26h",
            "`ghe-keeper status` says LATE and ends with 1 when the last good backup is older.");

    static final Key<Integer> JOURNAL_KEEP = Key.defaulted(
            "journal.keep",
            Types.number(10, 100000),
            "1000",
            "How many runs are kept, with their logs. The last good run and running ones are always kept.");
    static final Key<Duration> JOURNAL_KEEP_FOR = Key.defaulted(
            "journal.keep-for", Types.duration("1h", "36500d"), "400d", "How long runs are kept, with their logs.");

    static final Key<Optional<HttpSettings.Listen>> HTTP_LISTEN = Key.defaulted(
            "http.listen",
            Addresses.listen(),
            "0.0.0.0:8080",
            "Address and port that `ghe-keeper supervise` answers at; `off`: no port is opened. Clients can"
                    + " read and change nothing: docs/monitoring.md.");

    static final Key<Secret> NOTIFY_WEBHOOK_URL = Key.optional(
            "notify.webhook-url",
            new ValueType.Hidden<>(Types.secretUrl()),
            "file:/meta/ghe-backup-notify/webhook_url",
            "Where messages are posted as JSON, with a `text` as Slack and what is like it take it. A URL, or `file:` and"
                    + " the path of a file that holds it: who knows the URL can write there.");
    static final Key<Secret> NOTIFY_PING_URL = Key.optional(
            "notify.ping-url",
            new ValueType.Hidden<>(Types.secretUrl()),
            "file:/meta/ghe-backup-notify/ping_url",
            "A check of healthchecks.io or a similar dead man's switch. It gets each backup's begin, success and failure,"
                    + " and alerts when they stop. A URL, or `file:` and the path of a file that"
                    + " holds it.");
    static final Key<List<String>> NOTIFY_MAIL_TO = Key.optional(
            "notify.mail-to",
            new ValueType.ListOf<>(Addresses.mail(), 1),
            "[ghe-admins@example.com]",
            "Who gets messages by mail.");
    static final Key<String> NOTIFY_MAIL_FROM =
            Key.optional("notify.mail-from", Addresses.mail(), "ghe-backup@example.com", "Who the mail is from.");
    static final Key<String> NOTIFY_SMTP_HOST = Key.optional(
            "notify.smtp-host", Addresses.mailHost(), "smtp.example.com", "The server that the mail is handed to.");
    static final Key<Integer> NOTIFY_SMTP_PORT =
            Key.defaulted("notify.smtp-port", Addresses.port(), "587", "Its port.");
    static final Key<MailSettings.Encryption> NOTIFY_SMTP_ENCRYPTION = Key.defaulted(
            "notify.smtp-encryption",
            Types.encryption(),
            "starttls",
            "What protects the way to it. `starttls` and `tls` send nothing where it cannot be had, or where the"
                    + " server's certificate is not for its name; `none` protects nothing.");
    static final Key<String> NOTIFY_SMTP_USER = Key.optional(
            "notify.smtp-user",
            Types.text("user", "a text without blanks", "\\S{1,256}"),
            "ghe-backup",
            "The user of the mail server. Without it, ghe-keeper does not log in.");
    static final Key<Secret> NOTIFY_SMTP_PASSWORD = Key.optional(
            "notify.smtp-password",
            new ValueType.Hidden<>(Types.secretText()),
            "file:/meta/ghe-backup-notify/smtp_password",
            "The password of that user, or `file:` and the path of a file that holds it.");
    static final Key<Integer> NOTIFY_DAYS_LEFT = Key.defaulted(
            "notify.days-left",
            Types.number(1, 365),
            "14",
            "ghe-keeper notifies when the volume will be full, or out of inodes, in fewer days at its present growth.");

    static final Key<LogSettings.Format> LOG_FORMAT = Key.defaulted(
            "log.format", Types.logFormat(), "text", "`text` for people; `json` writes one JSON object a line.");
    static final Key<LogSettings.Level> LOG_LEVEL =
            Key.defaulted("log.level", Types.logLevel(), "info", "The least that is said.");
    static final Key<LogSettings.EngineOutput> LOG_ENGINE_OUTPUT = Key.defaulted(
            "log.engine-output",
            Types.engineOutput(),
            "off",
            "At which level the program's log repeats what backup-utils prints. All of it is in the run's own log in any"
                    + " case: `ghe-keeper logs RUN`.");

    /** All of the above. */
    static final List<Key<?>> KEYS = List.of(
            APPLIANCE_HOST,
            APPLIANCE_PORT,
            APPLIANCE_USER,
            APPLIANCE_KNOWN_HOSTS,
            APPLIANCE_TRUST_FIRST_USE,
            APPLIANCE_UUID,
            KEY_SOURCE,
            KEY_FILE,
            KEY_S3_URI,
            KEY_ENVIRONMENT_VARIABLE,
            KEY_DIRECTORY,
            KEY_ALLOW_PERSISTENT_DIRECTORY,
            KMS_REGION,
            KMS_ENDPOINT,
            KMS_ENCRYPTION_CONTEXT,
            DATA_DIRECTORY,
            DATA_STATE_DIRECTORY,
            DATA_MOUNT,
            DATA_KEEP_INCOMPLETE,
            ENGINE_HOME,
            ENGINE_VERSION,
            ENGINE_KEEP_SNAPSHOTS,
            ENGINE_OPTIONS,
            ENGINE_STOP_GRACE,
            RELEASES_FILE,
            BACKUP_RETRIES,
            BACKUP_RETRY_DELAY,
            BACKUP_TIME_LIMIT,
            BACKUP_SILENCE_LIMIT,
            RESTORE_TIME_LIMIT,
            RESTORE_SILENCE_LIMIT,
            RESTORE_SHUTDOWN_GRACE,
            DRILL_HOST,
            DRILL_SCHEDULE,
            DRILL_REPOSITORIES,
            SUSPECT_FEWER,
            SUSPECT_SMALLER,
            SUSPECT_LESS_LINKED,
            SCHEDULE_TIME_ZONE,
            SCHEDULE_BACKUP,
            SCHEDULE_MARKERS,
            SCHEDULE_JITTER,
            SCHEDULE_CATCH_UP,
            SCHEDULE_RUNNER,
            STATUS_MAX_AGE,
            JOURNAL_KEEP,
            JOURNAL_KEEP_FOR,
            HTTP_LISTEN,
            NOTIFY_WEBHOOK_URL,
            NOTIFY_PING_URL,
            NOTIFY_MAIL_TO,
            NOTIFY_MAIL_FROM,
            NOTIFY_SMTP_HOST,
            NOTIFY_SMTP_PORT,
            NOTIFY_SMTP_ENCRYPTION,
            NOTIFY_SMTP_USER,
            NOTIFY_SMTP_PASSWORD,
            NOTIFY_DAYS_LEFT,
            LOG_FORMAT,
            LOG_LEVEL,
            LOG_ENGINE_OUTPUT);

    /** A group of keys that stand together in the file. */
    record Section(String name, String text) {
        List<Key<?>> keys() {
            return KEYS.stream().filter(key -> key.section().equals(name)).toList();
        }
    }

    private Schema() {}

    static Optional<Key<?>> key(String path) {
        return KEYS.stream()
                .<Key<?>>map(key -> key)
                .filter(key -> key.path().equals(path))
                .findFirst();
    }

    static boolean isSection(String name) {
        return SECTIONS.stream().anyMatch(section -> section.name().equals(name));
    }
}
