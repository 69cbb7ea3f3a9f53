package io.ghekeeper.appliance;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import java.security.PublicKey;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.schmizz.sshj.transport.verification.HostKeyVerifier;

/** Compares the key that a host shows with the pinned ones, and keeps the reason of a refusal for people. */
final class HostKeyCheck implements HostKeyVerifier {
    private static final String TRUST = "ghe-keeper appliance trust";

    private final ApplianceSettings settings;
    private final KnownHosts knownHosts;
    private volatile Optional<Failure> refusal = Optional.empty();
    private volatile Optional<HostKey> recorded = Optional.empty();

    HostKeyCheck(ApplianceSettings settings) {
        this.settings = settings;
        this.knownHosts = new KnownHosts(settings.knownHosts());
    }

    @Override
    public boolean verify(String host, int port, PublicKey publicKey) {
        HostKey shown = HostKey.of(publicKey);
        try {
            requirePinned(shown);
            return true;
        } catch (Failure refused) {
            refusal = Optional.of(refused);
            return false;
        }
    }

    private void requirePinned(HostKey shown) {
        List<KnownHosts.Entry> entries = knownHosts.of(settings.host(), settings.port());
        Optional<KnownHosts.Entry> same =
                entries.stream().filter(entry -> entry.key().equals(shown)).findFirst();
        if (entries.stream().anyMatch(entry -> entry.revoked() && entry.key().equals(shown))) {
            throw new Failure(
                    FailureKind.HOST_KEY_CHANGED,
                    where() + " shows a host key that " + settings.knownHosts() + " calls revoked: " + shown.type()
                            + " " + shown.fingerprint(),
                    "Somebody may be in between; give the appliance a new host key, and pin that.");
        }
        if (same.isPresent()) {
            return;
        }
        Optional<KnownHosts.Entry> other = entries.stream()
                .filter(entry -> !entry.revoked() && entry.key().type().equals(shown.type()))
                .findFirst();
        if (other.isPresent()) {
            throw changed(shown, other.get());
        }
        if (settings.trustFirstUse() && entries.isEmpty()) {
            knownHosts.pin(settings.host(), settings.port(), shown, false);
            recorded = Optional.of(shown);
            return;
        }
        throw unknown(shown);
    }

    private Failure changed(HostKey shown, KnownHosts.Entry old) {
        return new Failure(
                FailureKind.HOST_KEY_CHANGED,
                "the host key of " + where() + " has changed: it shows " + shown.type() + " " + shown.fingerprint()
                        + ", and "
                        + settings.knownHosts() + " line " + old.number() + " has "
                        + old.key().fingerprint() + "; the new line would be: "
                        + shown.line(settings.host(), settings.port()),
                "Somebody may be in between: find out why it changed before you accept it with: " + TRUST
                        + " --yes --replace");
    }

    private Failure unknown(HostKey shown) {
        return new Failure(
                FailureKind.HOST_KEY_UNKNOWN,
                "the host key of " + where() + " is not in " + settings.knownHosts() + ": it shows " + shown.type()
                        + " " + shown.fingerprint() + "; the line to add is: "
                        + shown.line(settings.host(), settings.port()),
                "Compare the fingerprint with the appliance's own, then add that line, or: " + TRUST + " --yes");
    }

    private String where() {
        return settings.host() + " port " + settings.port();
    }

    /** The algorithms of the pinned keys, so that the host is asked for a key that can be compared. */
    @Override
    public List<String> findExistingAlgorithms(String host, int port) {
        return knownHosts.of(settings.host(), settings.port()).stream()
                .filter(entry -> !entry.revoked())
                .flatMap(entry -> entry.key().type().equals("ssh-rsa")
                        ? Stream.of("rsa-sha2-512", "rsa-sha2-256", "ssh-rsa")
                        : Stream.of(entry.key().type()))
                .distinct()
                .toList();
    }

    Optional<Failure> refusal() {
        return refusal;
    }

    /** The key that was recorded because nothing was pinned yet and first use is trusted. */
    Optional<HostKey> recorded() {
        return recorded;
    }
}
