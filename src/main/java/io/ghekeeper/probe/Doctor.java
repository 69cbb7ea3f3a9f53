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
 * Makes all checks, also after one that fails; only those that depend on the failed one are skipped. Takes no lease, and
 * does not disturb a run.
 */
public final class Doctor {
    private final Keys keys;
    private final EngineChecks engine;
    private final ReleaseChecks releases;
    private final VolumeChecks volume;
    private final ApplianceChecks appliance;
    private final RestoreTargetCheck target;
    private final StateChecks state;
    private final ArchiveChecks archive;
    private final NativeChecks natives;
    private final ScheduleChecks schedule;

    public Doctor(
            Keys keys,
            EngineChecks engine,
            ReleaseChecks releases,
            VolumeChecks volume,
            ApplianceChecks appliance,
            RestoreTargetCheck target,
            StateChecks state,
            ArchiveChecks archive,
            NativeChecks natives,
            ScheduleChecks schedule) {
        this.keys = keys;
        this.engine = engine;
        this.releases = releases;
        this.volume = volume;
        this.appliance = appliance;
        this.target = target;
        this.state = state;
        this.archive = archive;
        this.natives = natives;
        this.schedule = schedule;
    }

    /** All findings, in the order of {@link Check}. */
    public List<CheckResult> examine() {
        try (Visit visit = new Visit()) {
            Map<Check, CheckDetail.CheckBody> looks = new EnumMap<>(Check.class);
            looks.put(Check.CONFIGURATION, () -> CheckDetail.good("read without a problem"));
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
            looks.put(Check.LEFTOVERS, volume::leftovers);
            looks.put(Check.STATE_DIRECTORY, state::stateDirectory);
            looks.put(Check.JOURNAL, state::journal);
            looks.put(Check.SUPERVISOR, schedule::supervisor);
            looks.put(Check.RUN, state::run);
            looks.put(Check.MARKERS, state::markers);
            looks.put(Check.GARBAGE, visit::garbage);
            looks.put(Check.LAST_GOOD, state::lastGood);
            looks.put(Check.SUSPECTS, state::suspects);
            looks.put(Check.ARCHIVE, archive::archive);
            looks.put(Check.NATIVE, natives::nativeSnapshots);
            looks.put(Check.UNDO, natives::undo);
            looks.put(Check.SCHEDULE, schedule::schedule);
            return findings(looks);
        }
    }

    /** The findings where there is no configuration to go on with. */
    public static List<CheckResult> withoutConfiguration(Failure failure) {
        return findings(Map.of(Check.CONFIGURATION, () -> {
            throw failure;
        }));
    }

    /** The kind of the first failure; nothing when none failed. */
    public static Optional<FailureKind> verdict(List<CheckResult> findings) {
        return findings.stream().flatMap(finding -> finding.kind().stream()).findFirst();
    }

    static List<CheckResult> findings(Map<Check, CheckDetail.CheckBody> looks) {
        List<CheckResult> findings = new ArrayList<>();
        Set<Check> good = EnumSet.noneOf(Check.class);
        for (Check check : Check.values()) {
            CheckResult finding = check.needs().stream()
                    .filter(need -> !good.contains(need))
                    .findFirst()
                    .map(need -> CheckResult.notTried(check, need))
                    .orElseGet(() -> look(check, looks.get(check)));
            findings.add(finding);
            if (finding.isGoodEnough()) {
                good.add(check);
            }
        }
        return findings;
    }

    private static CheckResult look(Check check, CheckDetail.CheckBody look) {
        try {
            return CheckResult.of(check, look.look());
        } catch (Failure failure) {
            return CheckResult.of(check, failure);
        } catch (RuntimeException fault) {
            // One look's own fault must not hide what the others find.
            return CheckResult.of(check, Failure.fault(fault));
        }
    }

    /**
     * What one look hands to the next: the key, and what the appliance answered. The key stays in memory, so that a doctor
     * that is killed leaves none behind.
     */
    private final class Visit implements AutoCloseable {
        private Optional<UnlockedKey> unlocked = Optional.empty();
        private Optional<ApplianceFacts> facts = Optional.empty();

        CheckDetail keyDirectory() {
            keys.tryOutDirectory();
            return CheckDetail.good("ready for the decrypted key");
        }

        CheckDetail key() {
            UnlockedKey key = keys.unlock();
            unlocked = Optional.of(key);
            String what = key.description().toString();
            return key.plain()
                    ? CheckDetail.doubtful(what + ", kept unencrypted", "Encrypt it with: ghe-keeper key encrypt")
                    : CheckDetail.good(what + ", decrypted by KMS");
        }

        CheckDetail login() {
            UnlockedKey key = unlocked.orElseThrow();
            facts = Optional.of(appliance.login(key, engine.sent()));
            return appliance.loggedIn(key.description().fingerprint());
        }

        CheckDetail identity() {
            return appliance.identity(facts.orElseThrow());
        }

        CheckDetail fit() {
            return engine.fit(facts.orElseThrow());
        }

        CheckDetail support() {
            return releases.support(facts.orElseThrow().requirePrimary());
        }

        CheckDetail nextRelease() {
            return releases.next(facts.orElseThrow().requirePrimary());
        }

        CheckDetail garbage() {
            return state.garbage(facts.orElseThrow());
        }

        CheckDetail otherTool() {
            return appliance.otherTool(facts.orElseThrow());
        }

        CheckDetail target() {
            return target.check(unlocked, engine.sent());
        }

        @Override
        public void close() {
            unlocked.ifPresent(UnlockedKey::close);
        }
    }
}
