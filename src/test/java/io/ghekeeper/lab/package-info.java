/**
 * The test laboratory: a GHES stand-in behind real SSH, a backup-utils stand-in, and keys. The tests of every package
 * and the demo run in it. It knows backup-utils' contract and nothing of ghe-keeper, so that what it says is no echo of
 * our own assumptions.
 */
package io.ghekeeper.lab;
