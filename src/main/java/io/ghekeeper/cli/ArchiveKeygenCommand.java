package io.ghekeeper.cli;

import io.ghekeeper.age.AgeKeygen;
import io.ghekeeper.age.AgeKeygen.GeneratedIdentity;
import io.ghekeeper.key.KeyEncryption;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code ghe-keeper archive keygen}. */
@Command(
        name = "keygen",
        description = {
            "Make an age identity, and print it once, on standard output: put it into the safe.",
            "Its recipient, for archive.recipients, is printed on standard error. Nothing is kept."
        },
        exitCodeListHeading = RootCommand.EXIT_STATUSES,
        exitCodeList = {
            "0:It is printed, and kept nowhere",
            "69:encryption-failed: the program age-keygen is missing or failed"
        },
        footerHeading = RootCommand.EXAMPLE,
        footer = "ghe-keeper archive keygen")
final class ArchiveKeygenCommand implements Runnable {
    @ParentCommand
    private ArchiveCommand parent;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--kms",
            paramLabel = "KEY",
            description = "Print it encrypted by this KMS key, for the role that restores: its id, ARN or alias/NAME.")
    private String kms;

    @Override
    public void run() {
        try (GeneratedIdentity identity = new AgeKeygen().generate()) {
            if (kms == null) {
                print(identity.text());
            } else {
                RootCommand root = parent.root();
                root.print(new KeyEncryption(root.kmsSettings(), root.world().environment())
                        .encryptText(kms, identity.identity()));
            }
            PrintWriter errors = spec.commandLine().getErr();
            errors.println("Add this public key to archive.recipients:");
            errors.println(identity.recipient());
            errors.flush();
        }
    }

    /** As bytes, which are overwritten afterwards. */
    private void print(byte[] text) {
        try {
            OutputStream answer = parent.root().answer();
            answer.write(text);
            answer.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
