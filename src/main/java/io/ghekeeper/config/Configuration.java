package io.ghekeeper.config;

import io.ghekeeper.appliance.ApplianceSettings;
import io.ghekeeper.engine.EngineSettings;
import io.ghekeeper.journal.JournalSettings;
import io.ghekeeper.key.KeySettings;
import io.ghekeeper.key.KmsSettings;
import io.ghekeeper.schedule.ScheduleSettings;
import io.ghekeeper.snapshot.DataSettings;
import java.util.Objects;

/** The settings of every package, read and checked. Only the composition root sees them all. */
public record Configuration(
        ApplianceSettings appliance,
        KeySettings key,
        KmsSettings kms,
        DataSettings data,
        JournalSettings journal,
        EngineSettings engine,
        ScheduleSettings schedule) {
    public Configuration {
        Objects.requireNonNull(appliance);
        Objects.requireNonNull(key);
        Objects.requireNonNull(kms);
        Objects.requireNonNull(data);
        Objects.requireNonNull(journal);
        Objects.requireNonNull(engine);
        Objects.requireNonNull(schedule);
    }
}
