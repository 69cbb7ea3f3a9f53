package io.ghekeeper.notify;

import java.nio.file.Path;
import java.util.Objects;

/** A text that must not be shown: the address of a webhook lets everybody in who knows it. */
public sealed interface Secret {

    /** Written in the configuration. */
    record Given(String text) implements Secret {
        public Given {
            Objects.requireNonNull(text);
        }

        @Override
        public String toString() {
            return "(masked)";
        }
    }

    /** Kept in a file, which is read each time that it is needed. */
    record InFile(Path file) implements Secret {
        public InFile {
            Objects.requireNonNull(file);
        }
    }
}
