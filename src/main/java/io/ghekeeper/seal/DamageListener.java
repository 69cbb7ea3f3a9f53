package io.ghekeeper.seal;

import java.util.List;

/** Hears of damage unit by unit, so that it is recorded whatever comes then. */
public interface DamageListener {
    /**
     * A unit of a snapshot is not as it was sealed.
     *
     * @param found how many differences the run has found in the snapshot up to now
     * @param first of the snapshot in this run
     * @param differences the first ones of the unit
     */
    void damaged(String snapshot, long found, Difference first, List<Difference> differences);

    /**
     * Another snapshot has damaged files of the unit.
     *
     * @param files how many
     */
    void shared(String other, long files, String damaged);
}
