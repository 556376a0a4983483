import fc from 'fast-check';

/** One change of a file. Places are counted from the beginning, and begin anew behind the end. */
export interface ByteMutation {
  readonly kind: (typeof KINDS)[number];
  readonly at: number;
  readonly length: number;
  readonly value: number;
}

const KINDS = ['flip', 'set', 'word', 'cut', 'drop', 'insert', 'repeat', 'splice'] as const;
/** What lengths and counts in headers are most often wrong about. */
const WORDS = [0, 1, 2, 255, 256, 0x7fff_ffff, 0x8000_0000, 0xffff_fffe, 0xffff_ffff];
const MOST_BYTES = 2 ** 16;

/** Up to so many changes, one after another; fewer and smaller ones are tried where a case fails. */
export function anyByteMutations(maxLength = 4): fc.Arbitrary<readonly ByteMutation[]> {
  const mutation = fc.record({
    kind: fc.constantFrom(...KINDS),
    // Headers are at the beginning.
    at: fc.oneof(fc.nat(48), fc.nat(MOST_BYTES)),
    length: fc.oneof(fc.nat(8), fc.nat(600)),
    value: fc.oneof(fc.nat(255), fc.constantFrom(...WORDS)),
  });
  return fc.array(mutation, { maxLength });
}

export function mutateBytes(
  bytes: Uint8Array<ArrayBuffer>,
  mutations: readonly ByteMutation[],
): Uint8Array<ArrayBuffer> {
  return mutations.reduce(mutateOnce, bytes);
}

function mutateOnce(
  bytes: Uint8Array<ArrayBuffer>,
  { kind, at, length, value }: ByteMutation,
): Uint8Array<ArrayBuffer> {
  const place = bytes.length === 0 ? 0 : at % bytes.length;
  const changed = bytes.slice();
  switch (kind) {
    case 'flip':
      changed[place] = (changed[place] ?? 0) ^ (1 << (value % 8));
      return changed;
    case 'set':
      changed[place] = value;
      return changed;
    case 'word':
      if (place + 4 <= changed.length) {
        new DataView(changed.buffer).setUint32(place, value, length % 2 === 0);
      }
      return changed;
    case 'cut':
      return changed.subarray(0, place);
    case 'drop':
      return join(bytes.subarray(0, place), bytes.subarray(place + length));
    case 'insert':
      return join(bytes.subarray(0, place), new Uint8Array(length).fill(value), bytes.subarray(place));
    case 'repeat':
      return bytes.length > MOST_BYTES ? changed : join(bytes, bytes.subarray(place));
    case 'splice':
      return join(bytes.subarray(0, place), bytes.subarray(length % (bytes.length + 1)));
    default:
      return kind satisfies never;
  }
}

function join(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
