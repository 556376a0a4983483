import { expect, it } from 'vitest';
import { useGpu } from '../testing/gpuTest';
import { createStorage, createStorageFrom, readBuffer } from './buffers';

const lab = useGpu();

it.each([0, 1, 3, 4, 5, 785])('holds %i bytes, padded with zeros to whole words', async (length) => {
  const data = Uint8Array.from({ length }, (_, i) => (i * 7 + 1) & 255);
  const buffer = createStorageFrom(lab.gpu, 'weft.test.bytes', data);
  const bytes = new Uint8Array(await readBuffer(lab.gpu, buffer));
  expect(bytes.length).toBe(Math.max(4, Math.ceil(length / 4) * 4));
  expect(bytes.subarray(0, length)).toEqual(data);
  expect(bytes.subarray(length).every((byte) => byte === 0)).toBe(true);
  buffer.destroy();
});

it('takes the view of a larger array that it was given', async () => {
  const words = new Uint32Array([9, 1, 2, 3, 9]);
  const buffer = createStorageFrom(lab.gpu, 'weft.test.view', words.subarray(1, 4));
  expect([...new Uint32Array(await readBuffer(lab.gpu, buffer))]).toEqual([1, 2, 3]);
  buffer.destroy();
});

it('starts with zeros when nothing is given, and reads back as much as asked', async () => {
  const buffer = createStorage(lab.gpu, 'weft.test.zeros', 22);
  expect(buffer.size).toBe(24);
  expect([...new Uint32Array(await readBuffer(lab.gpu, buffer, 8))]).toEqual([0, 0]);
  buffer.destroy();
});
