import { BATCH_RECORD_BYTES, type BatchRecord, encodeBatchRecord } from '../batchRecord';
import { findDistance, type Tolerance } from '../closeness';
import type { Stretch, TestBuffer } from './launchTest';
import { poison } from './randomValues';
import type { Situation } from './situations';

const WORD_BYTES = 4;
/** Words of a member that is left out: enough for every invocation of several workgroups. */
export const MOST_LEFT_OUT = 4096;
const EXACT: Tolerance = { rtol: 0, atol: 0 };

type Words = Float32Array<ArrayBuffer> | Uint32Array<ArrayBuffer>;
export type Check = NonNullable<Stretch['check']>;

/** A buffer of one stretch that is all of it. */
export function wholeBuffer(before: ArrayBufferView<ArrayBuffer>, check?: Check): TestBuffer {
  return { bytes: before.byteLength, stretches: [{ offsetBytes: 0, before, check }] };
}

/**
 * A buffer [members, words] of 32-bit words, with what `valuesOf` gives each member that is tried.
 * @param checkOf what one that is active must have after; by default its values are only read.
 */
export function memberBuffer(
  { members, words, lent }: { readonly members: number; readonly words: number } & Pick<TestBuffer, 'lent'>,
  { tested }: Situation,
  valuesOf: (member: number) => Words,
  checkOf?: (member: number) => Check,
): TestBuffer {
  return {
    bytes: members * words * WORD_BYTES,
    stretches: tested.map(({ member, isActive }) => {
      const values = valuesOf(member);
      const before = isActive ? values : values.subarray(0, MOST_LEFT_OUT);
      return {
        offsetBytes: member * words * WORD_BYTES,
        before,
        check: checkOf && (isActive ? checkOf(member) : staysLike(before)),
      };
    }),
    ...(lent === undefined ? {} : { lent }),
  };
}

/** An output [members, words], of NaN before: of members that are active each word is written, of others none. */
export function outputBuffer(
  shape: Parameters<typeof memberBuffer>[0],
  situation: Situation,
  checkOf: (member: number) => Check,
): TestBuffer {
  const before = poison(shape.words);
  return memberBuffer(shape, situation, () => before, checkOf);
}

/** Something of each member, made when it is first asked for. */
export function perMember<T extends {}>(make: (member: number) => T): (member: number) => T {
  const made = new Map<number, T>();
  return (member) => {
    const known = made.get(member) ?? make(member);
    made.set(member, known);
    return known;
  };
}

/** float32 against float64. */
export function floatsLike(expected: ArrayLike<number>, tolerance: Tolerance): Check {
  return (after) => findDistance(new Float32Array(after), expected, tolerance);
}

export function wordsLike(expected: ArrayLike<number>): Check {
  return (after) => findDistance(new Uint32Array(after), expected, EXACT);
}

export function staysLike({ buffer, byteOffset, byteLength }: ArrayBufferView<ArrayBuffer>): Check {
  const before = new Uint32Array(buffer, byteOffset, byteLength / WORD_BYTES);
  return (after) => {
    const words = new Uint32Array(after);
    const changed = before.findIndex((word, index) => words[index] !== word);
    return changed < 0 ? undefined : `Word ${changed} is written, and is not to be.`;
  };
}

/** The uniform of a batch. */
export function batchRecord(record: BatchRecord) {
  return { name: 'batch', bytes: BATCH_RECORD_BYTES, encode: (view: DataView) => encodeBatchRecord(view, record) };
}
