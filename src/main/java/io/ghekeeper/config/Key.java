package io.ghekeeper.config;

import java.util.Locale;

/**
 * One key of the configuration: all that is known of it.
 *
 * @param path section and name, as {@code appliance.host}
 * @param sample the default where there is one, else an example; as it would stand in the file
 * @param text what it is for, in sentences
 */
public record Key<T>(String path, ValueType<T> type, Need need, String sample, String text) {
    static final String PREFIX = "GHE_KEEPER_";

    /** What holds when the key is not set. */
    public enum Need {
        /** Refused. */
        REQUIRED,
        /** The default; {@code null} also means the default. */
        DEFAULTED,
        /** The default; {@code null} takes it away. */
        CLEARABLE,
        /** No value. */
        OPTIONAL
    }

    /** {@code GHE_KEEPER_APPLIANCE_KNOWN_HOSTS} for {@code appliance.known-hosts}. */
    String variable() {
        return PREFIX + path.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    public String section() {
        return path.substring(0, path.indexOf('.'));
    }

    public String name() {
        return path.substring(path.indexOf('.') + 1);
    }

    public boolean hasDefault() {
        return need == Need.DEFAULTED || need == Need.CLEARABLE;
    }
}
