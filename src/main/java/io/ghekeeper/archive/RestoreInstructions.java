package io.ghekeeper.archive;

import io.ghekeeper.store.ObjectContent;
import io.ghekeeper.store.ObjectKey;
import io.ghekeeper.store.ObjectStore;
import io.ghekeeper.store.StoredObject;
import io.ghekeeper.text.Sha256;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * How a store is read without this program: the objects {@code RESTORE.txt} and {@code restore.sh}. Nothing is written over: a
 * program that has another text puts it beside, as {@code restore-<first digits of its SHA-256>.sh}.
 */
public final class RestoreInstructions {
    private static final String SCRIPT = "restore.sh";
    private static final List<String> NAMES = List.of("RESTORE.txt", SCRIPT);
    private static final int DIGITS = 8;

    private RestoreInstructions() {}

    /**
     * Puts what the store lacks of them.
     *
     * @return their keys in this store
     * @throws io.ghekeeper.failure.Failure of the store
     */
    static List<ObjectKey> put(ObjectStore store, Optional<Instant> lockedUntil) {
        List<ObjectKey> keys = new ArrayList<>();
        for (String name : NAMES) {
            keys.add(put(store, name, text(name), lockedUntil));
        }
        return keys;
    }

    private static ObjectKey put(ObjectStore store, String name, byte[] text, Optional<Instant> lockedUntil) {
        ObjectKey first = new ObjectKey(name);
        Optional<StoredObject> there = store.find(first);
        if (there.isPresent() && isSame(store, there.get(), text)) {
            return first;
        }
        byte[] digest = Sha256.digest().digest(text);
        ObjectKey key = there.isEmpty() ? first : new ObjectKey(versioned(name, digest));
        if (there.isEmpty() || store.find(key).isEmpty()) {
            store.putIfAbsent(
                    key, new ObjectContent(text.length, digest, () -> new ByteArrayInputStream(text)), lockedUntil);
        }
        return key;
    }

    private static boolean isSame(ObjectStore store, StoredObject there, byte[] text) {
        if (there.length() != text.length) {
            return false;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length);
        try {
            store.fetch(there.key(), there.version(), 0, text.length, bytes);
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
        return Arrays.equals(bytes.toByteArray(), text);
    }

    private static String versioned(String name, byte[] digest) {
        int point = name.indexOf('.');
        return name.substring(0, point) + "-" + HexFormat.of().formatHex(digest).substring(0, DIGITS)
                + name.substring(point);
    }

    /** SHA-256 of the script that this program puts there, in hexadecimal: who may put objects may put another script. */
    public static String scriptSha256() {
        return HexFormat.of().formatHex(Sha256.digest().digest(text(SCRIPT)));
    }

    /** One of them, as this program has it. */
    static byte[] text(String name) {
        try (InputStream stream = RestoreInstructions.class.getResourceAsStream(name)) {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
