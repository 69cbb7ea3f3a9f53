package io.ghekeeper.config;

import io.ghekeeper.appliance.ApplianceSettings;
import io.ghekeeper.aws.KmsSettings;
import io.ghekeeper.backup.BackupSettings;
import io.ghekeeper.engine.backuputils.EngineSettings;
import io.ghekeeper.http.HttpSettings;
import io.ghekeeper.journal.JournalSettings;
import io.ghekeeper.key.KeySettings;
import io.ghekeeper.log.LogSettings;
import io.ghekeeper.monitor.StatusSettings;
import io.ghekeeper.notify.MailSettings;
import io.ghekeeper.notify.NotifySettings;
import io.ghekeeper.release.ReleaseSettings;
import io.ghekeeper.restore.DrillSettings;
import io.ghekeeper.restore.RestoreSettings;
import io.ghekeeper.run.LimitSettings;
import io.ghekeeper.schedule.ScheduleSettings;
import io.ghekeeper.snapshot.DataSettings;
import io.ghekeeper.snapshot.ShrinkageSettings;
import io.ghekeeper.volume.VolumeSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Keys to records, and what one key asks of another. */
final class Assembly {
    static final String KUBERNETES_FILE = "/meta/ghe-backup-secret/kms_private_ssh_key";
    static final String TAUPAGE_FILE = "/meta/taupage.yaml";

    /** In the state directory: what our restores made known. */
    private static final String RESTORED_HOSTS = "known_hosts";

    private Assembly() {}

    /** The default of {@code key.file} hangs on {@code key.source}. */
    static void completeKeyFile(Settings settings) {
        boolean written = !(settings.written(Schema.KEY_FILE) instanceof Value.Nothing);
        Optional<KeySettings.Source> source = settings.find(Schema.KEY_SOURCE);
        if (written || source.isEmpty()) {
            return;
        }
        String file = switch (source.get()) {
            case KUBERNETES_SECRET -> KUBERNETES_FILE;
            case TAUPAGE -> TAUPAGE_FILE;
            case S3, ENVIRONMENT, FILE -> "";
        };
        if (!file.isEmpty()) {
            Value standard = new Value.TextValue(file, new Place.Standard());
            settings.put(Schema.KEY_FILE, Optional.of(Path.of(file)), standard);
        }
    }

    /** Checks that need more than one key. Keys that did not fit by themselves are left out. */
    static void check(Settings settings, Problems problems) {
        needs(settings, problems, KeySettings.Source.S3, Schema.KEY_S3_URI);
        needs(settings, problems, KeySettings.Source.FILE, Schema.KEY_FILE);
        outsideSnapshots(settings, problems, Schema.DATA_STATE_DIRECTORY);
        outsideSnapshots(settings, problems, Schema.KEY_DIRECTORY);
        drillElsewhere(settings, problems);
        mailed(settings, problems);
    }

    /** Mail needs more than somebody to get it; and without them, the rest would be for nothing, without a word. */
    private static void mailed(Settings settings, Problems problems) {
        together(settings, problems, Schema.NOTIFY_MAIL_TO, Schema.NOTIFY_MAIL_FROM);
        together(settings, problems, Schema.NOTIFY_MAIL_TO, Schema.NOTIFY_SMTP_HOST);
        together(settings, problems, Schema.NOTIFY_SMTP_HOST, Schema.NOTIFY_MAIL_TO);
        together(settings, problems, Schema.NOTIFY_SMTP_USER, Schema.NOTIFY_SMTP_PASSWORD);
        together(settings, problems, Schema.NOTIFY_SMTP_PASSWORD, Schema.NOTIFY_SMTP_USER);
    }

    private static void together(Settings settings, Problems problems, Key<?> given, Key<?> needed) {
        boolean is =
                settings.find(given).filter(value -> !List.of().equals(value)).isPresent();
        if (is && settings.written(needed) instanceof Value.Nothing) {
            problems.add(
                    needed.path(), settings.place(given), "nothing", "a value, because " + given.path() + " is set");
        }
    }

