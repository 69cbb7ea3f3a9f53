package io.ghekeeper.nativesnapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ghekeeper.aws.EbsSnapshot;
import io.ghekeeper.aws.SnapshotLock;
import io.ghekeeper.nativesnapshot.NativeSettings.ExpirySettings;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What is so of every plan, against an oracle that is written in another way. The seeds are fixed. */
class ExpiryPropertiesTest {
    private static final int SEEDS = 2000;
    private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");
    private static final String LABEL = "ghe-backup";
    private static final List<String> STATES =
            List.of("completed", "completed", "completed", "pending", "error", "recovering");
    private static final List<String> EXPIRIES = List.of("2026-11-27", "2026-11-28", "2027-01-31T00:00:00Z", "never");
    private static final List<String> LOCKS = List.of("governance", "compliance", "expired");

    /** Settings and facts by a seed. */
    private static final class Given {
        final Random random;
        final ExpirySettings settings;
        final ExpiryFacts facts;

        Given(long seed) {
            random = new Random(seed);
            settings = new ExpirySettings(
                    1 + random.nextInt(4),
                    Optional.of(Duration.ofDays(1 + random.nextInt(40))).filter(any -> random.nextBoolean()));
            List<EbsSnapshot> snapshots = new ArrayList<>();
            Map<String, SnapshotLock> locks = new HashMap<>();
            Map<String, List<String>> images = new HashMap<>();
            int count = random.nextInt(14);
            for (int i = 0; i < count; i++) {
                EbsSnapshot one = snapshot(i);
                snapshots.add(one);
                if (one(8)) {
                    locks.put(one.id(), new SnapshotLock(of(LOCKS), Optional.empty()));
                }
                if (one(10)) {
                    images.put(one.id(), List.of("ami-00000000"));
                }
            }
            facts = new ExpiryFacts(snapshots, locks, images, Map.of(), NOW);
        }

        private boolean one(int in) {
            return random.nextInt(in) == 0;
        }

        private String of(List<String> some) {
            return some.get(random.nextInt(some.size()));
        }

        private EbsSnapshot snapshot(int number) {
            Map<String, String> tags = new HashMap<>();
            tags.put("ghe-keeper-label", one(12) ? "ghe-backup2" : LABEL);
            if (!one(12)) {
                tags.put("ghe-keeper-run", "run");
            }
            if (random.nextBoolean()) {
                tags.put("ghe-keeper-appliance", "appliance-" + random.nextInt(2));
            }
            if (one(5)) {
                tags.put("snapshot_expiry", of(EXPIRIES));
            }
            if (one(12)) {
                tags.put("ghe-keeper-pin", "");
            }
            if (one(12)) {
                tags.put("aws:backup:source-resource", "x");
            }
            return new EbsSnapshot(
                    String.format("snap-%08x", number),
                    "vol-0000000" + random.nextInt(2),
                    of(STATES),
                    NOW.minus(Duration.ofHours(random.nextInt(24 * 60))),
                    OptionalInt.empty(),
                    1,
                    "",
                    tags);
        }
    }

    /** Which go, by removing what stays from all. */
    private static Set<String> oracle(ExpirySettings settings, ExpiryFacts facts) {
        List<EbsSnapshot> ours = facts.snapshots().stream()
                .filter(one -> LABEL.equals(one.tags().get("ghe-keeper-label")))
                .filter(one -> one.tags().containsKey("ghe-keeper-run"))
                .filter(one -> one.tags().keySet().stream().noneMatch(key -> key.startsWith("aws:")))
                .toList();
        Set<String> going = new HashSet<>();
        for (EbsSnapshot one : ours) {
            String expiry = one.tags().get("snapshot_expiry");
            boolean held = one.tags().containsKey("ghe-keeper-pin")
                    || facts.images().containsKey(one.id())
                    || (facts.locks().containsKey(one.id())
                            && !facts.locks().get(one.id()).state().equals("expired"))
                    || (expiry != null && !isPast(expiry));
            long age = Duration.between(one.started(), NOW).toSeconds();
            boolean old = one.state().equals("error")
                    ? age >= Duration.ofDays(7).toSeconds()
                    : expiry != null
                            || settings.keepFor().isEmpty()
                            || age >= settings.keepFor().get().toSeconds();
            boolean ended = Set.of("completed", "error").contains(one.state());
            boolean newest = one.state().equals("completed") && newer(one, ours) < settings.keepLast();
            if (ended && old && !held && !newest) {
                going.add(one.id());
            }
        }
        return going;
    }

