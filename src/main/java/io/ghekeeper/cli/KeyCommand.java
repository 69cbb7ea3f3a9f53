package io.ghekeeper.cli;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.key.KeyEncryption;
import io.ghekeeper.text.FileError;
import java.io.IOException;
import java.util.Arrays;
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
                            + " KMS.")
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
        } finally {
            Arrays.fill(privateKey, (byte) 0);
        }
    }

    @Command(name = "check", description = "Open the configured key and print its type, bits and fingerprint.")
    void check() {
        root.print(root.keeper().keys().describe().toString());
    }

    private static byte[] standardInput() {
        try {
            return System.in.readNBytes(LONGEST_INPUT);
        } catch (IOException e) {
            throw new Failure(
                    FailureKind.KEY_MISSING,
                    "cannot read standard input: " + FileError.words(e),
                    "Give the private key, as in: ghe-keeper key encrypt --key-id K < id_ed25519",
                    e);
        }
    }
}
