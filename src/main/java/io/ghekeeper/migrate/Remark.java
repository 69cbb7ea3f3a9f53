package io.ghekeeper.migrate;

import io.ghekeeper.config.MaskedValue;
import io.ghekeeper.config.Place;

/**
 * Something in an earlier file that has no counterpart, or one that must be thought about.
 *
 * @param section in which it is written; empty for one that belongs to none
 * @param advice what it is and what to do
 * @param place of the line that it is about
 * @param passage the line itself, as it may be shown
 */
record Remark(String section, String advice, Place place, String passage) {
    static Remark of(String section, String advice, Place place, String text) {
        return new Remark(section, advice, place, MaskedValue.passage(text));
    }
}