    /** A drill asks nobody before it overwrites its target. */
    private static void drillElsewhere(Settings settings, Problems problems) {
        Optional<String> production = settings.find(Schema.APPLIANCE_HOST);
        settings.find(Schema.DRILL_HOST)
                .filter(host -> production.filter(host::equalsIgnoreCase).isPresent())
                .ifPresent(host -> problems.add(
                        Schema.DRILL_HOST.path(),
                        settings.place(Schema.DRILL_HOST),
                        settings.written(Schema.DRILL_HOST).found(),
                        "another appliance than appliance.host: a drill overwrites it"));
        boolean scheduled = settings.find(Schema.DRILL_SCHEDULE)
                .filter(lines -> !lines.isEmpty())
                .isPresent();
        if (scheduled && settings.written(Schema.DRILL_HOST) instanceof Value.Nothing) {
            problems.add(
                    Schema.DRILL_HOST.path(),
                    settings.place(Schema.DRILL_SCHEDULE),
                    "nothing",
                    "a host, because drill.schedule is set");
        }
    }

    private static void needs(Settings settings, Problems problems, KeySettings.Source source, Key<?> needed) {
        boolean chosen = settings.find(Schema.KEY_SOURCE).filter(source::equals).isPresent();
        if (chosen && settings.written(needed) instanceof Value.Nothing nothing) {
            Place place =
                    nothing.place() instanceof Place.Standard ? settings.place(Schema.KEY_SOURCE) : nothing.place();
            String name = ((Value.TextValue) settings.written(Schema.KEY_SOURCE)).text();
            problems.add(needed.path(), place, "nothing", "a value, because key.source is " + name);
        }
    }

    /** backup-utils deletes what begins with a digit there, and snapshots are copied away whole. */
    private static void outsideSnapshots(Settings settings, Problems problems, Key<Path> key) {
        Optional<Path> directory = settings.find(key);
        Optional<Path> snapshots = settings.find(Schema.DATA_DIRECTORY);
        if (directory.isPresent() && snapshots.isPresent() && directory.get().startsWith(snapshots.get())) {
            boolean standard = settings.place(key) instanceof Place.Standard;
            Place place = standard ? settings.place(Schema.DATA_DIRECTORY) : settings.place(key);
            problems.add(
                    key.path(),
                    place,
                    settings.written(key).found(),
                    "a directory outside data.directory (" + snapshots.get() + ")");
        }
    }

    static Configuration configuration(Settings settings) {
        return new Configuration(
                appliance(settings),
                key(settings),
                kms(settings),
                new DataSettings(settings.get(Schema.DATA_DIRECTORY), settings.get(Schema.DATA_KEEP_INCOMPLETE)),
                new VolumeSettings(settings.get(Schema.DATA_DIRECTORY), settings.get(Schema.DATA_MOUNT)),
                new JournalSettings(
                        settings.get(Schema.DATA_STATE_DIRECTORY),
                        settings.get(Schema.JOURNAL_KEEP),
                        settings.get(Schema.JOURNAL_KEEP_FOR),
                        Optional.of(settings.get(Schema.KEY_DIRECTORY))),
                engine(settings),
                new ReleaseSettings(settings.find(Schema.RELEASES_FILE)),
                backup(settings),
                new RestoreSettings(
                        new LimitSettings(
                                "restore",
                                settings.get(Schema.RESTORE_TIME_LIMIT),
                                settings.get(Schema.RESTORE_SILENCE_LIMIT)),
                        settings.get(Schema.RESTORE_SHUTDOWN_GRACE)),
                new DrillSettings(
                        settings.find(Schema.DRILL_HOST),
                        settings.get(Schema.DRILL_SCHEDULE),
                        settings.get(Schema.DRILL_REPOSITORIES)),
                new ShrinkageSettings(
                        settings.get(Schema.SUSPECT_FEWER),
                        settings.get(Schema.SUSPECT_SMALLER),
                        settings.get(Schema.SUSPECT_LESS_LINKED)),
                schedule(settings),
                new StatusSettings(settings.get(Schema.STATUS_MAX_AGE), settings.get(Schema.APPLIANCE_HOST)),
                new HttpSettings(settings.get(Schema.HTTP_LISTEN)),
                new NotifySettings(
                        settings.find(Schema.NOTIFY_WEBHOOK_URL),
                        settings.find(Schema.NOTIFY_PING_URL),
                        mail(settings),
                        settings.get(Schema.NOTIFY_DAYS_LEFT)),
                new LogSettings(
                        settings.get(Schema.LOG_FORMAT),
                        settings.get(Schema.LOG_LEVEL),
                        settings.get(Schema.LOG_ENGINE_OUTPUT)));
    }

