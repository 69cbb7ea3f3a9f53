package io.ghekeeper.cli;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.journal.Run;
import io.ghekeeper.keep.NextSeal;
import io.ghekeeper.snapshot.Snapshot;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code ghe-keeper seal}. */
@Command(
        name = "seal",
        description = {
            "Write down what a snapshot contains, with the SHA-256 of each file, in a process of its own.",
            "The supervisor does so after each good backup."
        })
final class SealCommand implements Callable<Integer> {
    @ParentCommand
    private RootCommand root;

    @Parameters(
            arity = "0..1",
            paramLabel = "SNAPSHOT",
            description = "Its id, or how that begins or ends. Without one: the newest good snapshot without a seal.")
    private String name;

    @Option(names = "--detach", description = "Begin it, and do not follow it.")
    private boolean detach;

    @Override
    public Integer call() throws InterruptedException {
        Keeper keeper = root.keeper();
        NextSeal next = keeper.seals().next();
        Optional<String> snapshot = Optional.ofNullable(name).map(part -> id(part, keeper));
        if (snapshot.filter(next::isSealed).isPresent()) {
            root.print("snapshot " + snapshot.get() + " has a seal already: nothing to do");
            return 0;
        }
        Optional<String> unsealed = snapshot.or(next::newestWithout);
        if (unsealed.isEmpty()) {
            root.print("each good snapshot has a seal: nothing to do");
            return 0;
        }
        return new DetachedRun(root).run(Run.Kind.SEAL, List.of("seal", unsealed.get()), !detach);
    }

    static String id(String part, Keeper keeper) {
        List<String> ids = keeper.core().history().catalogue().all().stream()
                .map(Snapshot::id)
                .toList();
        return RunNames.byPart(
                part,
                "snapshot",
                ids,
                message -> new Failure(
                        FailureKind.SNAPSHOT_UNKNOWN, message, "List the snapshots with: ghe-keeper snapshots"));
    }
}
