package io.ghekeeper.key;

import io.ghekeeper.failure.Failure;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A private key in the form of OpenSSL (PKCS#1, PKCS#8, SEC 1). What it is stands in its bytes: the label of its lines may
 * be that of another form.
 *
 * @param label what its BEGIN line must say
 * @param bytes without what follows the key
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record DerKey(String label, byte[] bytes) {
    static final String PKCS8 = "PRIVATE KEY";
    private static final String ENCRYPTED = "ENCRYPTED PRIVATE KEY";
    private static final int SEQUENCE = 0x30;
    private static final int INTEGER = 0x02;
    private static final int OCTETS = 0x04;
    private static final int LONG_LENGTH = 0x80;
    private static final int DSA_INTEGERS = 6;
    private static final int SEED = 32;

    /** Its algorithm (RFC 8410), then the octets in octets that are the private half. */
    private static final String ED25519 = "300506032b657004220420";

    /** Hex digits in which PKCS#8 names its algorithm. */
    private static final int ALGORITHM = 60;

    private static final String RSA = "06092a864886f70d010101";
    private static final String EC = "06072a8648ce3d0201";
    private static final String PRIME_FIELD = "06072a8648ce3d0101";
    private static final List<String> CURVES = List.of("06082a8648ce3d030107", "06052b81040022", "06052b81040023");

    /** A public half in a bit string, uncompressed: of the three curves that SSH has. */
    private static final Pattern WHOLE_POINT = Pattern.compile("a1(?:44|64|8189)03(?:42|62|8186)0004");

    static boolean isOne(byte[] bytes) {
        try {
            return bytes.length > SEED
                    && bytes[0] == SEQUENCE
                    && !label(ByteBuffer.wrap(bytes)).isEmpty();
        } catch (BufferUnderflowException | IndexOutOfBoundsException shorter) {
            return false;
        }
    }

    /** @throws Failure KEY_NOT_A_PRIVATE_KEY when it is none that ssh can use, KEY_HAS_PASSPHRASE */
    static DerKey read(byte[] bytes, KeyPlace place) {
        try {
            ByteBuffer all = ByteBuffer.wrap(bytes);
            int length = header(all, SEQUENCE);
            if (length > all.remaining()) {
                throw place.cutOff(
                        "only " + bytes.length + " of its " + (all.position() + length) + " bytes are there");
            }
            int end = all.position() + length;
            String label = label(ByteBuffer.wrap(bytes));
            if (label.equals(ENCRYPTED)) {
                throw place.hasPassphrase();
            }
            if (label.startsWith("DSA")) {
                throw OpenSshKey.dsa(place);
            }
            if (!label.isEmpty()) {
                DerKey key = new DerKey(label, Arrays.copyOf(bytes, end));
                key.requireKnown(place);
                return key;
            }
        } catch (BufferUnderflowException | IndexOutOfBoundsException damaged) {
            // As below: it is none of the forms.
        }
        throw place.damaged("what is between its BEGIN and END lines is no whole key");
    }

    /** What ssh takes and the JDK's readers of keys do not, and what ssh does not take, each has its own reason. */
    private void requireKnown(KeyPlace place) {
        String hex = HexFormat.of().formatHex(bytes);
        String head = hex.substring(0, Math.min(hex.length(), ALGORITHM));
        boolean ec = label.startsWith("EC") || head.contains(EC);
        boolean known = ec
                ? hex.contains(PRIME_FIELD) || CURVES.stream().anyMatch(hex::contains)
                : !label.equals(PKCS8) || head.contains(RSA) || head.contains(ED25519);
        if (!known) {
            throw place.refusal("is of a kind or on a curve that SSH does not use", KeyPlace.MAKE_ANOTHER);
        }
        if (ec && (hex.contains(PRIME_FIELD) || !WHOLE_POINT.matcher(hex).find())) {
            throw place.refusal(
                    "is an EC key whose curve or public half is not written in full",
                    "Write it in OpenSSH's own format with: ssh-keygen -p -N '' -f FILE");
        }
    }

    /** Empty for what is no private key. */
    private static String label(ByteBuffer in) {
        header(in, SEQUENCE);
        if (in.get(in.position()) == SEQUENCE) {
            skip(in);
            boolean only = in.get(in.position()) == OCTETS;
            skip(in);
            return only && !in.hasRemaining() ? ENCRYPTED : "";
        }
        if (in.get(in.position() + 2) > 1) {
            return ""; // a PKCS#12 container has 3 there
        }
        skip(in); // the version
        int next = in.get(in.position());
        if (next == SEQUENCE) {
            return PKCS8;
        }
        if (next == OCTETS) {
            return "EC PRIVATE KEY";
        }
        int integers = 1;
        while (in.hasRemaining() && in.get(in.position()) == INTEGER) {
            integers++;
            skip(in);
        }
        return integers > DSA_INTEGERS ? "RSA PRIVATE KEY" : integers == DSA_INTEGERS ? "DSA PRIVATE KEY" : "";
    }

    private static void skip(ByteBuffer in) {
        int length = header(in, in.get(in.position()));
        in.position(Math.min(in.limit(), in.position() + length));
    }

    /** Goes behind a tag and its length, which it returns. */
    private static int header(ByteBuffer in, int tag) {
        if (in.get() != tag) {
            throw new BufferUnderflowException();
        }
        int length = in.get() & 0xFF;
        if (length < LONG_LENGTH) {
            return length;
        }
        int bytes = length - LONG_LENGTH;
        if (bytes < 1 || bytes > 3) {
            throw new BufferUnderflowException();
        }
        length = 0;
        for (int i = 0; i < bytes; i++) {
            length = (length << Byte.SIZE) | (in.get() & 0xFF);
        }
        return length;
    }

    /** The private half of an ed25519 key; empty for any other. */
    byte[] ed25519() {
        String hex = HexFormat.of().formatHex(bytes);
        int at = hex.indexOf(ED25519);
        int begin = (at + ED25519.length()) / 2;
        return at < 0 || at > SEED || begin + SEED > bytes.length
                ? new byte[0]
                : Arrays.copyOfRange(bytes, begin, begin + SEED);
    }
}
