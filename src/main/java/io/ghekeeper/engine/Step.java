package io.ghekeeper.engine;

import java.util.Objects;
import java.util.Optional;

/**
 * A part of a backup or of a restore that has begun.
 *
 * @param number counts from 1 in the order of beginning
 * @param total how many there will be, as far as is known now; it can grow, because optional parts show only when they
 *     begin
 * @param title as people know it: {@code Git repositories}
 * @param id what it does; nothing for a step that is not known
 */
public record Step(int number, int total, String title, Optional<StepId> id) {
    public Step {
        Objects.requireNonNull(title);
        Objects.requireNonNull(id);
    }

    @Override
    public String toString() {
        return number + "/" + total + " " + title;
    }
}
