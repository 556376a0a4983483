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

async function gunzip(bytes: Uint8Array<ArrayBuffer>, name: string): Promise<Uint8Array<ArrayBuffer>> {
  let content: Uint8Array<ArrayBuffer>;
  try {
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
    content = new Uint8Array(await new Response(stream).arrayBuffer());
  } catch (error) {
    throw new WeftError(
      'bad-dataset',
      `File ${name} of ${bytes.length} bytes is damaged or truncated; it must be one whole gzip file and nothing after it.`,
      { cause: error, facts: { about: 'file-damaged', file: name, bytes: bytes.length } },
    );
  }
  // A gzip file ends with the length of its content. Node skips zeros behind the end and reads a second file there,
  // both of which browsers refuse.
  const announcedBytes = new DataView(bytes.buffer, bytes.byteOffset + bytes.length - 4).getUint32(0, true);
  if (announcedBytes !== content.length) {
    throw new WeftError(
      'bad-dataset',
      `File ${name} decompresses to ${content.length} bytes but its last four announce ${announcedBytes}; ` +
        'nothing may follow the end of a gzip file.',
      { facts: { about: 'file-continues', file: name, bytes: content.length, announced: announcedBytes } },
    );
  }
  return content;
}
