import { readFile } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { WeftError } from '../errors';
import { FASHION_MNIST_CLASS_NAMES } from './classNames';
import { type Dataset, type FetchBytes, limitTraining, loadDataset, splitDataset } from './dataset';
import { IMAGE_PIXELS } from './idx';
import { encodeIdxImages, encodeIdxLabels } from './idxFixtures';

const TRAIN_IMAGES = 'train-images-idx3-ubyte.gz';
const TRAIN_LABELS = 'train-labels-idx1-ubyte.gz';
const TEST_IMAGES = 't10k-images-idx3-ubyte.gz';
const TEST_LABELS = 't10k-labels-idx1-ubyte.gz';

type Files = Readonly<Record<string, Uint8Array<ArrayBuffer>>>;

function gzip(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(gzipSync(bytes));
}

function labelsOf(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index % 10);
}

function imagesOf(count: number): Uint8Array<ArrayBuffer> {
  const pixels = new Uint8Array(count * IMAGE_PIXELS);
  for (let index = 0; index < count; index += 1) {
    pixels.fill(index, index * IMAGE_PIXELS, (index + 1) * IMAGE_PIXELS);
  }
  return encodeIdxImages(pixels);
}

/** The smallest dataset that may be loaded; every pixel of image n is n modulo 256, and its label n modulo 10. */
const SMALL: Files = {
  [TRAIN_IMAGES]: gzip(imagesOf(10_001)),
  [TRAIN_LABELS]: gzip(encodeIdxLabels(labelsOf(10_001))),
  [TEST_IMAGES]: gzip(imagesOf(5)),
  [TEST_LABELS]: gzip(encodeIdxLabels(labelsOf(5))),
};

function fileNameOf(url: string): string {
  return url.slice(url.lastIndexOf('/') + 1);
}

function fetchFrom(files: Files): FetchBytes {
  return async (url) => {
    const bytes = files[fileNameOf(url)];
    if (bytes === undefined) {
      throw new Error(`nothing at ${url}`);
    }
    return bytes;
  };
}

function loadSmall(files: Files): Promise<Dataset> {
  return loadDataset({ name: 'small', baseUrl: '/', fetchBytes: fetchFrom(files) });
}

/** Element by element would take a minute for arrays this long. */
function expectSameBytes(found: Uint8Array, expected: Uint8Array): void {
  expect(found.length).toBe(expected.length);
  expect(Buffer.compare(found, expected)).toBe(0);
}

function expectSmall(dataset: Dataset): void {
  expectSameBytes(dataset.trainImages, imagesOf(10_001).subarray(16));
  expectSameBytes(dataset.trainLabels, Uint8Array.from(labelsOf(10_001)));
  expectSameBytes(dataset.testImages, imagesOf(5).subarray(16));
  expectSameBytes(dataset.testLabels, Uint8Array.from(labelsOf(5)));
}

async function refusalOf(loading: Promise<Dataset>): Promise<string> {
  const error = await loading.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(WeftError);
  expect((error as WeftError).code).toBe('bad-dataset');
  return (error as WeftError).message;
}

