package io.ghekeeper.snapshot;

/**
 * How much less than the one before a snapshot may hold.
 *
 * @param fewer of a hundred repositories, pages or storage objects
 * @param smaller of a hundred bytes of one part
 * @param lessLinked points by which the share of hard-linked files may fall
 */
public record ShrinkageSettings(int fewer, int smaller, int lessLinked) {}
