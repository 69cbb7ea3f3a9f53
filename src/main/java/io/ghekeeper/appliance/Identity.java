package io.ghekeeper.appliance;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import java.io.IOException;
import java.nio.file.Path;
import net.schmizz.sshj.DefaultConfig;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.userauth.keyprovider.KeyProvider;

/** The key that we come with, read before anything is connected: what is wrong with it is not the appliance's fault. */
record Identity(KeyProvider key, String fingerprint) {
    static Identity read(Path privateKey) {
        try (SSHClient reader = new SSHClient(new DefaultConfig())) {
            KeyProvider key = reader.loadKeys(privateKey.toString());
            key.getPrivate();
            return new Identity(key, HostKey.of(key.getPublic()).fingerprint());
        } catch (IOException | RuntimeException e) {
            // Without the cause and its words: a parser may quote what it could not read.
            throw new Failure(
                    FailureKind.KEY_NOT_A_PRIVATE_KEY,
                    "cannot read a private key without a passphrase from " + privateKey + ": "
                            + e.getClass().getSimpleName(),
                    "Check the key with: ghe-keeper key check");
        }
    }
}