    private static Optional<MailSettings> mail(Settings settings) {
        return settings.find(Schema.NOTIFY_MAIL_TO)
                .map(to -> new MailSettings(
                        settings.get(Schema.NOTIFY_SMTP_HOST),
                        settings.get(Schema.NOTIFY_SMTP_PORT),
                        settings.get(Schema.NOTIFY_SMTP_ENCRYPTION),
                        settings.find(Schema.NOTIFY_SMTP_USER),
                        settings.find(Schema.NOTIFY_SMTP_PASSWORD),
                        settings.get(Schema.NOTIFY_MAIL_FROM),
                        to));
    }

    private static ApplianceSettings appliance(Settings settings) {
        return new ApplianceSettings(
                settings.get(Schema.APPLIANCE_HOST),
                settings.get(Schema.APPLIANCE_PORT),
                settings.get(Schema.APPLIANCE_USER),
                settings.get(Schema.APPLIANCE_KNOWN_HOSTS),
                Optional.of(settings.get(Schema.DATA_STATE_DIRECTORY).resolve(RESTORED_HOSTS)),
                settings.get(Schema.APPLIANCE_TRUST_FIRST_USE),
                settings.find(Schema.APPLIANCE_UUID));
    }

    private static KeySettings key(Settings settings) {
        return new KeySettings(
                settings.get(Schema.KEY_SOURCE),
                // The other sources read no file; the record wants one all the same.
                settings.find(Schema.KEY_FILE).orElse(Path.of(KUBERNETES_FILE)),
                settings.get(Schema.KEY_ENVIRONMENT_VARIABLE),
                settings.find(Schema.KEY_S3_URI),
                settings.get(Schema.KEY_DIRECTORY),
                settings.get(Schema.KEY_ALLOW_PERSISTENT_DIRECTORY));
    }

    private static KmsSettings kms(Settings settings) {
        return new KmsSettings(
                settings.find(Schema.KMS_REGION),
                settings.find(Schema.KMS_ENDPOINT),
                settings.get(Schema.KMS_ENCRYPTION_CONTEXT));
    }

    private static EngineSettings engine(Settings settings) {
        return new EngineSettings(
                settings.get(Schema.ENGINE_HOME),
                settings.find(Schema.ENGINE_VERSION),
                settings.get(Schema.ENGINE_KEEP_SNAPSHOTS),
                settings.get(Schema.ENGINE_OPTIONS),
                settings.get(Schema.ENGINE_STOP_GRACE));
    }

    private static BackupSettings backup(Settings settings) {
        return new BackupSettings(
                settings.get(Schema.BACKUP_RETRIES),
                settings.get(Schema.BACKUP_RETRY_DELAY),
                new LimitSettings(
                        "backup", settings.get(Schema.BACKUP_TIME_LIMIT), settings.get(Schema.BACKUP_SILENCE_LIMIT)));
    }

    private static ScheduleSettings schedule(Settings settings) {
        return new ScheduleSettings(
                settings.get(Schema.SCHEDULE_TIME_ZONE),
                settings.get(Schema.SCHEDULE_BACKUP),
                settings.get(Schema.SCHEDULE_MARKERS),
                settings.get(Schema.SCHEDULE_JITTER),
                settings.get(Schema.SCHEDULE_CATCH_UP),
                settings.get(Schema.SCHEDULE_RUNNER));
    }
}
