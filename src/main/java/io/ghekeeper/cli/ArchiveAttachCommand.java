package io.ghekeeper.cli;

import io.ghekeeper.age.ArchiveIdentity;
import io.ghekeeper.archive.ArchiveProgress;
import io.ghekeeper.archive.ObjectClasses;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.journal.Run;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code ghe-keeper archive attach}. */
@Command(
        name = "attach",
        description = {
            "Take up the store of this appliance on a volume that knows nothing of it, in a process of its own.",
            "With an identity, all that the store holds is read and noted, so that the next archive run sends what is new only."
                    + " Without one, where the archive is encrypted, that run sends all again. Nothing in the store is changed."
        },
        exitCodeListHeading = RootCommand.EXIT_STATUSES,
        exitCodeList = {
            "0:It is attached, or copies were asked for",
            "10:configuration-invalid: the store is of another appliance",
            "69:encryption-failed: no identity fits",
            "96:archive-cold: ghe-keeper archive attach --warm-up bulk"
        },
        footerHeading = RootCommand.EXAMPLE,
        footer = "ghe-keeper archive attach --identity - < IDENTITY")
final class ArchiveAttachCommand implements Callable<Integer> {
    private static final int NAME_WIDTH = 7;
    private static final String AGAIN = "ghe-keeper archive attach --identity FILE";

    @ParentCommand
    private ArchiveCommand parent;

    @Mixin
    private IdentityOption identity;

    @Mixin
    private WarmUpOption warmUp;

    @Option(names = "--detach", description = "Begin it, and do not follow it.")
    private boolean detach;

    @Override
    public Integer call() throws InterruptedException {
        RootCommand root = parent.root();
        root.keeper().archive().next().requireStore();
        return identity.use(root, read -> {
            if (endsHere(root, read)) {
                return 0;
            }
            return new DetachedRun(root).run(Run.Kind.ATTACH, List.of("archive-attach"), read, !detach);
        });
    }

    /**
     * The run looks again. Here a person learns at once what is cold, and may ask for copies of it.
     *
     * @return whether that is all: who only asks for copies needs no run that takes up nothing
     */
    private boolean endsHere(RootCommand root, Optional<ArchiveIdentity> read) {
        return root.keeper().storeCopies().attachment(read, root::warn, (attach, appliance) -> {
            if (!attach.isReadable() && !warmUp.isGiven()) {
                return false;
            }
            ObjectClasses needs = attach.needs(appliance, ArchiveProgress.UNWATCHED);
            Optional<Failure> refusal = attach.refusal(needs);
            if (refusal.isEmpty()) {
                if (!attach.isReadable()) {
                    root.print(needs.all().words() + " can be read at once. Go on: " + AGAIN);
                }
                return !attach.isReadable();
            }
            print(root, needs);
            if (warmUp.askFor(root, needs, (how, progress) -> attach.warmUp(appliance, how, progress))) {
                return true;
            }
            throw refusal.get();
        });
    }

    private static void print(RootCommand root, ObjectClasses needs) {
        NamedLines lines = new NamedLines(root.screen(), NAME_WIDTH);
        lines.heading("attach " + root.keeper().archive().next().requireStore());
        lines.blank();
        lines.add("read", needs.all().words() + ": lists, manifests, and packs that this volume does not know");
        new FetchText(lines).add(needs);
        lines.blank();
        lines.lines().forEach(root::print);
    }
}
