package io.ghekeeper.snapshot;

/** Where the MySQL database of an appliance lies. */
public enum DatabasePlace {
    INTERNAL,
    /** {@code mysql.external.enabled}: outside the appliance, in the care of its owner. */
    EXTERNAL,
    /** The settings cannot be read. */
    UNKNOWN
}
