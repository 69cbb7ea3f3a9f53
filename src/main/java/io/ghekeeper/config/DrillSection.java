package io.ghekeeper.config;

import io.ghekeeper.restore.DrillSettings;
import java.util.List;
import java.util.Optional;

/** The keys of the section {@code drill}, and the {@link DrillSettings} that they build. */
final class DrillSection {
    static final Section SECTION =
            new Section("drill", "Restores onto a scratch appliance, to prove that it can be done.");

    static final Key<String> HOST = SECTION.optional(
            "host",
            Addresses.host(),
            "github-drill.example.com",
            "The scratch appliance that drills overwrite without a question. Never the one that is backed up.");
    static final Key<List<String>> SCHEDULE = SECTION.defaulted(
            "schedule",
            new ValueType.ListOf<>(Types.cronLine(), 0),
            "[]",
            "Cron lines; a drill begins at each instant that one of them names, unless a run is on. Backups that come"
                    + " due meanwhile are skipped. `[]`: by hand only.");
    static final Key<Boolean> FROM_ARCHIVE = SECTION.defaulted(
            "from-archive",
            Types.flag(),
            "false",
            "Whether a drill on the schedule takes the newest snapshot that is only in the store of `archive.store`, and fetches it"
                    + " first: a proof that the archive can be restored. It decrypts by `archive.rebuild-identity`.");
    static final Key<Integer> REPOSITORIES = SECTION.defaulted(
            "repositories",
            Types.number(0, 1000),
            "10",
            "How many of the restored repositories a drill looks through with git fsck, chosen at random.");

    private DrillSection() {}

    static DrillSettings settings(Settings settings) {
        return new DrillSettings(
                settings.find(HOST), settings.get(SCHEDULE), settings.get(FROM_ARCHIVE), settings.get(REPOSITORIES));
    }

    /** A drill overwrites its target without a question. */
    static void check(Settings settings, Problems problems) {
        Optional<String> production = settings.find(ApplianceSection.HOST);
        settings.find(HOST)
                .filter(host -> production.filter(host::equalsIgnoreCase).isPresent())
                .ifPresent(host -> problems.add(
                        HOST.path(),
                        settings.place(HOST),
                        settings.written(HOST).found(),
                        "another appliance than appliance.host: a drill overwrites it"));
        boolean scheduled =
                settings.find(SCHEDULE).filter(lines -> !lines.isEmpty()).isPresent();
        if (scheduled && settings.written(HOST) instanceof Value.Nothing) {
            problems.add(HOST.path(), settings.place(SCHEDULE), "nothing", "a host, because drill.schedule is set");
        }
        boolean fromArchive =
                settings.find(FROM_ARCHIVE).filter(Boolean::booleanValue).isPresent();
        if (fromArchive && settings.written(ArchiveSection.STORE) instanceof Value.Nothing) {
            problems.add(
                    ArchiveSection.STORE.path(),
                    settings.place(FROM_ARCHIVE),
                    "nothing",
                    "a store, because drill.from-archive is set");
        }
    }
}
