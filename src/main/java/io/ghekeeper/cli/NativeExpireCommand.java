package io.ghekeeper.cli;

import io.ghekeeper.aws.Ec2;
import io.ghekeeper.nativesnapshot.ExpiryPlan;
import io.ghekeeper.nativesnapshot.ExpiryRun;
import io.ghekeeper.text.Counts;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code ghe-keeper native expire}. */
@Command(
        name = "expire",
        description = {
            "Delete EBS snapshots with our label that native.keep-last, native.keep-for and tags do not keep.",
            "The newest completed one always stays. It needs a role of its own, and no volume: see docs/native.md."
        },
        exitCodeListHeading = RootCommand.EXIT_STATUSES,
        exitCodeList = {
            "0:It is done or shown, or the question was answered with no",
            "10:configuration-invalid: native.enabled is false",
            "101:native-failed: a question was not answered in whole; nothing is deleted",
            "102:native-denied: the right to a question is missing; nothing is deleted",
            "105:native-not-expired: one could not be deleted, or the clocks differ"
        },
        footerHeading = RootCommand.EXAMPLE,
        footer = "ghe-keeper native expire --plan")
final class NativeExpireCommand implements Runnable {
    @ParentCommand
    private NativeCommand parent;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--plan",
            description = "Say what would be deleted, and why each other one stays. Nothing is changed.")
    private boolean plan;

    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    @Option(names = "--json", description = "With --plan: as JSON, see docs/json.md.")
    private boolean json;

    @Override
    public void run() {
        if (json && !plan) {
            throw new ParameterException(spec.commandLine(), "--json is of a plan: give --plan");
        }
        RootCommand root = parent.root();
        ExpiryAssembly natives = new ExpiryAssembly(root.keeper());
        try (Ec2 ec2 = natives.ec2()) {
            ExpiryRun run = natives.run(ec2);
            if (plan) {
                show(root, natives, run.plan());
            } else {
                expire(root, natives, run);
            }
        }
    }

    private void show(RootCommand root, ExpiryAssembly natives, ExpiryPlan found) {
        if (json) {
            root.print(NativeJson.plan(natives.settings(), found));
        } else {
            new ExpiryText(root).print(found, natives.settings().label());
        }
    }

    private void expire(RootCommand root, ExpiryAssembly natives, ExpiryRun run) {
        String label = natives.settings().label();
        ExpiryText text = new ExpiryText(root);
        boolean[] shown = new boolean[1];
        ExpiryRun.Expired expired = run.run(found -> {
            text.print(found, label);
            shown[0] = true;
            return Consent.given(
                    yes,
                    "Delete " + Counts.of(found.deleted().size(), "snapshot") + " with the label " + label + "?",
                    spec);
        });
        if (!shown[0]) {
            text.print(expired.plan(), label);
        }
        text.print(expired);
        expired.requireAll();
    }
}
