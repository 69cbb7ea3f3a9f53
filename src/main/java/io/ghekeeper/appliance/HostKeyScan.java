package io.ghekeeper.appliance;

import java.security.PublicKey;
import java.util.List;
import java.util.Optional;
import net.schmizz.sshj.transport.verification.HostKeyVerifier;

/** Sees the key that a host shows, and refuses it. It asks for the algorithms that a check would ask for. */
final class HostKeyScan implements HostKeyVerifier {
    private final List<String> algorithms;
    private volatile Optional<HostKey> shown = Optional.empty();

    HostKeyScan(List<String> algorithms) {
        this.algorithms = List.copyOf(algorithms);
    }

    @Override
    public boolean verify(String host, int port, PublicKey key) {
        shown = Optional.of(HostKey.of(key));
        return false;
    }

    @Override
    public List<String> findExistingAlgorithms(String host, int port) {
        return algorithms;
    }

    Optional<HostKey> shown() {
        return shown;
    }
}
