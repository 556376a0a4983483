// Runs before each GPU test file in Node: Dawn becomes what a browser is to the tests. Without an adapter the file fails.
import { readFile } from 'node:fs/promises';
import { createDawnGpu } from '../src/cli/dawn/dawnGpu';

const { hasAdapter } = await createDawnGpu();
if (!hasAdapter) {
  throw new Error('Dawn found no adapter; run the tests by "npm run test:gpu -- --adapter", which says why.');
}

// Datasets are files of `public/`, which the test server offers to a browser under its own address.
const ORIGIN = 'http://localhost';
Object.defineProperty(globalThis, 'location', { value: { origin: ORIGIN }, configurable: true });
const fetchElsewhere = globalThis.fetch;
globalThis.fetch = async (input, init) => {
  const url = String(input);
  return url.startsWith(`${ORIGIN}/datasets/`)
    ? new Response(await readFile(new URL(`../public${url.slice(ORIGIN.length)}`, import.meta.url)))
    : fetchElsewhere(input, init);
};