    private static boolean isPast(String expiry) {
        return expiry.equals("2026-11-27") && LocalDate.parse(expiry).isBefore(LocalDate.of(2026, 11, 28));
    }

    /** How many completed ones of the same volume and appliance are newer. */
    private static long newer(EbsSnapshot one, List<EbsSnapshot> ours) {
        return ours.stream()
                .filter(other -> other.isCompleted() && other.volume().equals(one.volume()))
                .filter(other -> String.valueOf(other.tags().get("ghe-keeper-appliance"))
                        .equals(String.valueOf(one.tags().get("ghe-keeper-appliance"))))
                .filter(other -> other.started().isAfter(one.started())
                        || (other.started().equals(one.started()) && other.id().compareTo(one.id()) > 0))
                .count();
    }

    private static Set<String> deleted(ExpirySettings settings, ExpiryFacts facts) {
        return new ExpiryPlanner(LABEL, settings)
                .plan(facts).deleted().stream().map(EbsSnapshot::id).collect(Collectors.toSet());
    }

    private static void holdAsTheOracle(BiFunction<ExpirySettings, ExpiryFacts, Set<String>> planner) {
        for (long seed = 0; seed < SEEDS; seed++) {
            Given given = new Given(seed);
            assertThat(planner.apply(given.settings, given.facts))
                    .as("seed %d", seed)
                    .isEqualTo(oracle(given.settings, given.facts));
        }
    }

    @Test
    void everyPlanIsAsTheOracleHasIt() {
        holdAsTheOracle(ExpiryPropertiesTest::deleted);
    }

    @Test
    void aPlannerThatKeepsOneLessIsFound() {
        assertThatThrownBy(() -> holdAsTheOracle((settings, facts) ->
                        deleted(new ExpirySettings(Math.max(1, settings.keepLast() - 1), settings.keepFor()), facts)))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void thereAreBothKinds() {
        long going = 0;
        long all = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            Given given = new Given(seed);
            going += deleted(given.settings, given.facts).size();
            all += given.facts.snapshots().size();
        }
        assertThat(going).isBetween(all / 20, all / 2);
    }

    @Test
    void theOrderOfTheAnswerChangesNothing() {
        for (long seed = 0; seed < SEEDS; seed++) {
            Given given = new Given(seed);
            List<EbsSnapshot> mixed = new ArrayList<>(given.facts.snapshots());
            Collections.shuffle(mixed, given.random);
            ExpiryFacts facts =
                    new ExpiryFacts(mixed, given.facts.locks(), given.facts.images(), Map.of(), given.facts.now());
            assertThat(deleted(given.settings, facts)).isEqualTo(deleted(given.settings, given.facts));
        }
    }

    @Test
    void aSecondRunHasNothingLeftToDelete() {
        for (long seed = 0; seed < SEEDS; seed++) {
            Given given = new Given(seed);
            Set<String> gone = deleted(given.settings, given.facts);
            List<EbsSnapshot> left = given.facts.snapshots().stream()
                    .filter(one -> !gone.contains(one.id()))
                    .toList();
            ExpiryFacts facts = new ExpiryFacts(left, given.facts.locks(), given.facts.images(), Map.of(), NOW);
            assertThat(deleted(given.settings, facts)).as("seed %d", seed).isEmpty();
        }
    }
}
