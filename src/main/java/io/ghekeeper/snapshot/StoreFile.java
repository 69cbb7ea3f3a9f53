package io.ghekeeper.snapshot;

import io.ghekeeper.text.Sha256;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HexFormat;

/**
 * What is known of one store, in a file of its own: the state directory may have several stores, as of an archive and of its
 * copy. Earlier versions had one file for all of them, so that each file says of which store it is.
 *
 * @param written by this version
 * @param shared by all stores in earlier versions; it counts where it is of the same store, and the other one is not there
 */
public record StoreFile(Path written, Path shared) {
    private static final int BYTES_OF_NAME = 8;

    /**
     * That of a store.
     *
     * @param name that earlier versions gave it, as {@code verification.json}
     * @param store as people have it
     */
    public static StoreFile of(Path folder, String name, String store) {
        byte[] digest = Sha256.digest().digest(store.getBytes(StandardCharsets.UTF_8));
        String mark = "-" + HexFormat.of().formatHex(digest, 0, BYTES_OF_NAME);
        int dot = name.indexOf('.');
        String own = dot < 0 ? name + mark : name.substring(0, dot) + mark + name.substring(dot);
        return new StoreFile(folder.resolve(own), folder.resolve(name));
    }

    /** Which one is read; it may be missing. */
    public Path read() {
        return Files.exists(written, LinkOption.NOFOLLOW_LINKS) ? written : shared;
    }
}
