package io.ghekeeper.config;

import io.ghekeeper.appliance.ApplianceSettings;
import io.ghekeeper.aws.KmsSettings;
import io.ghekeeper.aws.S3AccessSettings;
import io.ghekeeper.backup.BackupSettings;
import io.ghekeeper.engine.backuputils.EngineSettings;
import io.ghekeeper.http.HttpSettings;
import io.ghekeeper.journal.JournalSettings;
import io.ghekeeper.keep.ArchiveSettings;
import io.ghekeeper.keep.SealSettings;
import io.ghekeeper.keep.VerifySettings;
import io.ghekeeper.key.KeySettings;
import io.ghekeeper.log.LogSettings;
import io.ghekeeper.monitor.StatusSettings;
import io.ghekeeper.nativesnapshot.NativeSettings;
import io.ghekeeper.notify.NotifySettings;
import io.ghekeeper.rebuild.RebuildSettings;
import io.ghekeeper.release.ReleaseSettings;
import io.ghekeeper.restore.DrillSettings;
import io.ghekeeper.restore.RestoreSettings;
import io.ghekeeper.retention.RetentionSettings;
import io.ghekeeper.retention.StoreRetentionSettings;
import io.ghekeeper.schedule.ScheduleSettings;
import io.ghekeeper.snapshot.DataSettings;
import io.ghekeeper.snapshot.ShrinkageSettings;
import io.ghekeeper.volume.VolumeSettings;
import java.util.Objects;

/** The settings of every package, read and checked. Only the composition root sees them all. */
public record Configuration(
        ApplianceSettings appliance,
        KeySettings key,
        KmsSettings kms,
        DataSettings data,
        VolumeSettings volume,
        JournalSettings journal,
        EngineSettings engine,
        ReleaseSettings releases,
        BackupSettings backup,
        RestoreSettings restore,
        DrillSettings drill,
        SealSettings seal,
        VerifySettings verify,
        ShrinkageSettings losses,
        RetentionSettings retention,
        ArchiveSettings archive,
        StoreRetentionSettings storeRetention,
        S3AccessSettings copy,
        NativeSettings nativeSnapshots,
        RebuildSettings rebuild,
        ScheduleSettings schedule,
        StatusSettings status,
        HttpSettings http,
        NotifySettings notices,
        LogSettings log) {
    public Configuration {
        Objects.requireNonNull(appliance);
        Objects.requireNonNull(key);
        Objects.requireNonNull(kms);
        Objects.requireNonNull(data);
        Objects.requireNonNull(volume);
        Objects.requireNonNull(journal);
        Objects.requireNonNull(engine);
        Objects.requireNonNull(releases);
        Objects.requireNonNull(backup);
        Objects.requireNonNull(restore);
        Objects.requireNonNull(drill);
        Objects.requireNonNull(seal);
        Objects.requireNonNull(verify);
        Objects.requireNonNull(losses);
        Objects.requireNonNull(retention);
        Objects.requireNonNull(archive);
        Objects.requireNonNull(storeRetention);
        Objects.requireNonNull(copy);
        Objects.requireNonNull(nativeSnapshots);
        Objects.requireNonNull(rebuild);
        Objects.requireNonNull(schedule);
        Objects.requireNonNull(status);
        Objects.requireNonNull(http);
        Objects.requireNonNull(notices);
        Objects.requireNonNull(log);
    }

    static Configuration of(Settings settings) {
        return new Configuration(
                ApplianceSection.settings(settings),
                KeySection.settings(settings),
                KmsSection.settings(settings),
                DataSection.settings(settings),
                DataSection.volume(settings),
                JournalSection.settings(settings),
                EngineSection.settings(settings),
                ReleasesSection.settings(settings),
                BackupSection.settings(settings),
                RestoreSection.settings(settings),
                DrillSection.settings(settings),
                SealSection.settings(settings),
                VerifySection.settings(settings),
                SuspectSection.settings(settings),
                RetentionSection.settings(settings),
                ArchiveSection.settings(settings),
                ArchiveSection.retention(settings),
                CopySection.settings(settings),
                NativeSection.settings(settings),
                ArchiveSection.rebuild(settings),
                ScheduleSection.settings(settings),
                StatusSection.settings(settings),
                HttpSection.settings(settings),
                NotifySection.settings(settings),
                LogSection.settings(settings));
    }
}