describe('loadDataset', () => {
  it('gives a whole dataset, telling each file', async () => {
    const told: unknown[] = [];
    const urls: string[] = [];
    const dataset = await loadDataset({
      name: 'small',
      baseUrl: 'http://host/base/',
      fetchBytes: (url) => {
        urls.push(url);
        return fetchFrom(SMALL)(url);
      },
      onProgress: (progress) => told.push(progress),
    });
    expect(dataset).toMatchObject({ name: 'small', imageRows: 28, imageCols: 28 });
    expect(dataset.classNames).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
    expectSmall(dataset);
    expect(urls).toEqual(
      [TRAIN_IMAGES, TRAIN_LABELS, TEST_IMAGES, TEST_LABELS].map((file) => `http://host/base/datasets/small/${file}`),
    );
    expect(told).toHaveLength(4);
    expect(told.at(-1)).toEqual({ fileName: TEST_LABELS, filesLoaded: 4, fileCount: 4 });
  });

  it('takes files that arrive decompressed', async () => {
    const files = { ...SMALL, [TEST_IMAGES]: imagesOf(5), [TEST_LABELS]: encodeIdxLabels(labelsOf(5)) };
    expectSmall(await loadSmall(files));
  });

  it('refuses one file in place of another', async () => {
    const swapped = { ...SMALL, [TRAIN_IMAGES]: SMALL[TRAIN_LABELS] as Uint8Array<ArrayBuffer> };
    expect(await refusalOf(loadSmall(swapped))).toContain(`small/${TRAIN_IMAGES}`);
  });

  it('refuses labels that are not as many as the images', async () => {
    const labels = gzip(encodeIdxLabels(labelsOf(6)));
    const message = await refusalOf(loadSmall({ ...SMALL, [TEST_LABELS]: labels }));
    expect(message).toBe(`File small/${TEST_LABELS} has 6 labels; there must be one for each of the 5 images.`);
  });

  it('refuses a dataset that would leave nothing to train on', async () => {
    const files = {
      ...SMALL,
      [TRAIN_IMAGES]: gzip(imagesOf(10_000)),
      [TRAIN_LABELS]: gzip(encodeIdxLabels(labelsOf(10_000))),
    };
    const message = await refusalOf(loadSmall(files));
    expect(message).toContain('10000 images');
    expect(message).toContain('at least 10001');
  });

  it('refuses a dataset of which a file cannot be fetched, with the reason', async () => {
    const { [TEST_IMAGES]: _, ...incomplete } = SMALL;
    const message = await refusalOf(loadSmall(incomplete));
    expect(message).toBe(
      `File small/${TEST_IMAGES} could not be fetched from /datasets/small/${TEST_IMAGES}: ` +
        `nothing at /datasets/small/${TEST_IMAGES}.`,
    );
  });
});

describe('loadDataset over HTTP', () => {
  let stop: (() => void) | undefined;
  afterEach(() => stop?.());

  async function serve(listener: RequestListener): Promise<string> {
    const server = createServer(listener);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    stop = () => {
      server.closeAllConnections();
      server.close();
    };
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  }

  it.each([{}, { 'content-encoding': 'gzip' }])('loads files served with headers %j', async (headers) => {
    const baseUrl = await serve((request, response) => {
      response.writeHead(200, headers).end(SMALL[fileNameOf(request.url ?? '')]);
    });
    expectSmall(await loadDataset({ name: 'small', baseUrl }));
  });

  it('names the file and the status when it is missing', async () => {
    const baseUrl = await serve((_, response) => response.writeHead(404).end());
    const message = await refusalOf(loadDataset({ name: 'absent', baseUrl }));
    expect(message).toContain(`absent/${TRAIN_IMAGES}`);
    expect(message).toContain('status 404');
  });

  it('takes the page of a development server for a missing file', async () => {
    const baseUrl = await serve((_, response) => {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end('<!doctype html>');
    });
    const message = await refusalOf(loadDataset({ name: 'absent', baseUrl }));
    expect(message).toContain(`absent/${TRAIN_IMAGES}`);
    expect(message).toContain('status 200 and an HTML page');
  });

  it('names the file when the connection breaks', async () => {
    const baseUrl = await serve((_, response) => {
      response.writeHead(200, { 'content-length': 1000 }).write('1234', () => response.destroy());
    });
    expect(await refusalOf(loadDataset({ name: 'broken', baseUrl }))).toContain(`broken/${TRAIN_IMAGES}`);
  });
});

describe('the embedded Fashion-MNIST', () => {
  const baseUrl = new URL('../../public/', import.meta.url).href;
  const fetchBytes: FetchBytes = (url) => readFile(new URL(url));

  function countLabels(labels: Uint8Array): number[] {
    return Array.from({ length: 10 }, (_, label) => labels.filter((found) => found === label).length);
  }

  it('is the published one, with every class equally often', async () => {
    const dataset = await loadDataset({ name: 'fashion-mnist', baseUrl, fetchBytes });
    expect(dataset.classNames).toEqual(FASHION_MNIST_CLASS_NAMES);
    expect(dataset.trainImages.length).toBe(60_000 * 784);
    expect(dataset.testImages.length).toBe(10_000 * 784);
    expect(countLabels(dataset.trainLabels)).toEqual(new Array(10).fill(6000));
    expect(countLabels(dataset.testLabels)).toEqual(new Array(10).fill(1000));

    const { train, validation, test } = splitDataset(dataset);
    expect([train.count, validation.count, test.count]).toEqual([50_000, 10_000, 10_000]);
    // The first training image is an ankle boot, the first that trains after 10,000 have been set aside is a bag.
    expect([validation.labels[0], train.labels[0]]).toEqual([9, 8]);
  });

  it.each([
    ['compressed', gzip],
    ['decompressed', (bytes: Uint8Array<ArrayBuffer>) => bytes],
  ])('is refused with other labels that are well-formed, %s', async (_, encode) => {
    const labels = encode(encodeIdxLabels(labelsOf(60_000)));
    const message = await refusalOf(
      loadDataset({
        name: 'fashion-mnist',
        baseUrl,
        fetchBytes: async (url) => (fileNameOf(url) === TRAIN_LABELS ? labels : fetchBytes(url)),
      }),
    );
    expect(message).toContain(`fashion-mnist/${TRAIN_LABELS} is not the published one`);
    expect(message).toContain('bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9');
  });
});

