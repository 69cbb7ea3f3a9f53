package io.ghekeeper.appliance;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.key.UnlockedKey;
import java.io.IOException;
import java.nio.file.Path;
import net.schmizz.sshj.DefaultConfig;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.userauth.keyprovider.KeyPairWrapper;
import net.schmizz.sshj.userauth.keyprovider.KeyProvider;

/** The key that we come with, read before anything is connected: what is wrong with it is not the appliance's fault. */
record Identity(KeyProvider key, String fingerprint) {
    static Identity read(Path privateKey) {
        return load(reader -> reader.loadKeys(privateKey.toString()), privateKey.toString());
    }

    static Identity of(UnlockedKey privateKey) {
        return load(reader -> new KeyPairWrapper(privateKey.pair()), "what was given as one");
    }

    private static Identity load(Loading loading, String place) {
        try (SSHClient reader = new SSHClient(new DefaultConfig())) {
            KeyProvider key = loading.load(reader);
            key.getPrivate();
            return new Identity(key, HostKey.of(key.getPublic()).fingerprint());
        } catch (IOException | RuntimeException e) {
            // Without the cause and its words: a parser may quote what it could not read.
            throw new Failure(
                    FailureKind.KEY_NOT_A_PRIVATE_KEY,
                    "cannot read a private key without a passphrase from " + place,
                    "Check the key with: ghe-keeper key check");
        }
    }

    private interface Loading {
        KeyProvider load(SSHClient reader) throws IOException;
    }
}
