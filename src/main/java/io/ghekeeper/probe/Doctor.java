package io.ghekeeper.probe;

import io.ghekeeper.appliance.ApplianceFacts;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.key.Keys;
import io.ghekeeper.key.UnlockedKey;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Looks at everything, and goes on after what is wrong; only what hangs on that is not tried. Takes no lease, and leaves
 * a run at work alone.
 */
public final class Doctor {
    private final Keys keys;
    private final EngineLooks engine;
    private final ReleaseLooks releases;
    private final VolumeLooks volume;
    private final ApplianceLooks appliance;
    private final RestoreTargetCheck target;
    private final StateLooks state;
    private final ScheduleLooks schedule;

    public Doctor(
            Keys keys,
            EngineLooks engine,
            ReleaseLooks releases,
            VolumeLooks volume,
            ApplianceLooks appliance,
            RestoreTargetCheck target,
            StateLooks state,
            ScheduleLooks schedule) {
        this.keys = keys;
        this.engine = engine;
        this.releases = releases;
        this.volume = volume;
        this.appliance = appliance;
        this.target = target;
        this.state = state;
        this.schedule = schedule;
    }

    /** All findings, in the order of {@link Check}. */
    public List<Finding> examine() {
        try (Visit visit = new Visit()) {
            Map<Check, Found.Look> looks = new EnumMap<>(Check.class);
            looks.put(Check.CONFIGURATION, () -> Found.good("read without a problem"));
            looks.put(Check.KEY_DIRECTORY, visit::keyDirectory);
            looks.put(Check.KEY, visit::key);
            looks.put(Check.NAME, appliance::name);
            looks.put(Check.PORT, appliance::port);
            looks.put(Check.HOST_KEY, appliance::hostKey);
            looks.put(Check.LOGIN, visit::login);
            looks.put(Check.APPLIANCE, visit::identity);
            looks.put(Check.ENGINE, engine::engine);
            looks.put(Check.PROGRAMS, engine::programs);
            looks.put(Check.TMP, engine::tmp);
            looks.put(Check.FIT, visit::fit);
            looks.put(Check.SUPPORT, visit::support);
            looks.put(Check.NEXT_RELEASE, visit::nextRelease);
            looks.put(Check.OTHER_TOOL, visit::otherTool);
            looks.put(Check.TARGET, visit::target);
            looks.put(Check.VOLUME, volume::mounted);
            looks.put(Check.LINKS, volume::links);
            looks.put(Check.OWNER, volume::owner);
            looks.put(Check.ROOM, volume::room);
            looks.put(Check.STRAY_NAMES, volume::strayNames);
            looks.put(Check.STATE_DIRECTORY, state::stateDirectory);
            looks.put(Check.JOURNAL, state::journal);
            looks.put(Check.SUPERVISOR, schedule::supervisor);
            looks.put(Check.RUN, state::run);
            looks.put(Check.MARKERS, state::markers);
            looks.put(Check.GARBAGE, visit::garbage);
            looks.put(Check.LAST_GOOD, state::lastGood);
            looks.put(Check.SUSPECTS, state::suspects);
            looks.put(Check.SCHEDULE, schedule::schedule);
            return findings(looks);
        }
    }

    /** The findings where there is no configuration to go on with. */
    public static List<Finding> withoutConfiguration(Failure failure) {
        return findings(Map.of(Check.CONFIGURATION, () -> {
            throw failure;
        }));
    }

    /** The kind of the first failure; nothing when none failed. */
    public static Optional<FailureKind> verdict(List<Finding> findings) {
        return findings.stream().flatMap(finding -> finding.kind().stream()).findFirst();
    }

    static List<Finding> findings(Map<Check, Found.Look> looks) {
        List<Finding> findings = new ArrayList<>();
        Set<Check> good = EnumSet.noneOf(Check.class);
        for (Check check : Check.values()) {
            Finding finding = check.needs().stream()
                    .filter(need -> !good.contains(need))
                    .findFirst()
                    .map(need -> Finding.notTried(check, need))
                    .orElseGet(() -> look(check, looks.get(check)));
            findings.add(finding);
            if (finding.isGoodEnough()) {
                good.add(check);
            }
        }
        return findings;
    }

    private static Finding look(Check check, Found.Look look) {
        try {
            return Finding.of(check, look.look());
        } catch (Failure failure) {
            return Finding.of(check, failure);
        } catch (RuntimeException fault) {
            // One look's own fault must not hide what the others find.
            return Finding.of(check, Failure.fault(fault));
        }
    }

    /**
     * What one look hands to the next: the key, and what the appliance answered. The key stays in memory, so that a doctor
     * that is killed leaves none behind.
     */
    private final class Visit implements AutoCloseable {
        private Optional<UnlockedKey> unlocked = Optional.empty();
        private Optional<ApplianceFacts> facts = Optional.empty();

        Found keyDirectory() {
            keys.tryOutDirectory();
            return Found.good("ready for the decrypted key");
        }

        Found key() {
            UnlockedKey key = keys.unlock();
            unlocked = Optional.of(key);
            String what = key.description().toString();
            return key.plain()
                    ? Found.doubtful(what + ", kept unencrypted", "Encrypt it with: ghe-keeper key encrypt")
                    : Found.good(what + ", decrypted by KMS");
        }

        Found login() {
            UnlockedKey key = unlocked.orElseThrow();
            facts = Optional.of(appliance.login(key, engine.sent()));
            return appliance.loggedIn(key.description().fingerprint());
        }

        Found identity() {
            return appliance.identity(facts.orElseThrow());
        }

        Found fit() {
            return engine.fit(facts.orElseThrow());
        }

        Found support() {
            return releases.support(facts.orElseThrow().requirePrimary());
        }

        Found nextRelease() {
            return releases.next(facts.orElseThrow().requirePrimary());
        }

        Found garbage() {
            return state.garbage(facts.orElseThrow());
        }

        Found otherTool() {
            return appliance.otherTool(facts.orElseThrow());
        }

        Found target() {
            return target.check(unlocked, engine.sent());
        }

        @Override
        public void close() {
            unlocked.ifPresent(UnlockedKey::close);
        }
    }
}
