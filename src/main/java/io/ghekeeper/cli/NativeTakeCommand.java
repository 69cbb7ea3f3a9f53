package io.ghekeeper.cli;

import io.ghekeeper.journal.Run;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code ghe-keeper native take}. */
@Command(
        name = "take",
        description = {
            "Ask EBS for a snapshot of the volume, in a process of its own, where the newest backup is good.",
            "With --appliance, of all volumes of an appliance instead: before an upgrade of it.",
            "It ends when EBS has begun. EBS copies by itself: ghe-keeper native list, or status, shows how far."
        },
        exitCodeListHeading = RootCommand.EXIT_STATUSES,
        exitCodeList = {
            "0:EBS has begun, or the newest backup is in a snapshot already",
            "50:run-active: a backup or restore is running",
            "80:snapshot-unknown: the newest backup is not good",
            "102:native-denied: a right is missing",
            "103:native-volume-unproven: it is not proven which EBS volumes are meant",
            "104:native-unknown: an answer was lost; no second one is made meanwhile"
        },
        footerHeading = RootCommand.EXAMPLE,
        footer = "ghe-keeper native take")
final class NativeTakeCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @ParentCommand
    private NativeCommand parent;

    @Option(names = "--again", description = "Take one also where the newest backup is in a snapshot already.")
    private boolean again;

    @Option(
            names = "--appliance",
            paramLabel = "HOST",
            description =
                    "Take all volumes of the instance that has this name or IPv4 address, and print the way back.")
    private String appliance;

    @Option(names = "--detach", description = "Begin it, and do not follow it.")
    private boolean detach;

    @Override
    public Integer call() throws InterruptedException {
        RootCommand root = parent.root();
        if (appliance != null) {
            return ofAppliance(root);
        }
        root.keeper().nativeSnapshots().requireEnabled();
        List<String> arguments = again ? List.of("native-take", "--again") : List.of("native-take");
        return new DetachedRun(root).run(Run.Kind.NATIVE, arguments, !detach);
    }

    private int ofAppliance(RootCommand root) throws InterruptedException {
        if (again) {
            throw new ParameterException(spec.commandLine(), "--again and --appliance exclude each other");
        }
        HostArgument.require(appliance, spec);
        UndoAssembly.of(root.keeper()).requireUsed();
        return new DetachedRun(root).run(Run.Kind.NATIVE, List.of("native-appliance", appliance), !detach);
    }
}
