package io.ghekeeper.cli;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.journal.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code ghe-keeper verify}. */
@Command(
        name = "verify",
        description = {
            "Read a snapshot and compare it with its seal: names, types, modes, owners and the content of each file.",
            "It runs in a process of its own. Damage is recorded; such a snapshot counts for nothing."
        })
final class VerifyCommand implements Callable<Integer> {
    @ParentCommand
    private RootCommand root;

    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "SNAPSHOT",
            description = "Its id, or how that begins or ends. Without one: the newest snapshot that has a seal.")
    private String name;

    @Option(
            names = "--all",
            description = "All snapshots that have a seal, each file once however many of them share it.")
    private boolean all;

    @Option(
            names = "--deep",
            description = "Do the deep checks again, too: dumps are read to their ends, git looks at repositories.")
    private boolean deep;

    @Option(
            names = "--sample",
            paramLabel = "PERCENT",
            description = "Units of all sealed snapshots at random, as 5%%: so much of all. Proves no snapshot.")
    private String sample;

    @Option(
            names = "--due",
            description =
                    "What a tick of verify.schedule reads, within verify.rate-limit: for a CronJob in the place of"
                            + " the supervisor.")
    private boolean due;

    @Option(
            names = "--repair",
            description =
                    "Put what is damaged or missing right from the archive, and read it again. Damaged files are kept aside.")
    private boolean repair;

    @Mixin
    private IdentityOption identity;

    @Option(names = "--detach", description = "Begin it, and do not follow it.")
    private boolean detach;

    @Override
    public Integer call() throws InterruptedException {
        if (repair) {
            return repair(root.keeper());
        }
        return new DetachedRun(root).run(Run.Kind.VERIFY, arguments(root.keeper()), !detach);
    }

    private int repair(Keeper keeper) throws InterruptedException {
        if (name == null || all || deep || sample != null || due) {
            throw new ParameterException(
                    spec.commandLine(), "--repair is of one SNAPSHOT, and not with --all, --deep, --sample and --due");
        }
        String id = SealCommand.id(name, keeper);
        return identity.use(root, read -> {
            keeper.repairs().requireRepairable(read);
            return new DetachedRun(root).run(Run.Kind.VERIFY, List.of("verify-repair", id), read, !detach);
        });
    }

    private List<String> arguments(Keeper keeper) {
        if (sample != null || due) {
            requireAlone();
        }
        if (sample != null) {
            return List.of("verify-sample", percent());
        }
        if (due) {
            requireSealed(keeper);
            return List.of("verify-oldest");
        }
        List<String> arguments = new ArrayList<>(snapshots(keeper));
        if (deep) {
            arguments.add("--deep");
        }
        return arguments;
    }

    private void requireAlone() {
        if (name != null || all || deep || (sample != null && due)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--sample and --due are of all sealed snapshots: each stands alone, without SNAPSHOT, --all and --deep");
        }
    }

    private String percent() {
        if (!sample.matches("(100|[1-9][0-9]?)%")) {
            throw new ParameterException(
                    spec.commandLine(), "--sample wants a percentage from 1% to 100%, as 5%; found '" + sample + "'");
        }
        requireSealed(root.keeper());
        return sample.substring(0, sample.length() - 1);
    }

    private List<String> snapshots(Keeper keeper) {
        if (name != null) {
            return List.of("verify", SealCommand.id(name, keeper));
        }
        String newest = requireSealed(keeper).get(0);
        return all ? List.of("verify-all") : List.of("verify", newest);
    }

    private static List<String> requireSealed(Keeper keeper) {
        List<String> sealed = keeper.seals().next().sealedOnes();
        if (sealed.isEmpty()) {
            throw new Failure(
                    FailureKind.SEAL_MISSING, "no snapshot has a seal", "Seal the newest one with: ghe-keeper seal");
        }
        return sealed;
    }
}