describe('splitDataset', () => {
  const dataset = {
    trainImages: Uint8Array.from({ length: 6 * IMAGE_PIXELS }, (_, pixel) => pixel / IMAGE_PIXELS),
    trainLabels: Uint8Array.of(0, 1, 2, 3, 4, 5),
    testImages: new Uint8Array(2 * IMAGE_PIXELS).fill(9),
    testLabels: Uint8Array.of(8, 9),
  };

  it('validates on the first training examples and trains on the rest, copying nothing', () => {
    const { train, validation, test } = splitDataset(dataset, { validationExamples: 2 });
    expect([validation.count, train.count, test.count]).toEqual([2, 4, 2]);
    expect([[...validation.labels], [...train.labels], [...test.labels]]).toEqual([
      [0, 1],
      [2, 3, 4, 5],
      [8, 9],
    ]);
    expect(new Set(validation.images)).toEqual(new Set([0, 1]));
    expect(new Set(train.images)).toEqual(new Set([2, 3, 4, 5]));
    expect(train.images.buffer).toBe(dataset.trainImages.buffer);
    expect(test.images.length).toBe(2 * IMAGE_PIXELS);
  });

  it.each([0, -1, 1.5, Number.NaN, 6, 10_000])('refuses to validate on %d of six examples', (validationExamples) => {
    expect(() => splitDataset(dataset, { validationExamples })).toThrow(
      expect.objectContaining({ code: 'bad-option', message: expect.stringContaining('from 1 to 5') }),
    );
  });
});

describe('limitTraining', () => {
  const splits = splitDataset(
    {
      trainImages: Uint8Array.from({ length: 9 * IMAGE_PIXELS }, (_, pixel) => pixel / IMAGE_PIXELS),
      trainLabels: Uint8Array.of(0, 1, 2, 3, 4, 5, 6, 7, 8),
      testImages: new Uint8Array(IMAGE_PIXELS),
      testLabels: Uint8Array.of(9),
    },
    { validationExamples: 2 },
  );

  it('leaves the first training examples, and holds the last of these out', () => {
    const { train, heldOut, validation, test } = limitTraining(splits, { trainExamples: 5, heldOutExamples: 2 }, 'own');
    expect([[...train.labels], [...(heldOut?.labels ?? [])]]).toEqual([
      [2, 3, 4],
      [5, 6],
    ]);
    expect([train.count, heldOut?.count]).toEqual([3, 2]);
    expect([new Set(train.images), new Set(heldOut?.images)]).toEqual([new Set([2, 3, 4]), new Set([5, 6])]);
    expect([validation, test]).toEqual([splits.validation, splits.test]);
    expect(heldOut?.images.buffer).toBe(splits.train.images.buffer);
  });

  it('has nothing held out unless asked to', () => {
    const limited = limitTraining(splits, { trainExamples: 7, heldOutExamples: 0 }, 'own');
    expect(limited.train).toEqual(splits.train);
    expect(limited).not.toHaveProperty('heldOut');
  });

  it('refuses to use more training examples than there are', () => {
    expect(() => limitTraining(splits, { trainExamples: 8, heldOutExamples: 0 }, 'own')).toThrow(
      expect.objectContaining({
        code: 'bad-option',
        message: 'Option train-examples is 8; dataset own has 7 examples to train on.',
      }),
    );
  });
});
