package io.ghekeeper.key;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import java.util.Map;

/** A variable of the environment that holds the value. It is not handed on to any other program. */
record EnvironmentSource(String variable, Map<String, String> environment) implements KeySource {
    @Override
    public String read() {
        String value = environment.get(variable);
        if (value == null) {
            throw new Failure(
                    FailureKind.KEY_MISSING,
                    place() + " is not set",
                    "Set it to the value that ghe-keeper key encrypt prints, or change key.source.");
        }
        return value;
    }

    @Override
    public String place() {
        return "the environment variable " + variable;
    }

    @Override
    public String toString() {
        return place(); // never the environment, which holds the value
    }
}
