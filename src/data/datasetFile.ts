// One file of a dataset: fetched, decompressed and checked, or refused with its name.
import { messageOf, WeftError } from '../errors';
import { CONTENT_DIGESTS, sha256 } from './digests';

/** Gives the whole body at a URL, or rejects. */
export type FetchBytes = (url: string) => Promise<Uint8Array<ArrayBuffer>>;

export interface DatasetFileOptions<T> {
  /** What errors call the file, and what its digest is known by, such as "fashion-mnist/t10k-labels-idx1-ubyte.gz". */
  readonly name: string;
  readonly url: string;
  readonly fetchBytes: FetchBytes;
  readonly parse: (bytes: Uint8Array<ArrayBuffer>, name: string) => T;
}

/**
 * Fetches a gzip-compressed IDX file and parses what it holds. A file that the server or the browser has already
 * decompressed is taken as it is.
 * @throws WeftError `bad-dataset` when the file is missing, is not what its name says, or is not the published one
 */
export async function loadDatasetFile<T>({ name, url, fetchBytes, parse }: DatasetFileOptions<T>): Promise<T> {
  const fetched = await fetchFile(name, url, fetchBytes);
  const bytes = startsWith(fetched, GZIP_MAGIC) ? await gunzip(fetched, name) : requireIdx(fetched, name);
  // The digest comes last, since "is truncated" helps more than "is not the published file".
  const content = parse(bytes, name);
  const expected = CONTENT_DIGESTS.get(name);
  const found = expected === undefined ? undefined : await sha256(bytes);
  if (found !== expected) {
    throw new WeftError(
      'bad-dataset',
      `File ${name} is not the published one: its decompressed content has SHA-256 ${found}; it must be ${expected}.`,
      { facts: { about: 'file-not-published', file: name, found: `${found}`, expected: `${expected}` } },
    );
  }
  return content;
}

async function fetchFile(name: string, url: string, fetchBytes: FetchBytes): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return await fetchBytes(url);
  } catch (error) {
    const reason = messageOf(error);
    throw new WeftError('bad-dataset', `File ${name} could not be fetched from ${url}: ${reason}.`, {
      cause: error,
      facts: { about: 'file-missing', file: name, url, reason },
    });
  }
}

/** Fetches over HTTP. Rejects unless the answer is a file, giving the status as the reason. */
export async function fetchOverHttp(url: string): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetch(url);
  if (!response.ok) {
    throw new Error(`the server answered with status ${response.status}, where 200 is expected`);
  }
  // A development server answers an unknown path with the page itself and status 200.
  if (response.headers.get('content-type')?.includes('text/html')) {
    throw new Error(`the server answered with status ${response.status} and an HTML page, so the file is not there`);
  }
  return new Uint8Array(await response.arrayBuffer());
}

const GZIP_MAGIC = [0x1f, 0x8b];
const IDX_UINT8_MAGIC = [0x00, 0x00, 0x08];

function startsWith(bytes: Uint8Array, magic: readonly number[]): boolean {
  return magic.every((byte, index) => bytes[index] === byte);
}

function requireIdx(bytes: Uint8Array<ArrayBuffer>, name: string): Uint8Array<ArrayBuffer> {
  if (!startsWith(bytes, IDX_UINT8_MAGIC)) {
    const found = Array.from(bytes.subarray(0, 4), formatByte).join(' ');
    const expected = GZIP_MAGIC.map(formatByte).join(' ');
    throw new WeftError(
      'bad-dataset',
      `File ${name} is not a gzip file: ${found === '' ? 'it is empty' : `it begins with bytes ${found}`}; ` +
        `a gzip file begins with ${expected}.`,
      { facts: { about: 'file-not-gzip', file: name, begins: found, expected } },
    );
  }
  return bytes;
}

function formatByte(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}

/** More than any dataset of small images: 1 GiB. */
const MAX_CONTENT_BYTES = 2 ** 30;
/** Deflate makes at most 1,032 bytes of one (RFC 1951: 258 bytes from two codes of a bit). */
const MOST_FROM_BYTE = 1032;

/** Unpacks no more than the file announces, and nothing that cannot be an IDX file. */
async function gunzip(bytes: Uint8Array<ArrayBuffer>, name: string): Promise<Uint8Array<ArrayBuffer>> {
  // A gzip file ends with the length of its content. Node skips zeros behind the end and reads a second file there,
  // both of which browsers refuse.
  const announced =
    bytes.length < 4 ? 0 : new DataView(bytes.buffer, bytes.byteOffset + bytes.length - 4).getUint32(0, true);
  if (announced > MAX_CONTENT_BYTES && announced <= MOST_FROM_BYTE * bytes.length) {
    throw new WeftError(
      'bad-dataset',
      `File ${name} announces ${announced} bytes unpacked; it may have at most ${MAX_CONTENT_BYTES}.`,
      { facts: { about: 'file-too-large', file: name, announced, most: MAX_CONTENT_BYTES } },
    );
  }
  let content: Uint8Array<ArrayBuffer>;
  try {
    content = await unpack(bytes, Math.min(announced, MOST_FROM_BYTE * bytes.length));
  } catch (error) {
    throw new WeftError(
      'bad-dataset',
      `File ${name} of ${bytes.length} bytes is damaged or truncated; it must be one whole gzip file and nothing after it.`,
      { cause: error, facts: { about: 'file-damaged', file: name, bytes: bytes.length } },
    );
  }
  if (startsWith(content, IDX_UINT8_MAGIC) && announced !== content.length) {
    throw new WeftError(
      'bad-dataset',
      `File ${name} decompresses to ${content.length} bytes but its last four announce ${announced}; ` +
        'nothing may follow the end of a gzip file.',
      { facts: { about: 'file-continues', file: name, bytes: content.length, announced } },
    );
  }
  return content;
}

/** @returns what is unpacked, to the end or until it is longer than `mostBytes`, or no IDX file by its first bytes. */
async function unpack(bytes: Uint8Array<ArrayBuffer>, mostBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  // Leaving the loop early cancels the stream.
  for await (const chunk of readChunks(stream)) {
    chunks.push(chunk);
    length += chunk.length;
    const [first] = chunks;
    const isOther =
      first !== undefined && first.length >= IDX_UINT8_MAGIC.length && !startsWith(first, IDX_UINT8_MAGIC);
    if (length > mostBytes || isOther) {
      break;
    }
  }
  const content = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    content.set(chunk, at);
    at += chunk.length;
  }
  return content;
}

/** A stream's chunks; not every browser iterates over streams themselves. */
async function* readChunks(stream: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const reader = stream.getReader();
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      yield read.value;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
