package io.ghekeeper.cli;

import io.ghekeeper.archive.Archiver;
import io.ghekeeper.keep.ArchiveRun;
import io.ghekeeper.keep.ArchiveSettings;
import io.ghekeeper.keep.ArchiveTransfer;
import io.ghekeeper.keep.NextArchive;
import io.ghekeeper.schedule.Schedule;
import io.ghekeeper.snapshot.EvidenceFiles;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The runs that archive. */
final class ArchiveAssembly {
    private final CoreAssembly core;
    private final Supplier<RunAssembly> runs;

    ArchiveAssembly(CoreAssembly core, Supplier<RunAssembly> runs) {
        this.core = core;
        this.runs = runs;
    }

    ArchiveSettings settings() {
        return core.configuration().archive();
    }

    StoreAssembly stores() {
        return new StoreAssembly(core);
    }

    EvidenceFiles evidence() {
        return new EvidenceFiles(core.journal().directory());
    }

    /** For the supervisor, too. */
    NextArchive next() {
        Schedule schedule = new Schedule(
                core.configuration().schedule().timeZone(), settings().schedule());
        return new NextArchive(
                core.historyReader(), settings(), schedule::next, core.clock().instant());
    }

    ArchiveRun run() {
        ArchiveTransfer progress = new ArchiveTransfer(settings().rateLimit());
        return new ArchiveRun(
                runs.get().execution(settings().limits(), progress),
                progress,
                core.historyReader(),
                settings(),
                this::archiver,
                evidence(),
                core.disk());
    }

    /** @param warn hears of a doubt about the store */
    @SuppressWarnings("MissingSummary")
    private ArchiveRun.ArchiverCall archiver(Consumer<String> warn) {
        stores().doubt().ifPresent(words -> warn.accept("the store: " + words));
        return new Archiver()::archive;
    }
}
