package io.ghekeeper.cli;

import io.ghekeeper.aws.Ec2;
import io.ghekeeper.nativesnapshot.NativeList;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code ghe-keeper native list}. */
@Command(
        name = "list",
        description = {
            "List the EBS snapshots with our label, and all others of the volume, the newest first.",
            "Those of others are shown with whether a run was writing when they were started. Nothing is changed."
        },
        exitCodeListHeading = RootCommand.EXIT_STATUSES,
        exitCodeList = {
            "0:They are listed, also those that failed",
            "10:configuration-invalid: native.enabled is false",
            "101:native-failed: EC2 did not list all of them",
            "102:native-denied: a right is missing"
        },
        footerHeading = RootCommand.EXAMPLE,
        footer = "ghe-keeper native list")
final class NativeListCommand implements Runnable {
    @ParentCommand
    private NativeCommand parent;

    @Option(names = "--json", description = "As JSON: see docs/json.md.")
    private boolean json;

    @Override
    public void run() {
        RootCommand root = parent.root();
        ExpiryAssembly natives = new ExpiryAssembly(root.keeper());
        NativeList.NativeListing listed;
        try (Ec2 ec2 = natives.ec2()) {
            listed = natives.list().list(ec2);
        }
        listed.warnings().forEach(root::warn);
        Instant now = root.world().clock().instant();
        if (json) {
            root.print(NativeJson.list(now, natives.settings().label(), listed));
        } else {
            new NativeListText(listed, now).print(root, natives.settings().label());
        }
    }
}
