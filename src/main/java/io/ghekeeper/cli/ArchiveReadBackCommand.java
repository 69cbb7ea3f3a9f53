package io.ghekeeper.cli;

import io.ghekeeper.archive.ArchiveIdentity;
import io.ghekeeper.archive.ArchiveVerifyFiles;
import io.ghekeeper.archive.VerifiedFiles;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.store.ObjectStore;
import io.ghekeeper.text.ByteCount;
import io.ghekeeper.text.Counts;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code ghe-keeper archive read-back}. */
@Command(
        name = "read-back",
        description = {
            "Read every file of a snapshot out of the store, and compare it with the lists of its seal there.",
            "Nothing of the volume is read. The state directory has decrypted packs while it goes on."
        })
final class ArchiveReadBackCommand implements Runnable {
    @ParentCommand
    private ArchiveCommand parent;

    @Parameters(
            paramLabel = "SNAPSHOT",
            description = "Its id; or, where it is on the volume, how that begins or ends.")
    private String name;

    @Mixin
    private IdentityOption identity;

    @Override
    public void run() {
        RootCommand root = parent.root();
        Keeper keeper = root.keeper();
        String id = name.matches("[0-9]{8}T[0-9]{6}") ? name : SealCommand.id(name, keeper);
        Optional<ArchiveIdentity> read = identity.read(root);
        keeper.repairs().requireReadable(read);
        try {
            print(root, readBack(keeper, id, read));
        } finally {
            read.ifPresent(ArchiveIdentity::close);
        }
    }

    /** A signal ends it between two pieces: it removes the decrypted packs first. */
    @SuppressWarnings("try") // they are there to be closed
    private static VerifiedFiles readBack(Keeper keeper, String id, Optional<ArchiveIdentity> identity) {
        EndedReading progress = new EndedReading();
        try (Signals signals = Signals.onEnd(progress::end);
                ObjectStore store = keeper.archive().stores().store()) {
            return new ArchiveVerifyFiles(
                            keeper.core().journal().directory(),
                            keeper.core().disk(),
                            store,
                            identity,
                            keeper.archive().settings().parallel())
                    .verify(id, progress);
        }
    }

    private static void print(RootCommand root, VerifiedFiles found) {
        root.print("snapshot " + found.snapshot() + ", root " + found.root() + ": "
                + Counts.of(found.files(), "file") + " with " + ByteCount.words(found.bytes()) + " in "
                + Counts.of(found.packs(), "pack"));
        if (found.isWhole()) {
            root.print("each file is in the store as it was sealed");
            return;
        }
        found.first().forEach(root::print);
        throw new Failure(
                FailureKind.ARCHIVE_DAMAGED,
                "snapshot " + found.snapshot() + " is not whole in the store: "
                        + Counts.of(found.found(), "difference") + "; the first: "
                        + found.first().get(0),
                "Where none of the identities fits, give those of earlier recipients, too. Else find out what else changes the"
                        + " store. If the snapshot is whole on the volume, type ghe-keeper archive verify --all, then"
                        + " ghe-keeper archive " + found.snapshot() + " --repair");
    }
}
