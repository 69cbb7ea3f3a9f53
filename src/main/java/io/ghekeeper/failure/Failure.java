package io.ghekeeper.failure;

import io.ghekeeper.text.PlainText;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Something went wrong that a person can do something about.
 *
 * <p>The message says what happened and to what: lower case, no full stop, with the object and the numbers in it. The
 * hint is one sentence that says what to do next. Neither may ever hold a secret: both end in logs, on terminals and in
 * run records. Both are cleaned here, because they may quote an appliance, an engine or a file.
 */
public final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final FailureKind kind;
    private final String hint;
    private final boolean passing;

    public Failure(FailureKind kind, String message, String hint) {
        this(kind, message, hint, null);
    }

    public Failure(FailureKind kind, String message, String hint, Throwable cause) {
        this(kind, message, hint, cause, kind.canPass());
    }

    private Failure(FailureKind kind, String message, String hint, Throwable cause, boolean passing) {
        super(PlainText.lines(message), cause);
        this.kind = Objects.requireNonNull(kind);
        this.hint = PlainText.lines(hint);
        this.passing = passing;
    }

    /** A failure whose cause can pass by itself, whatever is true of others of its kind. */
    public static Failure passing(FailureKind kind, String message, String hint, Throwable cause) {
        return new Failure(kind, message, hint, cause, true);
    }

    /**
     * A fault of ghe-keeper itself. Its message has the place in the source, and not what Java says: that may quote a secret.
     */
    public static Failure fault(Throwable fault) {
        String place = Stream.of(fault.getStackTrace())
                .filter(frame -> frame.getClassName().startsWith("io.ghekeeper."))
                .findFirst()
                .map(frame -> " at " + frame.getFileName() + ":" + frame.getLineNumber())
                .orElse("");
        return new Failure(
                FailureKind.INTERNAL,
                "internal error" + place,
                "This is a fault of ghe-keeper: report it with this line. log.level debug prints more.",
                fault);
    }

    public FailureKind kind() {
        return kind;
    }

    public String hint() {
        return hint;
    }

    /** Whether the cause can pass by itself, so that the same may succeed a little later. */
    public boolean canPass() {
        return passing;
    }
}
