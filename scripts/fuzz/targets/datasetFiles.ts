import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { loadDatasetFile } from '../../../src/data/datasetFile';
import { IMAGE_PIXELS, parseIdxImages, parseIdxLabels } from '../../../src/data/idx';
import { encodeIdxImages, encodeIdxLabels } from '../../../src/data/idxFixtures';
import { type FuzzTarget, requireThat, tryWork } from '../fuzzTarget';
import { anyByteMutations, type ByteMutation, mutateBytes } from '../mutations/byteMutations';

interface DatasetCase {
  readonly content: keyof typeof CONTENTS;
  /** Of the file unpacked. */
  readonly inner: readonly ByteMutation[];
  /** Of the gzip file. */
  readonly outer: readonly ByteMutation[];
}

const CONTENTS = {
  images: {
    file: encodeIdxImages(Uint8Array.from({ length: 3 * IMAGE_PIXELS }, (_, at) => (at * at) % 256)),
    parse: parseIdxImages,
    magic: 0x803,
    headerBytes: 16,
    itemBytes: IMAGE_PIXELS,
  },
  labels: {
    file: encodeIdxLabels(Array.from({ length: 200 }, (_, at) => at % 10)),
    parse: parseIdxLabels,
    magic: 0x801,
    headerBytes: 8,
    itemBytes: 1,
  },
};

const NAME = 'mine/some-ubyte.gz';

export function createDatasetTarget(packing: 'plain' | 'gzip'): FuzzTarget<DatasetCase> {
  return {
    cases: fc.record({
      content: fc.constantFrom('images', 'labels'),
      inner: anyByteMutations(),
      outer: packing === 'gzip' ? anyByteMutations() : fc.constant([]),
    }),
    tryCase: async ({ content, inner, outer }) => {
      const { file, parse, ...format } = CONTENTS[content];
      const unpacked = mutateBytes(file, inner);
      const fetched = packing === 'gzip' ? mutateBytes(Uint8Array.from(gzipSync(unpacked)), outer) : unpacked;
      const before = fetched.slice();
      const answer = await tryWork(
        () => loadDatasetFile({ name: NAME, url: 'some', fetchBytes: async () => fetched, parse }),
        { codes: ['bad-dataset'], places: [NAME] },
      );
      requireThat(Buffer.compare(before, fetched) === 0, 'The file in memory was changed.');
      if (answer === undefined) {
        return 'refused';
      }
      requireRight(answer.result, fetched, format);
      return 'taken';
    },
    dispose: () => undefined,
  };
}

/** Read once more, with Node's own gzip and by the words of the format. */
function requireRight(
  items: Uint8Array,
  fetched: Uint8Array,
  { magic, headerBytes, itemBytes }: { magic: number; headerBytes: number; itemBytes: number },
): void {
  const whole = fetched[0] === 0x1f ? gunzipSync(fetched) : Buffer.from(fetched);
  const isRight =
    whole.readUInt32BE(0) === magic &&
    whole.readUInt32BE(4) * itemBytes === items.length &&
    Buffer.compare(whole.subarray(headerBytes), items) === 0 &&
    (itemBytes > 1
      ? whole.readUInt32BE(8) === 28 && whole.readUInt32BE(12) === 28
      : items.every((label) => label < 10));
  requireThat(isRight, 'What was read is not what the file has.');
}
