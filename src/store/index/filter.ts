// A Bloom filter (1970) of two bits a key: what it does not know is not there.

/** The two bits of a key in a filter, whose size is a power of two: the low ones of its hash, and the high ones. */
const lowBit = (hashed: number, filter: Buffer): number => hashed % (filter.length * 8);
const highBit = (hashed: number, filter: Buffer): number => Math.floor(hashed / 0x8000) % (filter.length * 8);

const hasBit = (filter: Buffer, bit: number): boolean => (filter[bit >>> 3]! & (1 << (bit & 7))) !== 0;

/** Whether a key may be there; a twentieth of those that are not is let through. */
export const isIn = (filter: Buffer, hashed: number): boolean =>
  hasBit(filter, lowBit(hashed, filter)) && hasBit(filter, highBit(hashed, filter));

/** Notes a key. */
export function put(filter: Buffer, hashed: number): void {
  for (const bit of [lowBit(hashed, filter), highBit(hashed, filter)]) filter[bit >>> 3]! |= 1 << (bit & 7);
}

/** The bytes of a filter: some eight bits a key, of which a twentieth of the keys that are not there are let through. */
export const filterSize = (keys: number): number => 2 ** Math.max(3, Math.ceil(Math.log2(Math.max(1, keys))));
