package io.ghekeeper.cli;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.retention.RetentionPlan;
import io.ghekeeper.retention.RetentionPlan.PlannedSnapshot;
import io.ghekeeper.retention.RetentionSettings.KeepRule;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What {@code retention plan} says of the store.
 *
 * @param policy {@code archive.keep}
 * @param plan nothing where all is kept, or the store cannot be asked
 * @param problem why the store cannot be asked
 */
record StoreSide(String place, List<String> policy, Optional<RetentionPlan> plan, Optional<String> problem) {
    StoreSide {
        Objects.requireNonNull(place);
        policy = List.copyOf(policy);
        Objects.requireNonNull(plan);
        Objects.requireNonNull(problem);
    }

    /** Nothing where nothing is archived. */
    static Optional<StoreSide> of(RetentionAssembly retention) {
        List<String> policy =
                retention.store().settings().keep().stream().map(KeepRule::text).toList();
        return retention.store().place().map(place -> {
            try {
                return new StoreSide(place, policy, retention.storePlan(), Optional.empty());
            } catch (Failure failure) {
                return new StoreSide(place, policy, Optional.empty(), Optional.of(failure.getMessage()));
            }
        });
    }

    /** What happens to one in the store. */
    static String word(PlannedSnapshot one) {
        return one.isDeleted() ? "give-up" : "keep";
    }
}
