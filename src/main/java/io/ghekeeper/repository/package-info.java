/**
 * One repository out of a snapshot, on the volume or in the store: finds it by its name or id, and exports it as a bundle or as a
 * bare repository. What a snapshot has is foreign: git runs in a copy of objects and refs, and reads nothing else of it.
 */
package io.ghekeeper.repository;
