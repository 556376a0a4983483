import { readFile } from 'node:fs/promises';
import { expect, test } from './fixtures';

test('a dataset file arrives as the bytes on disk, not unpacked', async ({ request }) => {
  const path = 'datasets/fashion-mnist/t10k-labels-idx1-ubyte.gz';
  const response = await request.get(path);
  expect(response.status()).toBe(200);
  expect(response.headers()['content-encoding']).toBeUndefined();
  expect((await response.body()).equals(await readFile(`public/${path}`))).toBe(true);
});

test('a missing dataset file is a 404', async ({ request }) => {
  expect((await request.get('datasets/fashion-mnist/missing.gz')).status()).toBe(404);
  expect((await request.get('datasets/missing/t10k-labels-idx1-ubyte.gz')).status()).toBe(404);
});
