package io.ghekeeper.config;

import java.util.List;
import java.util.Optional;

/** Every section and key, in the order of the reference page. A key is declared in its section and listed nowhere. */
public final class Schema {
    public static final List<Section> SECTIONS = List.of(
            ApplianceSection.SECTION,
            KeySection.SECTION,
            KmsSection.SECTION,
            DataSection.SECTION,
            EngineSection.SECTION,
            ReleasesSection.SECTION,
            BackupSection.SECTION,
            RestoreSection.SECTION,
            DrillSection.SECTION,
            SealSection.SECTION,
            VerifySection.SECTION,
            SuspectSection.SECTION,
            RetentionSection.SECTION,
            ArchiveSection.SECTION,
            CopySection.SECTION,
            NativeSection.SECTION,
            ScheduleSection.SECTION,
            StatusSection.SECTION,
            JournalSection.SECTION,
            HttpSection.SECTION,
            NotifySection.SECTION,
            LogSection.SECTION);

    public static final List<Key<?>> KEYS = SECTIONS.stream()
            .<Key<?>>flatMap(section -> section.keys().stream())
            .toList();

    private Schema() {}

    static Optional<Key<?>> key(String path) {
        return KEYS.stream().filter(key -> key.path().equals(path)).findFirst();
    }

    static boolean isSection(String name) {
        return SECTIONS.stream().anyMatch(section -> section.name().equals(name));
    }
}
