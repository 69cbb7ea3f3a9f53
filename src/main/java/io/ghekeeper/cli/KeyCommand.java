package io.ghekeeper.cli;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.key.KeyDescription;
import io.ghekeeper.key.KeyEncryption;
import io.ghekeeper.key.UnlockedKey;
import io.ghekeeper.text.FileError;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code ghe-keeper key}. */
@Command(name = "key", description = "Encrypt and check the SSH key.")
final class KeyCommand implements Runnable {
    /** More than any private key has. */
    private static final int LONGEST_INPUT = 64 * 1024;

    @ParentCommand
    private RootCommand root;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "encrypt or check?");
    }

    @Command(
            name = "encrypt",
            description =
                    "Read a private key from standard input and print its value for the configuration, encrypted by"
                            + " KMS; and, on standard error, its public line for the appliance.")
    void encrypt(
            @Option(
                            names = "--key-id",
                            required = true,
                            paramLabel = "K",
                            description = "The KMS key: its id, ARN or alias/NAME.")
                    String keyId) {
        byte[] privateKey = standardInput();
        try {
            root.print(new KeyEncryption(root.kmsSettings(), root.world().environment()).encrypt(keyId, privateKey));
            PrintWriter errors = spec.commandLine().getErr();
            letIn(KeyEncryption.describe(privateKey)).forEach(errors::println);
            errors.flush();
        } finally {
            Arrays.fill(privateKey, (byte) 0);
        }
    }

    @Command(
            name = "check",
            description =
                    "Open the configured key; print its type, bits, fingerprint and its public line for the appliance.")
    void check() {
        try (UnlockedKey key = root.keeper().core().keys().unlock()) {
            root.print(key.description().toString());
            letIn(key.description()).forEach(root::print);
            if (key.plain()) {
                PrintWriter errors = spec.commandLine().getErr();
                errors.println(
                        "The key's value is not encrypted. Encrypt it: ghe-keeper key encrypt --key-id K < FILE");
                errors.flush();
            }
        }
    }

    /** The public half is no secret: with it alone the appliance lets the key in. */
    private static List<String> letIn(KeyDescription key) {
        return List.of("Add this line to the appliance under Management Console > SSH access:", key.publicLine());
    }

    private static byte[] standardInput() {
        try {
            byte[] input = System.in.readNBytes(LONGEST_INPUT + 1);
            if (input.length > LONGEST_INPUT) {
                throw new Failure(
                        FailureKind.KEY_NOT_A_PRIVATE_KEY,
                        "standard input is larger than " + LONGEST_INPUT / 1024 + " KiB, so it is not a key",
                        "Give the private key, as in: ghe-keeper key encrypt --key-id K < id_ed25519");
            }
            return input;
        } catch (IOException e) {
            throw new Failure(
                    FailureKind.KEY_MISSING,
                    "cannot read standard input: " + FileError.words(e),
                    "Give the private key, as in: ghe-keeper key encrypt --key-id K < id_ed25519",
                    e);
        }
    }
}
