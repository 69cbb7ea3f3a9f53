package io.ghekeeper.migrate;

import io.ghekeeper.config.MaskedValue;
import io.ghekeeper.config.Secrets;
import io.ghekeeper.engine.backuputils.EngineOptions;
import java.util.Optional;

/** Why a variable of an earlier appliance is not written under engine.options. */
final class OptionObstacle {
    private OptionObstacle() {}

    /** In a sentence or two, with what to do; empty where it may stand there. */
    static Optional<String> of(String name, String value) {
        Optional<String> refusal = EngineOptions.refusal(name, value);
        if (refusal.isPresent()) {
            return Optional.of(name + " is not taken over: " + MaskedValue.words(refusal.get()) + ".");
        }
        return Secrets.isNamed(name, value) || Secrets.mayBeIn(value)
                ? Optional.of(name + " looks like a secret, which has no place in this file. If backup-utils needs it,"
                        + " give all of engine.options in the variable GHE_KEEPER_ENGINE_OPTIONS, out of a secret's"
                        + " store.")
                : Optional.empty();
    }
}
