package io.ghekeeper.key;

import io.ghekeeper.aws.Aws;
import io.ghekeeper.aws.Kms;
import io.ghekeeper.aws.KmsSettings;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;

/** Opens the configured key: read from where it is kept, decrypted, checked, and written for as long as it is needed. */
public final class Keys {
    private final KeySource source;
    private final Kms kms;
    private final KeyDirectory directory;

    public Keys(KeySettings settings, KmsSettings kmsSettings, Map<String, String> environment) {
        Aws aws = new Aws(kmsSettings, environment);
        this.kms = aws.kms();
        this.directory = new KeyDirectory(settings.directory(), settings.allowPersistentDirectory());
        this.source = switch (settings.source()) {
            case KUBERNETES_SECRET, FILE -> new FileSource(settings.file());
            case TAUPAGE -> new TaupageSource(settings.file());
            case S3 -> new S3Source(settings.s3Uri().orElse(""), aws);
            case ENVIRONMENT -> new EnvironmentSource(settings.environmentVariable(), environment);
        };
    }

    /**
     * The key as a file, until it is closed.
     *
     * @throws io.ghekeeper.failure.Failure of a KEY, KMS, AWS or S3 kind; its message never holds the value or the key
     */
    public SshKey open() {
        return with(this::write);
    }

    /**
     * What comes of some work with the key in memory, which is closed after it.
     *
     * @throws io.ghekeeper.failure.Failure as {@link #unlock}; and the work's own
     */
    public <T> T with(Function<UnlockedKey, T> work) {
        try (UnlockedKey key = unlock()) {
            return work.apply(key);
        }
    }

    /**
     * The key in memory only, for the caller to close; takes as long as AWS does.
     *
     * @throws io.ghekeeper.failure.Failure of a KEY, KMS, AWS or S3 kind
     */
    public UnlockedKey unlock() {
        KeyValue value = KeyValue.read(source.read(), source.place());
        boolean plain = value instanceof KeyValue.Plain;
        byte[] text = value instanceof KeyValue.Encrypted encrypted
                ? kms.decrypt(encrypted.ciphertext())
                : ((KeyValue.Plain) value).privateKey();
        try {
            return PrivateKeyText.check(text, plain ? source.place() : "what KMS decrypted", plain);
        } finally {
            Arrays.fill(text, (byte) 0);
        }
    }

    /**
     * The key as a file, until that is closed; the key in memory stays the caller's to close.
     *
     * @throws io.ghekeeper.failure.Failure KEY_DIRECTORY_UNSAFE
     */
    public SshKey write(UnlockedKey key) {
        return directory.write(key);
    }

    /**
     * Makes sure that a key may and can be written where it will lie, by one that is none.
     *
     * @throws io.ghekeeper.failure.Failure KEY_DIRECTORY_UNSAFE
     */
    public void tryOutDirectory() {
        directory.tryOut();
    }

    /**
     * Makes sure, without asking anybody over the network, that there is something that looks like the key's value; in S3
     * there may be anything.
     *
     * @throws io.ghekeeper.failure.Failure of a KEY kind
     */
    public void look() {
        if (!(source instanceof S3Source)
                && KeyValue.read(source.read(), source.place()) instanceof KeyValue.Plain plain) {
            Arrays.fill(plain.privateKey(), (byte) 0);
        }
    }

    /** What may be said of the key, without writing it anywhere. */
    public KeyDescription describe() {
        return with(UnlockedKey::description);
    }

    /** Wipes decrypted keys that killed processes left; returns how many. Those of live ones stay. */
    public int wipeLeftovers() {
        return directory.wipeLeftovers();
    }
}
