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
    private final ApplianceSettings settings;
    private final KnownHosts knownHosts;
    private final Pins pins;
    private final List<HostKey> alsoTrusted;
    private final Naming naming;
    private volatile Optional<Failure> refusal = Optional.empty();
    private volatile Optional<HostKey> recorded = Optional.empty();
    private volatile Optional<HostKey> accepted = Optional.empty();

    /** Reads the pinned keys now, before anything is connected; they hold for one connection. */
    HostKeyCheck(ApplianceSettings settings) {
        this(settings, List.of(), Naming.CONFIGURED);
    }

    /** @param alsoTrusted keys that are good here without a pin; none of them is recorded, and no revoked one is good */
    HostKeyCheck(ApplianceSettings settings, List<HostKey> alsoTrusted, Naming naming) {
        this.settings = settings;
        this.alsoTrusted = List.copyOf(alsoTrusted);
        this.naming = naming;
        this.knownHosts = new KnownHosts(settings.knownHosts());
        this.pins = knownHosts.of(settings.host(), settings.port());
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
        Pins.Verdict verdict = pins.verdict(shown);
        if (verdict != Pins.Verdict.REVOKED && alsoTrusted.contains(shown)) {
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
                where() + " shows a host key that " + settings.knownHosts()
                        + pins.revoking(shown)
                                .map(line -> " line " + line.number())
                                .orElse("") + " calls revoked: "
                        + shown.type() + " " + shown.fingerprint(),
                "Somebody may be in between; give the appliance a new host key, and pin that.");
    }

    private Failure changed(HostKey shown, KnownHostsLine old) {
        return new Failure(
                FailureKind.HOST_KEY_CHANGED,
                "the host key of " + where() + " has changed: it shows " + shown.type() + " " + shown.fingerprint()
                        + ", and "
                        + settings.knownHosts() + " line " + old.number() + " has "
                        + old.key().fingerprint() + "; the new line would be: "
                        + shown.line(settings.host(), settings.port()),
                "Somebody may be in between: find out why it changed before you accept it with: " + naming.trust()
                        + " --yes --replace");
    }

    private Failure unknown(HostKey shown) {
        return new Failure(
                FailureKind.HOST_KEY_UNKNOWN,
                "the host key of " + where() + " is not in " + settings.knownHosts() + ": it shows " + shown.type()
                        + " " + shown.fingerprint() + "; the line to add is: "
                        + shown.line(settings.host(), settings.port()),
                "Compare the fingerprint with the appliance's own, then add that line, or: " + naming.trust()
                        + " --yes");
    }

    private String where() {
        return settings.host() + " port " + settings.port();
    }

    @Override
    public List<String> findExistingAlgorithms(String host, int port) {
        return Stream.concat(pins.algorithms().stream(), alsoTrusted.stream().flatMap(key -> key.algorithms().stream()))
                .distinct()
                .toList();
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
        return pins.verdict(key) == Pins.Verdict.PINNED;
    }

    /** The key that was recorded because nothing was pinned yet and first use is trusted. */
    Optional<HostKey> recorded() {
        return recorded;
    }
}
