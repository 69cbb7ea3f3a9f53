package io.ghekeeper.cli;

import io.ghekeeper.archive.CompactPlan;
import io.ghekeeper.archive.DeadPacks;
import io.ghekeeper.journal.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code ghe-keeper archive compact}. */
@Command(
        name = "compact",
        description = {
            "Pack again what is alive in packs of the store that are mostly dead, in a process of its own.",
            "Each snapshot that needs it gets a further root, and nothing is deleted: archive prune --superseded deletes the old packs."
                    + " What the volume has is taken there; with an identity, the rest is downloaded."
        },
        exitCodeListHeading = RootCommand.EXIT_STATUSES,
        exitCodeList = {
            "0:It is done or shown, or there is nothing to do",
            "69:encryption-failed: no identity fits",
            "79:snapshot-damaged: a file on the volume is not what was sealed",
            "95:archive-damaged: the store lost a pack that is rewritten"
        },
        footerHeading = RootCommand.EXAMPLE,
        footer = "ghe-keeper archive compact --plan")
final class ArchiveCompactCommand implements Callable<Integer> {
    private static final Pattern PERCENT = Pattern.compile("([1-9][0-9]?|100)%?");

    @ParentCommand
    private ArchiveCommand parent;

    @Spec
    private CommandSpec spec;

    @Mixin
    private IdentityOption identity;

    @Option(
            names = "--plan",
            description = "Say what would be rewritten, sent and charged, and end. Nothing is changed.")
    private boolean plan;

    @Option(names = "--json", description = "With --plan: as JSON, see docs/json.md.")
    private boolean json;

    @Option(
            names = "--dead",
            paramLabel = "PERCENT",
            defaultValue = "70",
            description = "How many percent of a pack are dead, at least: 1 to 100; by default ${DEFAULT-VALUE}.")
    private String dead;

    @Option(
            names = "--locked",
            description =
                    "Rewrite also packs whose lock is not over. They are paid for until then, beside the new ones.")
    private boolean locked;

    @Option(names = "--detach", description = "Begin it, and do not follow it.")
    private boolean detach;

    @Override
    public Integer call() throws InterruptedException {
        if (json && !plan) {
            throw new ParameterException(spec.commandLine(), "--json is of a plan: give --plan");
        }
        RootCommand root = parent.root();
        root.keeper().archive().next().requireStore();
        DeadPacks packs = packs();
        if (plan) {
            print(root, identity.use(root, read -> root.keeper().compaction().plan(read, packs, root::warn)));
            return 0;
        }
        return identity.use(root, read -> new DetachedRun(root).run(Run.Kind.COMPACT, arguments(packs), read, !detach));
    }

    private void print(RootCommand root, CompactPlan found) {
        if (json) {
            root.print(CompactPlanJson.write(root.world().clock().instant(), found));
        } else {
            new CompactPlanText(found, root.keeper().archive().stores().storageClass())
                    .lines()
                    .forEach(root::print);
        }
    }

    private DeadPacks packs() {
        Matcher number = PERCENT.matcher(dead);
        if (!number.matches()) {
            throw new ParameterException(spec.commandLine(), "--dead wants percent from 1 to 100, as 70");
        }
        return new DeadPacks(Integer.parseInt(number.group(1)), locked);
    }

    private static List<String> arguments(DeadPacks packs) {
        List<String> arguments = new ArrayList<>(List.of("archive-compact", String.valueOf(packs.percent())));
        Optional.of("--locked").filter(given -> packs.locked()).ifPresent(arguments::add);
        return arguments;
    }
}
