package io.monge.ingest;

/**
 * Which images have been taken, so that an archive that has grown, or had to be put back, or a
 * reading that was broken off, goes on where it was.
 *
 * <p>Remembers a hash of name, size and time, 16 to 32 bytes an image: there are millions. Of ten
 * million images one is mistaken for another, and passed over, once in 400 000 readings.
 */
final class SeenImages {

    private HashTable taken = new HashTable();
    private final HashTable refused = new HashTable();

    /** Whether an image has not been taken in the state it is in. */
    boolean isNew(String name, FileStamp stamp) {
        return !taken.contains(hash(name, stamp));
    }

    void take(String name, FileStamp stamp) {
        taken.add(hash(name, stamp));
    }

    /** Leaves an image alone until it changes. */
    void refuse(String name, FileStamp stamp) {
        taken.add(hash(name, stamp));
        refused.add(hash(name, stamp));
    }

    /** All but the refused ones may be taken again. */
    void nextPass() {
        taken = refused.copy();
    }

    private static long hash(String name, FileStamp stamp) {
        long hash = 0xcbf29ce484222325L; // FNV-1a
        for (int i = 0; i < name.length(); i++) {
            hash = (hash ^ name.charAt(i)) * 0x100000001b3L;
        }
        hash = mixed(hash ^ stamp.size());
        hash = mixed(hash ^ stamp.modified().getEpochSecond());
        return mixed(hash ^ stamp.modified().getNano());
    }

    /** SplitMix64's last step: every bit of the result depends on all. */
    private static long mixed(long bits) {
        long a = (bits ^ bits >>> 30) * 0xbf58476d1ce4e5b9L;
        long b = (a ^ a >>> 27) * 0x94d049bb133111ebL;
        return b ^ b >>> 31;
    }

    /** Open addressing; at most half full. Hashes are well mixed: their low bits are the place. */
    private static final class HashTable {

        private static final long FREE = 0;

        private long[] places = new long[16];
        private int size;

        boolean contains(long hash) {
            return places[place(hash)] != FREE;
        }

        void add(long hash) {
            int place = place(hash);
            if (places[place] == FREE) {
                places[place] = occupied(hash);
                size++;
            }
            if (2 * size > places.length) {
                grow();
            }
        }

        HashTable copy() {
            HashTable copy = new HashTable();
            copy.places = places.clone();
            copy.size = size;
            return copy;
        }

        /** Where a hash is, or would be. */
        private int place(long hash) {
            int place = (int) hash & (places.length - 1);
            while (places[place] != FREE && places[place] != occupied(hash)) {
                place = (place + 1) & (places.length - 1);
            }
            return place;
        }

        private void grow() {
            long[] before = places;
            places = new long[2 * before.length];
            for (long hash : before) {
                if (hash != FREE) {
                    places[place(hash)] = hash;
                }
            }
        }

        private static long occupied(long hash) {
            return hash == FREE ? 1 : hash;
        }
    }
}
