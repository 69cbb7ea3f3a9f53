package io.ghekeeper.config;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import java.net.URI;

/** The address of a store on a command line, of the form of {@code archive.store}. */
public final class StoreAddress {
    private StoreAddress() {}

    /** @throws Failure CONFIGURATION_INVALID where it is none */
    @SuppressWarnings("MissingSummary")
    public static URI of(String text) {
        ValueType.Scalar<URI> type = ArchiveTypes.store();
        try {
            return type.parser().parse(text);
        } catch (ValueType.UnfitValue unfit) {
            throw new Failure(
                    FailureKind.CONFIGURATION_INVALID,
                    "'" + text + "' is not the address of a store",
                    "Give " + type.wanted() + ".");
        }
    }
}
