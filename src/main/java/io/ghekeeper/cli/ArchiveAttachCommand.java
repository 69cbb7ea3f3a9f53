package io.ghekeeper.cli;

import io.ghekeeper.journal.Run;
import java.util.List;
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
        })
final class ArchiveAttachCommand implements Callable<Integer> {
    @ParentCommand
    private ArchiveCommand parent;

    @Mixin
    private IdentityOption identity;

    @Option(names = "--detach", description = "Begin it, and do not follow it.")
    private boolean detach;

    @Override
    public Integer call() throws InterruptedException {
        RootCommand root = parent.root();
        root.keeper().archive().next().requireStore();
        return identity.use(
                root, read -> new DetachedRun(root).run(Run.Kind.ATTACH, List.of("archive-attach"), read, !detach));
    }
}
