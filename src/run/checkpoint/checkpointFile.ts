import * as v from 'valibot';
import { sha256 } from '../../data/digests';
import { shorten, WeftError } from '../../errors';
import { parseBoundedJson } from '../parseBoundedJson';
import { type Checkpoint, type CheckpointHeader, checkpointHeaderSchema, type StateTensor } from './checkpoint';
import { stringifyExactly, withoutNegativeZeros } from './exactNumber';

/** How a checkpoint begins; the last byte is the version of what follows. */
const MAGIC = Uint8Array.from([...new TextEncoder().encode('WEFTCKP'), 2]);
const DIGEST_BYTES = 32;
const LENGTH_AT = MAGIC.length + DIGEST_BYTES;
const HEADER_AT = LENGTH_AT + 4;

/**
 * A checkpoint as a file: eight bytes that say so, the SHA-256 of all that follows it, the header's length (uint32,
 * little-endian), the header in JSON, padded with spaces to whole words, and the tensors one after another.
 */
export async function encodeCheckpoint({ underWay, ...run }: Checkpoint): Promise<Uint8Array<ArrayBuffer>> {
  const tensors = underWay.flatMap(({ trainee }) => trainee.tensors);
  const header: CheckpointHeader = {
    schema: 'weft.checkpoint/2',
    ...run,
    underWay: underWay.map(({ loop, trainee: { optimizerSteps, kept, tensors: own } }) => ({
      loop,
      optimizerSteps,
      kept: [...kept],
      tensors: own.map(({ name, bytes }) => ({ name, bytes: bytes.byteLength })),
    })),
  };
  const json = new TextEncoder().encode(stringifyExactly(header));
  const headerBytes = Math.ceil(json.length / 4) * 4;
  const file = new Uint8Array(tensors.reduce((sum, { bytes }) => sum + bytes.byteLength, HEADER_AT + headerBytes));
  file.set(MAGIC);
  new DataView(file.buffer).setUint32(LENGTH_AT, headerBytes, true);
  file.fill(0x20, HEADER_AT, HEADER_AT + headerBytes);
  file.set(json, HEADER_AT);
  let at = HEADER_AT + headerBytes;
  for (const { bytes } of tensors) {
    file.set(bytes, at);
    at += bytes.byteLength;
  }
  file.set(fromHex(await sha256(file.subarray(LENGTH_AT))), MAGIC.length);
  return file;
}

/**
 * Reads a checkpoint; its tensors are views of the file.
 * @param name of the file, for refusals.
 * @throws WeftError `bad-checkpoint`, naming the file and the place: its beginning, its checksum, a field, a tensor.
 */
export async function decodeCheckpoint(file: Uint8Array<ArrayBuffer>, name: string): Promise<Checkpoint> {
  const refuse = (place: string, problem: string) => badCheckpoint(name, place, problem);
  if (file.length < HEADER_AT || MAGIC.some((byte, at) => at < MAGIC.length - 1 && file[at] !== byte)) {
    throw refuse('beginning', 'it is not a checkpoint of Weft');
  }
  const version = file[MAGIC.length - 1];
  if (version !== MAGIC.at(-1)) {
    throw refuse('version', `it is ${version}, and only ${MAGIC.at(-1)} can be read`);
  }
  if ((await sha256(file.subarray(LENGTH_AT))) !== toHex(file.subarray(MAGIC.length, LENGTH_AT))) {
    throw refuse('checksum', 'the file is damaged or cut off');
  }
  const headerBytes = new DataView(file.buffer, file.byteOffset).getUint32(LENGTH_AT, true);
  if (HEADER_AT + headerBytes > file.length) {
    throw refuse('header', `it should have ${headerBytes} bytes, more than the file has`);
  }
  const header = parseHeader(file.subarray(HEADER_AT, HEADER_AT + headerBytes), refuse);
  const { schema: _, ...run } = header;
  let at = HEADER_AT + headerBytes;
  const take = ({ name: tensor, bytes }: { readonly name: string; readonly bytes: number }): StateTensor => {
    if (at + bytes > file.length) {
      throw refuse(`tensor ${tensor}`, `it should have ${bytes} bytes, and ${file.length - at} are left`);
    }
    at += bytes;
    return { name: tensor, bytes: file.subarray(at - bytes, at) };
  };
  const underWay = header.underWay.map(({ loop, optimizerSteps, kept, tensors }) => ({
    loop,
    trainee: { optimizerSteps, kept, tensors: tensors.map(take) },
  }));
  if (at !== file.length) {
    throw refuse('end', `${file.length - at} bytes belong to no tensor`);
  }
  return { ...run, underWay };
}

/** What a checkpoint says of its run, without looking at its checksum; `undefined` where it is none. */
export function peekHeader(file: Uint8Array<ArrayBuffer>): CheckpointHeader | undefined {
  if (file.length < HEADER_AT || MAGIC.some((byte, at) => file[at] !== byte)) {
    return undefined;
  }
  const headerBytes = new DataView(file.buffer, file.byteOffset).getUint32(LENGTH_AT, true);
  try {
    return parseHeader(file.subarray(HEADER_AT, HEADER_AT + headerBytes), (_, problem) => new Error(problem));
  } catch {
    return undefined;
  }
}

/** Of names and values that a damaged file has. */
const MOST_SHOWN = 200;

/** @param at in the file, or the field. @param fault in words that complete a sentence. */
export function badCheckpoint(file: string, at: string, fault: string): WeftError {
  const [place, problem] = [shorten(at, MOST_SHOWN), shorten(fault, MOST_SHOWN)];
  return new WeftError('bad-checkpoint', `Checkpoint ${file}, ${place}: ${problem}.`, {
    facts: { about: 'checkpoint', file, place, problem },
  });
}

function parseHeader(bytes: Uint8Array, refuse: (place: string, problem: string) => Error): CheckpointHeader {
  let json: unknown;
  try {
    json = withoutNegativeZeros(parseBoundedJson(new TextDecoder('utf-8', { fatal: true }).decode(bytes)));
  } catch {
    throw refuse('header', 'it is not JSON');
  }
  const result = v.safeParse(checkpointHeaderSchema, json);
  if (!result.success) {
    const [issue] = result.issues;
    throw refuse(
      `field ${v.getDotPath(issue) ?? 'root'}`,
      `it is ${issue.received}, not ${issue.expected ?? issue.message}`,
    );
  }
  for (const [index, { loop, kept }] of result.output.underWay.entries()) {
    if (kept.length !== loop.members.length) {
      const [place, count] = [`field underWay.${index}.kept`, loop.members.length];
      throw refuse(place, `it has ${kept.length} entries for ${count} members`);
    }
  }
  return result.output;
}

function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function fromHex(text: string): number[] {
  return Array.from({ length: text.length / 2 }, (_, at) => Number.parseInt(text.slice(2 * at, 2 * at + 2), 16));
}
