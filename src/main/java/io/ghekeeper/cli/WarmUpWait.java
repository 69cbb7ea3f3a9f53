package io.ghekeeper.cli;

import io.ghekeeper.archive.FetchPlan;
import io.ghekeeper.store.WarmUp.WarmUpTier;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How long copies take, as AWS documents it ("Archive retrieval options" of its user guide). AWS promises none of these times.
 */
final class WarmUpWait {
    private WarmUpWait() {}

    /** Of what is cold in a plan. */
    static String of(FetchPlan plan, WarmUpTier tier) {
        Set<String> classes = plan.classes().stream()
                .filter(amount -> amount.cold().objects() > 0)
                .map(amount -> amount.storageClass().orElse(""))
                .collect(Collectors.toSet());
        boolean deep = classes.contains("DEEP_ARCHIVE");
        boolean unknown = classes.contains("INTELLIGENT_TIERING"); // it has an archive tier of either kind
        return switch (tier) {
            case STANDARD -> unknown ? "3 to 12 h" : deep ? "up to 12 h" : "3 to 5 h";
            case BULK -> unknown ? "5 to 48 h" : deep ? "up to 48 h" : "5 to 12 h";
        };
    }
}
