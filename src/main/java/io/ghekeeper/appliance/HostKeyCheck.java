package io.ghekeeper.appliance;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.List;
import java.util.Optional;
import net.schmizz.sshj.transport.verification.HostKeyVerifier;

/** Compares the key that a host shows with the pinned ones, and keeps the reason of a refusal for people. */
final class HostKeyCheck implements HostKeyVerifier {
    private final ApplianceSettings settings;
    private final KnownHosts knownHosts;
    private final TrustedKeys pins;
    private final List<HostKey> alsoTrusted;
    private final HostHints naming;
    private volatile Optional<Failure> refusal = Optional.empty();
    private volatile Optional<HostKey> recorded = Optional.empty();
    private volatile Optional<HostKey> accepted = Optional.empty();

    /** Reads the pinned keys now, before anything is connected; they hold for one connection. */
    HostKeyCheck(ApplianceSettings settings) {
        this(settings, List.of(), HostHints.CONFIGURED);
    }

    /** @param alsoTrusted keys that are good here without a pin; none of them is recorded, and no revoked one is good */
    HostKeyCheck(ApplianceSettings settings, List<HostKey> alsoTrusted, HostHints naming) {
        this.settings = settings;
        this.alsoTrusted = List.copyOf(alsoTrusted);
        this.naming = naming;
        this.knownHosts = new KnownHosts(settings.knownHosts());
        this.pins = TrustedKeys.of(settings);
    }

    @Override
    public boolean verify(String host, int port, PublicKey publicKey) {
        HostKey shown = HostKey.of(publicKey);
        try {
            requirePinned(shown);
            accepted = Optional.of(shown);
            return true;
        } catch (Failure refused) {
            refusal = Optional.of(refused);
            return false;
        }
    }

    private void requirePinned(HostKey shown) {
        TrustedKeys.KeyVerdict verdict = pins.verdict(shown);
        if (verdict != TrustedKeys.KeyVerdict.REVOKED && alsoTrusted.contains(shown)) {
            return;
        }
        switch (verdict) {
            case PINNED -> {}
            case REVOKED -> throw revoked(shown);
            case CHANGED -> throw changed(shown, pins.against(shown).get(0));
            case UNKNOWN -> {
                // A host of which we know a key of another type is no new host: ssh would record it, we do not.
                if (!settings.trustFirstUse() || pins.pinsAny()) {
                    throw unknown(shown);
                }
                knownHosts.pin(settings.host(), settings.port(), shown, false);
                recorded = Optional.of(shown);
            }
        }
    }

    private Failure revoked(HostKey shown) {
        return new Failure(
                FailureKind.HOST_KEY_CHANGED,
                where() + " shows a host key that "
                        + pins.revoking(shown).map(KnownHostsLine::place).orElse("known_hosts") + " calls revoked: "
                        + shown.type() + " " + shown.fingerprint(),
                "Somebody may be in between; give the appliance a new host key, and pin that.");
    }

    private Failure changed(HostKey shown, KnownHostsLine old) {
        return new Failure(
                FailureKind.HOST_KEY_CHANGED,
                "the host key of " + where() + " has changed: it shows " + shown.type() + " " + shown.fingerprint()
                        + ", and "
                        + old.place() + " has "
                        + old.key().fingerprint() + "; the new line would be: "
                        + shown.line(settings.host(), settings.port()),
                "Somebody may be in between: find out why it changed before you accept it with: " + naming.trust()
                        + " --yes --replace");
    }

    private Failure unknown(HostKey shown) {
        return new Failure(
                FailureKind.HOST_KEY_UNKNOWN,
                "the host key of " + where() + " is not in " + settings.knownHosts() + ": it shows " + shown.type()
                        + " " + shown.fingerprint()
                        + knownHosts
                                .unread(settings.host(), settings.port(), shown)
                                .map("; "::concat)
                                .orElse("")
                        + "; the line to add is: "
                        + shown.line(settings.host(), settings.port()),
                "Compare the fingerprint with the appliance's own, then add that line, or: " + naming.trust()
                        + " --yes");
    }

    private String where() {
        return settings.host() + " port " + settings.port();
    }

    /** A type that is pinned before any other: what is recorded of the host afterwards must speak of the same one. */
    @Override
    public List<String> findExistingAlgorithms(String host, int port) {
        List<String> pinned = pins.algorithms();
        return pinned.isEmpty()
                ? alsoTrusted.stream()
                        .flatMap(key -> key.algorithms().stream())
                        .distinct()
                        .toList()
                : pinned;
    }

    Optional<Failure> refusal() {
        return refusal;
    }

    /** The key that the host showed, once it was found good. */
    Optional<HostKey> accepted() {
        return accepted;
    }

    /** Whether a key is pinned, as it was when this was made. */
    boolean pins(HostKey key) {
        return pins.verdict(key) == TrustedKeys.KeyVerdict.PINNED;
    }

    /** The file that pins a key. */
    Optional<Path> file(HostKey key) {
        return pins.pinning(key).map(KnownHostsLine::file);
    }

    /** The key that was recorded because nothing was pinned yet and first use is trusted. */
    Optional<HostKey> recorded() {
        return recorded;
    }
}
