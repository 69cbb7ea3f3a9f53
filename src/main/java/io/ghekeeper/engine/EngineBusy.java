package io.ghekeeper.engine;

/** Another run uses what there is once on this machine. Nothing was begun; the same may be tried again. */
public final class EngineBusy extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param holder the process that uses it, for people */
    @SuppressWarnings("MissingSummary")
    public EngineBusy(String holder) {
        super(holder);
    }
}
