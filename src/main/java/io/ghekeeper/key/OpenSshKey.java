package io.ghekeeper.key;

import io.ghekeeper.failure.Failure;
import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.NamedParameterSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A private key in OpenSSH's own format, as its PROTOCOL.key describes it, read as strictly as ssh(1) reads it.
 *
 * @param cipher {@code none} where no passphrase protects it; of others nothing else is read
 * @param type as {@code ssh-ed25519}
 * @param comment what {@code ssh-keygen -y} prints behind the public key
 * @param bytes without what follows the key
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record OpenSshKey(String cipher, String type, String comment, byte[] bytes) {
    private static final byte[] MAGIC = "openssh-key-v1\0".getBytes(StandardCharsets.US_ASCII);
    private static final String NONE = "none";
    private static final String NO_KEY = "what is between its BEGIN and END lines is no whole key";
    private static final int BLOCK = 8;
    private static final int SEED = 32;

    /** How many fields a private key of a type has, and which of them, in this order, are its public half. */
    private record Fields(int count, List<Integer> publicOnes) {}

    private static final Fields ECDSA = new Fields(3, List.of(0, 1));
    private static final Map<String, Fields> FIELDS = Map.of(
            "ssh-ed25519", new Fields(2, List.of(0)),
            "ssh-rsa", new Fields(6, List.of(1, 0)),
            "ecdsa-sha2-nistp256", ECDSA,
            "ecdsa-sha2-nistp384", ECDSA,
            "ecdsa-sha2-nistp521", ECDSA);

    boolean needsNoPassphrase() {
        return cipher.equals(NONE);
    }

    static boolean isOne(byte[] bytes) {
        return bytes.length > MAGIC.length && Arrays.equals(MAGIC, Arrays.copyOf(bytes, MAGIC.length));
    }

    /** @throws Failure KEY_NOT_A_PRIVATE_KEY when ssh does not read it */
    static OpenSshKey read(byte[] bytes, KeyPlace place) {
        try {
            ByteBuffer in = ByteBuffer.wrap(bytes).position(MAGIC.length);
            String cipher = text(field(in));
            field(in); // how the passphrase becomes a key
            field(in); // its salt
            int keys = in.getInt();
            byte[] publicHalf = field(in);
            byte[] privateHalf = field(in);
            if (!cipher.equals(NONE)) {
                return new OpenSshKey(cipher, "", "", bytes);
            }
            if (keys != 1 || privateHalf.length % BLOCK != 0) {
                throw place.damaged(NO_KEY);
            }
            return read(publicHalf, ByteBuffer.wrap(privateHalf), Arrays.copyOf(bytes, in.position()), place);
        } catch (BufferUnderflowException shorter) {
            throw place.cutOff("its last bytes are missing");
        }
    }

    private static OpenSshKey read(byte[] publicHalf, ByteBuffer in, byte[] bytes, KeyPlace place) {
        int check = in.getInt();
        if (in.getInt() != check) {
            throw place.damaged(NO_KEY);
        }
        byte[] type = field(in);
        Fields form = FIELDS.get(text(type));
        if (form == null) {
            throw unusable(text(type), place);
        }
        List<byte[]> fields = new ArrayList<>();
        for (int i = 0; i < form.count(); i++) {
            fields.add(field(in));
        }
        String comment = new String(field(in), StandardCharsets.UTF_8);
        for (int expected = 1; in.hasRemaining(); expected++) {
            if (in.get() != expected) {
                throw place.damaged(NO_KEY);
            }
        }
        ByteArrayOutputStream half = new ByteArrayOutputStream();
        put(half, type);
        form.publicOnes().forEach(i -> put(half, fields.get(i)));
        if (!Arrays.equals(half.toByteArray(), publicHalf)) {
            throw place.damaged("its public half is that of another key");
        }
        return new OpenSshKey(NONE, text(type), comment, bytes);
    }

    private static Failure unusable(String type, KeyPlace place) {
        if (type.startsWith("sk-")) {
            return place.refusal(
                    "belongs to a security key, which a person must touch at each login",
                    "Make one that is a file: ssh-keygen -t ed25519 -N '' -f id_ed25519");
        }
        return type.equals("ssh-dss") ? dsa(place) : place.damaged(NO_KEY);
    }

    static Failure dsa(KeyPlace place) {
        return place.refusal("is a DSA key, which OpenSSH does not offer to a host any more", KeyPlace.MAKE_ANOTHER);
    }

    /**
     * An ed25519 key in this format; releases of OpenSSH before 9.6 read it in no other.
     *
     * @param seed the private half, 32 bytes
     */
    static byte[] ed25519(byte[] seed, KeyPlace place) {
        byte[] key = ed25519PublicHalf(seed, place);
        byte[] type = "ssh-ed25519".getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream half = new ByteArrayOutputStream();
        put(half, type);
        put(half, key);
        ByteArrayOutputStream secret = new ByteArrayOutputStream();
        secret.writeBytes(new byte[BLOCK]); // two equal numbers; they only detect a wrong passphrase
        put(secret, type);
        put(secret, key);
        byte[] both = Arrays.copyOf(seed, 2 * SEED);
        System.arraycopy(key, 0, both, SEED, SEED);
        put(secret, both);
        put(secret, new byte[0]);
        for (int padding = 1; secret.size() % BLOCK != 0; padding++) {
            secret.write(padding);
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(MAGIC);
        put(all, NONE.getBytes(StandardCharsets.US_ASCII));
        put(all, NONE.getBytes(StandardCharsets.US_ASCII));
        put(all, new byte[0]);
        all.writeBytes(new byte[] {0, 0, 0, 1});
        put(all, half.toByteArray());
        put(all, secret.toByteArray());
        return all.toByteArray();
    }

    /** The JDK makes it only along with a new private half, which is what its random numbers are: here the seed. */
    private static byte[] ed25519PublicHalf(byte[] seed, KeyPlace place) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
            generator.initialize(NamedParameterSpec.ED25519, new SecureRandom() {
                private static final long serialVersionUID = 1L;

                @Override
                public void nextBytes(byte[] bytes) {
                    System.arraycopy(seed, 0, bytes, 0, bytes.length);
                }
            });
            byte[] encoded = generator.generateKeyPair().getPublic().getEncoded();
            return Arrays.copyOfRange(encoded, encoded.length - SEED, encoded.length);
        } catch (GeneralSecurityException e) {
            throw place.refusal("is an ed25519 key in PKCS#8, which ssh does not read", KeyPlace.MAKE_ANOTHER);
        }
    }

    private static byte[] field(ByteBuffer in) {
        int length = in.getInt();
        if (length < 0 || length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    private static void put(ByteArrayOutputStream out, byte[] bytes) {
        out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
        out.writeBytes(bytes);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.US_ASCII);
    }
}
