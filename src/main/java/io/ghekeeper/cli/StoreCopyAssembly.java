package io.ghekeeper.cli;

import io.ghekeeper.age.ArchiveIdentity;
import io.ghekeeper.archive.ArchiveAttach;
import io.ghekeeper.archive.ArchiveProgress;
import io.ghekeeper.archive.CopiedSnapshot;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.keep.ArchiveTransfer;
import io.ghekeeper.keep.AttachRun;
import io.ghekeeper.keep.StoreCopyRun;
import io.ghekeeper.store.ObjectStore;
import java.net.URI;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The runs that take up a store, and that copy it. */
final class StoreCopyAssembly {
    private final CoreAssembly core;
    private final Supplier<RunAssembly> runs;
    private final ArchiveAssembly archive;

    StoreCopyAssembly(CoreAssembly core, Supplier<RunAssembly> runs, ArchiveAssembly archive) {
        this.core = core;
        this.runs = runs;
        this.archive = archive;
    }

    /** @param identity stays the caller's to close */
    @SuppressWarnings("MissingSummary")
    AttachRun attach(Optional<ArchiveIdentity> identity) {
        ArchiveTransfer progress = new ArchiveTransfer();
        return new AttachRun(runs.get().execution(archive.settings().limits(), progress), progress, (goOn, warn) -> {
            archive.stores().doubt().ifPresent(words -> warn.accept("the store: " + words));
            return attachment(identity, warn, (attach, appliance) -> attach.attach(appliance, goOn));
        });
    }

    /** Uses an attachment. */
    interface AttachUse<T> {
        /** @param appliance its uuid, where it is known */
        @SuppressWarnings("MissingSummary")
        T with(ArchiveAttach attach, Optional<String> appliance);
    }

    /** One outside of a run only looks: see {@link ArchiveAttach#needs}. */
    <T> T attachment(Optional<ArchiveIdentity> identity, Consumer<String> warn, AttachUse<T> use) {
        core.journal().createDirectories(); // of a new volume
        try (ObjectStore store = archive.stores().store()) {
            return use.with(archive.archiver(store, warn).attachment(identity), core.applianceUuid());
        }
    }

    /** @param to another store, by its address */
    @SuppressWarnings("MissingSummary")
    StoreCopyRun copy(URI to) {
        ArchiveTransfer progress = new ArchiveTransfer();
        return new StoreCopyRun(
                runs.get().execution(archive.settings().limits(), progress),
                progress,
                to.toString(),
                (ids, goOn, each, warn) -> copy(to, ids, goOn, each, warn));
    }

    private void copy(
            URI to,
            Collection<String> ids,
            ArchiveProgress progress,
            Consumer<CopiedSnapshot> each,
            Consumer<String> warn) {
        requireApart(to);
        StoreAssembly there = archive.stores().copyAt(to);
        there.doubt().ifPresent(words -> warn.accept("the copy: " + words));
        try (ObjectStore source = archive.stores().store();
                ObjectStore target = there.store()) {
            there.fitness().require(target, warn);
            archive.archiver(source, warn)
                    .copyTo(archive.archiver(there, to.toString(), target, warn))
                    .copy(ids, progress, each);
        }
    }

    /**
     * Requires that it is another store.
     *
     * @throws Failure CONFIGURATION_INVALID where it is the archive itself, or a part of it, or of what is archived
     */
    void requireApart(URI to) {
        Stream.concat(
                        Stream.of(archive.next().requireStore()),
                        Stream.of(
                                        core.configuration().data().directory(),
                                        core.configuration().journal().directory())
                                .map(own -> "file://" + own))
                .filter(own -> within(own, to.toString()) || within(to.toString(), own))
                .findFirst()
                .ifPresent(own -> {
                    throw new Failure(
                            FailureKind.CONFIGURATION_INVALID,
                            "nothing is copied to " + to + ": it is not apart from " + own,
                            "Give another bucket, prefix or folder.");
                });
    }

    private static boolean within(String outer, String inner) {
        return (inner + "/").startsWith(outer + "/");
    }
}
