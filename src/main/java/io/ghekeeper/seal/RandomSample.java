package io.ghekeeper.seal;

import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Takes units at random until their weight is a share of all. At least one is taken. */
final class RandomSample implements UnitChoice {
    private final RandomGenerator random;
    private double wanted;
    private double left;
    private double sure;

    /**
     * A choice that has not begun.
     *
     * @param total weight of all units that will be asked about
     * @param share 0 to 1
     */
    RandomSample(long total, double share, RandomGenerator random) {
        this.random = random;
        this.left = total;
        this.wanted = total * share;
        this.sure = total * random.nextDouble();
    }

    @Override
    public boolean takes(Optional<Instant> read, long weight) {
        boolean taken = random.nextDouble() * left < wanted || (sure >= 0 && sure < weight);
        sure -= weight;
        left -= weight;
        wanted -= taken ? weight : 0;
        return taken;
    }
}
