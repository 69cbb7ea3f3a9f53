package io.ghekeeper.archive;

import io.ghekeeper.archive.ObjectClasses.StoredAmount;
import io.ghekeeper.store.WarmUp.WarmUpTier;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How long copies take, as AWS documents it ("Archive retrieval options" of its user guide). AWS promises none of these times.
 */
public final class WarmUpWait {
    private WarmUpWait() {}

    /** Of what is cold among them. */
    public static String of(ObjectClasses objects, WarmUpTier tier) {
        Set<String> classes = objects.classes().stream()
                .filter(StoredAmount::isCold)
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
