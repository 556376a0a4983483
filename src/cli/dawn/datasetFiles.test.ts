import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createDatasetFiles } from './datasetFiles';

let root: string;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'weft data '));
  mkdirSync(join(root, 'datasets', 'clothes'), { recursive: true });
  mkdirSync(join(root, 'elsewhere'));
  writeFileSync(join(root, 'datasets', 'clothes', 't10k-labels-idx1-ubyte.gz'), 'of the root');
  writeFileSync(join(root, 'elsewhere', 't10k-labels-idx1-ubyte.gz'), 'of the folder');
});

afterAll(() => {
  rmSync(root, { recursive: true });
});

async function read(name: string): Promise<string> {
  const { baseUrl, fetchBytes } = createDatasetFiles({ root, folders: { local: join(root, 'elsewhere') } });
  return new TextDecoder().decode(await fetchBytes(`${baseUrl}datasets/${name}/t10k-labels-idx1-ubyte.gz`));
}

it('reads a dataset under the root, or in the folder that goes by its name', async () => {
  expect(await read('clothes')).toBe('of the root');
  expect(await read('local')).toBe('of the folder');
});

it('says what to do where there is none', async () => {
  await expect(read('shoes')).rejects.toThrow('there is no such file; --dataset takes the path of a folder, too');
});
